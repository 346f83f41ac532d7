import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { guardStep, type GuardClause } from "./guard.ts";
import { outcomesOf } from "./outcomes.ts";
import { isRefused, planned, type PlannedStep, type RunHistory } from "./plan.ts";
import type { Step } from "./step.ts";

/** Everything a proposal may look at. `world` is the prediction after the steps before it. */
export interface Proposal {
  readonly world: Snapshot;
  readonly spec: HubSpec;
  readonly history: RunHistory;
  readonly clauses: readonly GuardClause[];
  /** Steps refused so far: a closing names a refused rule among its reasons. */
  readonly refusedSoFar: readonly PlannedStep[];
}

/** A phase of the runbook: the steps it would take on a world, with refusals of its own. */
export type Propose = (proposal: Proposal) => readonly PlannedStep[];

/** The guard's word on a step that has no refusal of its own. */
export function judge(proposal: Proposal, step: Step): PlannedStep {
  return planned(step, guardStep(proposal.world, proposal.spec, step, proposal.clauses));
}

/** The world once the steps that aren't refused are done. */
export function predict(world: Snapshot, steps: readonly PlannedStep[]): Snapshot {
  return steps
    .filter((s) => !isRefused(s))
    .reduce((w, s) => outcomesOf(w, s.step).find((o) => o.name === "done")?.snapshot ?? w, world);
}
