import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { RunError } from "../errors.ts";
import { parseSavedPlan } from "../plan/parse-saved-plan.ts";
import type { SavedPlan } from "../plan/saved-plan.ts";

/** Writes a plan to a file of its owner's. Throws RunError SFH912 where it can't. */
export async function writePlan(file: string, plan: SavedPlan): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, `${JSON.stringify(plan, undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw planFault("written", file, error, "Give a file in a folder that can be written to.");
  }
}

/** Reads a plan that was saved. Throws RunError SFH912 where there is none. */
export async function readPlan(file: string): Promise<SavedPlan> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw planFault("read", file, error, "Give the file that plan saved (--out; the output plan-path).");
  }
  return parseSavedPlan(text, file);
}

function planFault(what: "read" | "written", file: string, error: unknown, fix: string): RunError {
  const why = error instanceof Error ? error.message : String(error);
  return new RunError("SFH912", `The plan ${file} can't be ${what}: ${why}`, { fix, cause: error });
}
