import type { GivenAnswer } from "../../snapshot/evidence.ts";

/** The answers in a file of nslookup's and dig's output. `faults`: a line each for what could not be read as that. */
export function parseAnswers(
  _text: string,
  _source: string,
): { readonly answers: readonly GivenAnswer[]; readonly faults: readonly string[] } {
  return { answers: [], faults: [] };
}
