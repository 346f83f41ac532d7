import { readFile } from "node:fs/promises";
import { RunError } from "../errors.ts";
import { parseBehaviour } from "../twin/behaviour-file.ts";
import { parseFaults } from "../twin/fault-file.ts";
import { TwinFileError } from "../twin/input-file.ts";
import type { Behaviour, Fault } from "../twin/twin.ts";

/** Reads a file of faults. Throws RunError SFH912 with a line for each mistake in it. */
export function readFaults(file: string): Promise<readonly Fault[]> {
  return readTwinFile(file, "a list of faults", parseFaults);
}

/** Reads a file of behaviours. Throws RunError SFH912 with a line for each mistake in it. */
export function readBehaviour(file: string): Promise<Partial<Behaviour>> {
  return readTwinFile(file, "a set of behaviours", parseBehaviour);
}

async function readTwinFile<T>(file: string, what: string, parse: (text: string) => T): Promise<T> {
  try {
    return parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error instanceof TwinFileError) {
      const lines = error.problems.map((problem) => `  ${problem}`);
      throw new RunError("SFH912", `${file} is not ${what}:\n${lines.join("\n")}`, {
        fix: "Correct what is named; docs/twin.md describes the format.",
      });
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new RunError("SFH912", `${file} can't be read: ${why}`, { fix: "Give a file that is there.", cause: error });
  }
}
