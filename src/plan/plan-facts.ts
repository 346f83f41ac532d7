import { pairKey, type Pair, type PairState } from "../paths/pair.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { contentHash } from "./content-hash.ts";
import type { Plan, PlannedStep } from "./plan.ts";
import { describeDoor, describeOrigin } from "./refusal.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { effectOf } from "./step.ts";

/** One step that would write, as a saved plan keeps it. */
export interface StepFact {
  readonly id: string;
  readonly kind: string;
  readonly resourceId: ResourceId;
  /** Name of the outbound rule it declares; "" for every other step. */
  readonly rule: string;
  /** SHA-256 of everything the step says, hex. */
  readonly content: string;
  /** Codes of why it is refused, sorted; empty for a step that would be taken. */
  readonly refusals: readonly string[];
  /** The losses it rests on being accepted: `CODE@RESOURCE=ORIGIN`, sorted. */
  readonly accepted: readonly string[];
}

/** Who reaches what when the plan was made. */
export interface PathFact {
  readonly key: string;
  /** For people: "compute in the managed network of hub1 to st1 blob". */
  readonly path: string;
  readonly state: PairState;
}

/** What somebody who says yes to a plan says yes to: the writes, in order, and who reached what. */
export interface PlanFacts {
  readonly steps: readonly StepFact[];
  readonly paths: readonly PathFact[];
}

/**
 * The decisive facts of a plan. Waits write nothing and aren't among them; nor is what this runner reaches: another runner
 * carries the plan out, and a run needs none of those doors.
 */
export function planFacts(snapshot: Snapshot, plan: Plan): PlanFacts {
  return {
    steps: plan.steps.filter(({ step }) => effectOf(step) !== "waits").map(stepFact),
    paths: plan.before
      .filter(({ origin }) => origin.kind !== "runner")
      .map((pair) => pathFact(snapshot, pair))
      .sort((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

function stepFact({ id, step, refusals, accepted }: PlannedStep): StepFact {
  return {
    id,
    kind: step.kind,
    resourceId: step.resourceId,
    rule: step.kind === "declare-rule" ? step.rule.name : "",
    content: contentHash(step),
    refusals: refusals.map((r) => r.code).sort(),
    accepted: accepted.map((a) => `${a.code}@${a.resource}=${a.origin}`.toLowerCase()).sort(),
  };
}

function pathFact(snapshot: Snapshot, pair: Pair): PathFact {
  const path = `${describeOrigin(snapshot, pair.origin).replace(/,$/, "")} to ${describeDoor(pair.door)}`;
  return { key: pairKey(pair), path, state: pair.state };
}
