import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { guardStep, type GuardClause } from "./guard.ts";
import { outcomesOf } from "./outcomes.ts";
import { isRefused, planned, refused, type PlannedStep, type RunHistory } from "./plan.ts";
import type { Hold } from "./hold.ts";
import { preflightRefusals } from "./preflight.ts";
import type { Refusal } from "./refusal.ts";
import { effectOf, type Step } from "./step.ts";

/** Everything a proposal may look at. `world` is the prediction after the steps before it. */
export interface Proposal {
  readonly world: Snapshot;
  readonly spec: HubSpec;
  readonly history: RunHistory;
  readonly clauses: readonly GuardClause[];
  readonly hold: Hold;
  /** Steps refused so far: a closing names a refused rule among its reasons. */
  readonly refusedSoFar: readonly PlannedStep[];
}

/** A phase of the runbook: the steps it would take on a world, with refusals of its own. */
export type Propose = (proposal: Proposal) => readonly PlannedStep[];

/**
 * The guard's word on a step that has no refusal of its own, and what is known to be in its way besides. `before` are losses
 * that were accepted before the guard was asked.
 */
export function judge(proposal: Proposal, step: Step, before: PlannedStep["accepted"] = []): PlannedStep {
  const judged = guardStep(proposal.world, proposal.spec, step, proposal.clauses);
  const accepted = [...before, ...judged.accepted];
  const refusals = [...judged.refusals, ...preflightRefusals(proposal.world, step)];
  // What can't be done needs no word on whether it may.
  const held = refusals.length === 0 ? proposal.hold(step, accepted) : undefined;
  return planned(step, { ...judged, accepted, refusals: held === undefined ? refusals : [held] });
}

/** A step that is refused whatever the guard says, with what else is known to be in its way. */
export function refuse(proposal: Proposal, step: Step, refusals: readonly Refusal[]): PlannedStep {
  return refused(step, [...refusals, ...preflightRefusals(proposal.world, step)]);
}

/**
 * A step tried in this run is not proposed again, and above all not predicted again: if the reads don't show what it
 * was for, nothing may rest on it. Waits may recur.
 */
export function isTried(history: RunHistory, step: PlannedStep): boolean {
  return history.failed.has(step.id) || (history.done.has(step.id) && effectOf(step.step) !== "waits");
}

/** The world once the steps are done that aren't refused and weren't tried already. */
export function predict(world: Snapshot, steps: readonly PlannedStep[], history: RunHistory): Snapshot {
  return steps
    .filter((s) => !isRefused(s) && !isTried(history, s))
    .reduce((w, s) => outcomesOf(w, s.step).find((o) => o.name === "done")?.snapshot ?? w, world);
}
