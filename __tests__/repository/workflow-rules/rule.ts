import type { Document, Documents } from "./document.ts";

/** Files of a sample by their paths from the root. */
export type Sample = Readonly<Record<string, string>>;

/** Something that holds for every document. `bad` breaks it, each sample in one way; `good` is what it might take for bad. */
export interface Rule {
  readonly name: string;
  /** What breaks the rule in a document, in words that say where. */
  readonly find: (document: Document, all: Documents) => readonly string[];
  readonly bad: readonly Sample[];
  readonly good: readonly Sample[];
}

/** A workflow on its own. */
export function workflow(text: string): Sample {
  return { ".github/workflows/sample.yml": text };
}

/** A workflow of one job, given by the lines of that job. */
export function job(...lines: readonly string[]): Sample {
  return workflow(["on: push", "permissions: {}", "jobs:", "  one:", ...lines.map((line) => `    ${line}`)].join("\n"));
}

/** A workflow of one job with one step, given in flow style. */
export function step(text: string): Sample {
  return job("steps:", `  - ${text}`);
}

/** A composite action with one step, given in flow style. */
export function compositeStep(text: string): Sample {
  return { "action.yml": `runs:\n  using: composite\n  steps:\n    - ${text}\n` };
}
