import { readFile } from "node:fs/promises";
import { RunError } from "../errors.ts";
import { closest } from "../spec/parse-spec.ts";
import { parseEstate } from "../twin/estate-file.ts";
import type { EstateDocument } from "../twin/estate.ts";
import { TwinFileError } from "../twin/input-file.ts";
import { estates } from "../twin/estates/catalogue.ts";

/** A built-in estate by its name, or one from a file. Throws RunError SFH912 with a line for each fault of the file. */
export async function readEstate(nameOrFile: string): Promise<EstateDocument> {
  const builtIn = Object.entries(estates).find(([name]) => name === nameOrFile)?.[1];
  if (builtIn !== undefined) return builtIn();
  try {
    return parseEstate(await readFile(nameOrFile, "utf8"));
  } catch (error) {
    throw describeProblem(nameOrFile, error);
  }
}

function describeProblem(nameOrFile: string, error: unknown): RunError {
  const names = Object.keys(estates);
  if (error instanceof TwinFileError) {
    const lines = error.problems.map((problem) => `  ${problem}`);
    return new RunError("SFH912", `${nameOrFile} is not an estate:\n${lines.join("\n")}`, {
      fix: "Correct what is named; docs/estate.md describes the format.",
    });
  }
  const meant = closest(nameOrFile, names);
  const why = error instanceof Error ? error.message : String(error);
  return new RunError("SFH912", `The estate ${nameOrFile} can't be read: ${why}`, {
    fix: `${meant === undefined ? "" : `Did you mean ${meant}? `}Give a file, or one of the built-in estates: ${names.join(", ")}.`,
    cause: error,
  });
}
