import { RunError } from "../errors.ts";
import type { Pac } from "../ports.ts";

/** A PAC from a file. Throws RunError SFH912 where it can't be read. */
export async function openPac(file: string): Promise<Pac> {
  throw new RunError("SFH912", `The PAC ${file} can't be read.`, { fix: "Give the path of a PAC." });
}
