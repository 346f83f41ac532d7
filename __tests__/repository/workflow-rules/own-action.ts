import type { Document, Documents, Job, Step } from "./document.ts";

/** Whether a step runs this repository's action, by whatever name. */
export function isOurs({ uses = "" }: Step): boolean {
  return /^[.$]\//.test(uses) || /^[\w.-]+\/secure-foundry-hub(\/[\w/]+)?@/.test(uses);
}

/** Inputs of the action that its code takes only certain values of, and refuses every other. */
export const closedInputs = ["mode", "environment", "all-or-nothing", "fail-on-severity"] as const;

/** The workflow of this repository that a job calls: undefined where it calls none, or one that isn't there. */
export function calledBy({ uses = "" }: Job, all: Documents): (Document & { readonly kind: "workflow" }) | undefined {
  const called = all.get(uses.replace(/^[.$]\//, ""));
  return called?.kind === "workflow" ? called : undefined;
}
