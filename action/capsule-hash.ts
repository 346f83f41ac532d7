import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { RunError } from "../src/errors.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";

/**
 * The hash of the capsule that is rolled back from, for a later step to ask for the same; nothing in other modes. Throws
 * RunError SFH912 where the file isn't the one that was shown.
 */
export async function checkCapsuleFile({ mode, capsuleFile, capsuleHash }: Inputs): Promise<Outputs> {
  if (mode !== "rollback" || capsuleFile === undefined) return {};
  const bytes = await readFile(capsuleFile).catch((): undefined => undefined);
  // Why it can't be read is said where it is opened.
  if (bytes === undefined) return {};
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (capsuleHash !== undefined && capsuleHash.trim().toLowerCase() !== hash) {
    throw new RunError(
      "SFH912",
      `The capsule's hash is ${hash}, and ${capsuleHash} was asked for: it is another one.`,
      {
        fix: "Give the capsule that was shown, unchanged; or show this one first, with dry-run: true.",
      },
    );
  }
  return { "capsule-hash": hash };
}
