import { lossCodeOf } from "../checks/loss-codes.ts";
import { hasConnection } from "../paths/doors.ts";
import { privateEndpointRules } from "../paths/managed-endpoints.ts";
import { findPaths } from "../paths/find-paths.ts";
import { pairKey, type Door, type Origin, type Pair } from "../paths/pair.ts";
import { isSameId, serviceOfConnection } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { AcceptedLoss, HubSpec } from "../spec/hub-spec.ts";
import { outcomesOf } from "./outcomes.ts";
import { keepAcceptance, refusalOf, type KeptAcceptance, type Refusal } from "./refusal.ts";
import { findAcceptance, requirementOf, type Requirement } from "./required-paths.ts";
import { effectOf, type Step } from "./step.ts";

/** What one outcome of a step does to one pair that must keep working. */
export interface PairChange {
  readonly effect: "opens" | "closes";
  readonly origin: Origin;
  readonly door: Door;
  readonly before: Pair;
  readonly after: Pair;
  /** The outcome may make the first private endpoint connection of this door: its public name becomes an alias. */
  readonly isFirstEndpoint: boolean;
}

/** One rule of the guard. Taking any of them away must let a lock-out through; a test does exactly that. */
export interface GuardClause {
  readonly name: string;
  readonly refuses: (change: PairChange) => boolean;
}

const losesWayOf =
  (kind: Origin["kind"]) =>
  (c: PairChange): boolean =>
    c.effect === "closes" && c.origin.kind === kind && c.after.state === "blocked";

const isClient = (origin: Origin): boolean => origin.kind === "network" || origin.kind === "subnet";

export const guardClauses: readonly GuardClause[] = [
  {
    name: "an opening step shuts no client network out",
    refuses: (c) =>
      c.effect === "opens" && isClient(c.origin) && c.before.state !== "blocked" && c.after.state === "blocked",
  },
  {
    name: "an opening step shuts the managed network out of nothing",
    refuses: (c) =>
      c.effect === "opens" &&
      c.origin.kind === "managed-network" &&
      c.before.state !== "blocked" &&
      c.after.state === "blocked",
  },
  {
    name: "a first endpoint leaves no client network in doubt",
    refuses: (c) =>
      c.effect === "opens" &&
      c.isFirstEndpoint &&
      isClient(c.origin) &&
      c.before.state !== "blocked" &&
      c.after.state === "unknown",
  },
  { name: "closing keeps the managed network's way", refuses: losesWayOf("managed-network") },
  { name: "closing keeps customer networks' ways", refuses: losesWayOf("network") },
  { name: "closing keeps service-endpoint subnets' ways", refuses: losesWayOf("subnet") },
  { name: "closing keeps trusted services' way", refuses: losesWayOf("trusted-services") },
  { name: "closing keeps allow-listed ranges' ways", refuses: losesWayOf("ip-range") },
  { name: "closing keeps dependents' ways", refuses: losesWayOf("dependent") },
  { name: "closing refuses what is unknown", refuses: (c) => c.effect === "closes" && c.after.state === "unknown" },
];

/** The guard's word on a step. Without refusals it is sound. */
export interface Judgement {
  readonly refusals: readonly Refusal[];
  /** Losses that would refuse it, were they not accepted by name. */
  readonly accepted: readonly KeptAcceptance[];
  /** A closing step's account of the service it closes: every pair before and after. Empty for other steps. */
  readonly account: readonly PairFate[];
}

/** One pair as a closing step finds and leaves it. */
export interface PairFate {
  readonly before: Pair;
  readonly after: Pair;
  readonly requirement: Requirement;
}

/**
 * Whether a step is sound on this snapshot: no outcome of an opening step shuts a required path, and after a closing
 * one every required path of the doors it closes is open. Clauses are a parameter for the tests only.
 */
export function guardStep(
  snapshot: Snapshot,
  spec: HubSpec,
  step: Step,
  clauses: readonly GuardClause[] = guardClauses,
): Judgement {
  const effect = effectOf(step);
  // No path depends on who may read an endpoint.
  if (effect === "waits" || step.kind === "grant-reader") return { refusals: [], accepted: [], account: [] };
  // Closing concerns the doors of the service it closes.
  const concerned = effect === "closes" ? step.resourceId : undefined;
  const before = new Map(findPaths(snapshot, concerned).map((p) => [pairKey(p), p]));
  const changes = outcomesOf(snapshot, step).flatMap((outcome) => {
    const after = findPaths(outcome.snapshot, concerned);
    return changesIn(snapshot, step, effect, before, after);
  });
  const losses = changes.flatMap((change) => {
    const clause = isOfConcern(snapshot, spec, change) ? clauses.find((c) => c.refuses(change)) : undefined;
    return clause === undefined ? [] : [{ clause: clause.name, change, taken: acceptanceOf(spec, change) }];
  });
  const told = onePerPair(losses);
  return {
    refusals: told.flatMap(({ clause, change, taken }) =>
      taken === undefined ? [refusalOf(snapshot, clause, change)] : [],
    ),
    accepted: told.flatMap(({ change, taken }) =>
      taken === undefined ? [] : [keepAcceptance(snapshot, change, taken)],
    ),
    account:
      effect === "closes"
        ? changes.map(({ before, after }) => ({ before, after, requirement: requirementOf(snapshot, spec, before) }))
        : [],
  };
}

function changesIn(
  snapshot: Snapshot,
  step: Step,
  effect: "opens" | "closes",
  before: ReadonlyMap<string, Pair>,
  pairs: readonly Pair[],
): readonly PairChange[] {
  return pairs.flatMap((after): readonly PairChange[] => {
    const earlier = before.get(pairKey(after));
    // A door that nothing used before has nobody to lose.
    if (earlier === undefined) return [];
    const isFirstEndpoint =
      hasConnection(snapshot, after.door) !== "yes" && makesEndpointTo(snapshot, step, after.door);
    return [{ effect, origin: after.origin, door: after.door, before: earlier, after, isFirstEndpoint }];
  });
}

/** Closing concerns the pairs that must keep working; opening concerns everybody but the internet. */
function isOfConcern(snapshot: Snapshot, spec: HubSpec, change: PairChange): boolean {
  return change.effect === "opens"
    ? change.origin.kind !== "internet"
    : requirementOf(snapshot, spec, change.before).is !== "not required";
}

function acceptanceOf(spec: HubSpec, change: PairChange): AcceptedLoss | undefined {
  return findAcceptance(spec, { code: lossCodeOf(change), origin: change.origin, door: change.door });
}

/** Whether a step makes a private endpoint to a door, now or once the network is provisioned. */
function makesEndpointTo(snapshot: Snapshot, step: Step, door: Door): boolean {
  const leadsThere = (to: { readonly target: string; readonly subresource: string }): boolean =>
    isSameId(to.target, door.service) && to.subresource.toLowerCase() === door.subresource;
  if (step.kind === "declare-rule") return leadsThere(step.rule);
  if (step.kind === "approve-connection") {
    const rule = privateEndpointRules(snapshot).find((r) => r.name.toLowerCase() === step.ruleName.toLowerCase());
    return rule !== undefined && isSameId(serviceOfConnection(step.resourceId), rule.target) && leadsThere(rule);
  }
  return (
    step.kind === "provision-managed-network" &&
    privateEndpointRules(snapshot).some((r) => r.status !== "Active" && leadsThere(r))
  );
}

interface FoundLoss {
  readonly clause: string;
  readonly change: PairChange;
  /** The entry that accepts it, if any. */
  readonly taken: AcceptedLoss | undefined;
}

/** Of several outcomes that take the same from the same, the last one tells. */
function onePerPair(losses: readonly FoundLoss[]): readonly FoundLoss[] {
  return [...new Map(losses.map((loss) => [pairKey(loss.change), loss])).values()];
}
