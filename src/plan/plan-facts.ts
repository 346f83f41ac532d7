import { pairKey, type Pair, type PairState } from "../paths/pair.ts";
import { idKey, type ResourceId } from "../snapshot/resource-id.ts";
import { contentHash } from "./content-hash.ts";
import type { Plan, PlannedStep } from "./plan.ts";
import { describeDoor, describeOrigin, type KeptAcceptance } from "./refusal.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { effectOf } from "./step.ts";

/** One step that would write, as a saved plan keeps it. */
export interface StepFact {
  readonly id: string;
  readonly kind: string;
  readonly resourceId: ResourceId;
  /** The outbound rule it declares: its name in small letters, and where it leads; "" for every other step. */
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
    rule: step.kind === "declare-rule" ? ruleKey(step.rule.name, step.rule.target) : "",
    content: contentHash(step),
    refusals: refusals.map((r) => r.code).sort(),
    accepted: accepted.map(acceptanceKey).sort(),
  };
}

/** Equal for one loss, whoever writes it. */
export function acceptanceKey({
  code,
  resource,
  origin,
}: Pick<KeptAcceptance, "code" | "resource" | "origin">): string {
  return `${code}@${resource}=${origin}`.toLowerCase();
}

/** Equal for a rule of one name to one target. */
export function ruleKey(name: string, target: ResourceId): string {
  return `${name.toLowerCase()}|${idKey(target)}`;
}

function pathFact(snapshot: Snapshot, pair: Pair): PathFact {
  const path = `${describeOrigin(snapshot, pair.origin).replace(/,$/, "")} to ${describeDoor(pair.door)}`;
  return { key: pairKey(pair), path, state: pair.state };
}
