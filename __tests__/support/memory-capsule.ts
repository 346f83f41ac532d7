import { capsuleLine, readCapsule } from "../../src/cli/capsule-lines.ts";
import type { Capsule, KeptWrite } from "../../src/ports.ts";

/** A capsule in the format of the file, without a file. */
export interface MemoryCapsule extends Capsule {
  readonly text: () => string;
  readonly kept: () => readonly KeptWrite[];
}

export function memoryCapsule(text = ""): MemoryCapsule {
  let lines = text;
  return {
    text: () => lines,
    kept: () => readCapsule(lines).writes,
    writes: async () => readCapsule(lines).writes,
    keep: async (write) => {
      lines += capsuleLine(write, "0.0.0-test");
    },
  };
}
