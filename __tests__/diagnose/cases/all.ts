import type { BrokenCase } from "./broken-case.ts";
import { pacCases } from "./pac.ts";

/** Every case there is; a part of the diagnosis keeps its own in a file here. */
export const brokenCases: readonly BrokenCase[] = [...pacCases];
