import type { Look } from "./look.ts";

/** Lines to run somewhere else, because it couldn't be asked from here. */
export interface ToRun {
  /** On which machine. */
  readonly where: string;
  readonly lines: readonly string[];
}

/** The name servers that could not be asked from here, with one line for each name. */
export function toRunElsewhere(_look: Look): readonly ToRun[] {
  return [];
}
