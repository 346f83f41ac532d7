import { appendFile, open, readFile, truncate } from "node:fs/promises";
import path from "node:path";
import { RunError } from "../errors.ts";
import type { Capsule } from "../ports.ts";
import { CapsuleFault, capsuleLine, readCapsule } from "./capsule-lines.ts";

export interface CapsuleFile extends Capsule {
  /** The last line was cut off: the write it was for was never sent, unless the file is a copy that isn't whole. */
  readonly wasCutOff: boolean;
}

export interface CapsuleFileOptions {
  /** The version of this program, kept with each write. */
  readonly version: string;
  /** False where the file must be there already. */
  readonly mayBeNew: boolean;
}

/**
 * A capsule in a file, one JSON object a line, each written through to the disk before its write is sent. A last line
 * that is cut off is taken away: a process may end while it writes, and then sends nothing. Throws RunError SFH912 where
 * the file can't be read or written, is something else, or was changed after it was written.
 */
export async function openFileCapsule(file: string, { version, mayBeNew }: CapsuleFileOptions): Promise<CapsuleFile> {
  const text = await readText(file, mayBeNew);
  const { wholeBytes, isCutOff } = parse(file, text ?? "");
  await write(file, async () => {
    if (text === undefined) await create(file);
    else if (isCutOff) await truncate(file, wholeBytes);
    // A last line may lack no more than its end.
    const needsEnd = text !== undefined && wholeBytes > 0 && !isCutOff && !text.endsWith("\n");
    await appendFile(file, needsEnd ? "\n" : "", { flush: true });
  });
  return {
    wasCutOff: isCutOff,
    writes: async () => parse(file, (await readText(file, false)) ?? "").writes,
    keep: (kept) => write(file, () => appendFile(file, capsuleLine(kept, version), { flush: true })),
  };
}

/** Only its owner may read it, and its name outlives a machine that goes down, where the system can promise that. */
async function create(file: string): Promise<void> {
  await (await open(file, "a", 0o600)).close();
  const folder = await open(path.dirname(file), "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

async function readText(file: string, mayBeNew: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (mayBeNew && isMissing(error)) return undefined;
    throw new RunError("SFH912", `The capsule ${file} can't be read: ${said(error)}`, {
      fix: "Give the file that apply kept its writes in (--capsule; capsule.jsonl in the artifact).",
      cause: error,
    });
  }
}

async function write(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new RunError(
      "SFH912",
      `The capsule ${file} can't be written, and nothing is written without it: ${said(error)}`,
      {
        fix: "Give --capsule a file in a folder that exists and can be written to; a copy will do.",
        cause: error,
      },
    );
  }
}

function parse(file: string, text: string): ReturnType<typeof readCapsule> {
  try {
    return readCapsule(text);
  } catch (error) {
    if (!(error instanceof CapsuleFault)) throw error;
    throw new RunError("SFH912", `${file} ${error.message}`, { fix: error.fix, cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
