import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { RunError } from "../src/errors.ts";

/** Where a run leaves its files; what is uploaded is the whole folder. */
export interface RunFolder {
  readonly path: string;
  /** Of this run alone: names the artifact too. */
  readonly mark: string;
  /** The path of a file in it. */
  readonly at: (name: string) => string;
  /** Writes a text file, gives its path. */
  readonly write: (name: string, text: string) => Promise<string>;
}

/** A new folder in the runner's temporary one. */
export async function makeRunFolder(runnerTemp: string | undefined): Promise<RunFolder> {
  const prefix = "secure-foundry-hub-";
  const folder = await mkdtemp(path.join(runnerTemp ?? tmpdir(), prefix));
  const at = (name: string): string => path.join(folder, name);
  return {
    path: folder,
    mark: path.basename(folder).slice(prefix.length),
    at,
    write: async (name, text) => {
      await writeFile(at(name), text);
      return at(name);
    },
  };
}

/**
 * Makes sure that a copy of the report can be written where the workflow wants one, before anything is done. Throws RunError
 * SFH912 where it can't.
 */
export async function reservePlace(wanted: string): Promise<string> {
  const file = path.resolve(wanted);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, "");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RunError("SFH912", `The report can't be written to ${file}: ${why}`, {
      fix: "Give report-path a file in a folder the job can write to.",
      cause: error,
    });
  }
  return file;
}
