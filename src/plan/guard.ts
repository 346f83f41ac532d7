import { hasConnection } from "../paths/doors.ts";
import { privateEndpointRules } from "../paths/managed-endpoints.ts";
import { findPaths, otherWorkspaces, unreadNetworks } from "../paths/find-paths.ts";
import { decisiveWay, pairKey, type Door, type Origin, type Pair, type PairState } from "../paths/pair.ts";
import { isSameId, nameOf } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { outcomesOf, type Outcome } from "./outcomes.ts";
import { requirementOf } from "./required-paths.ts";
import { effectOf, type Step } from "./step.ts";

/** What one outcome of a step does to one pair that must keep working. */
export interface PairChange {
  readonly effect: "opens" | "closes";
  readonly origin: Origin;
  readonly door: Door;
  readonly before: PairState;
  readonly after: Pair;
  /** The outcome may make the first private endpoint connection of this door: its public name becomes an alias. */
  readonly isFirstEndpoint: boolean;
}

/** Why a step must not be taken. */
export interface Refusal {
  readonly clause: string;
  readonly origin: Origin | undefined;
  readonly door: Door | undefined;
  /** What would be lost, for people. */
  readonly reason: string;
  /** The missing piece. */
  readonly missing: string;
  /** Set where the loss can be accepted by name instead: what the config's `accept` takes. */
  readonly acceptable?: { readonly resource: string; readonly origin: string };
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
    refuses: (c) => c.effect === "opens" && isClient(c.origin) && c.before !== "blocked" && c.after.state === "blocked",
  },
  {
    name: "an opening step shuts the managed network out of nothing",
    refuses: (c) =>
      c.effect === "opens" &&
      c.origin.kind === "managed-network" &&
      c.before !== "blocked" &&
      c.after.state === "blocked",
  },
  {
    name: "a first endpoint leaves no client network in doubt",
    refuses: (c) =>
      c.effect === "opens" &&
      c.isFirstEndpoint &&
      isClient(c.origin) &&
      c.before !== "blocked" &&
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

/**
 * Whether a step is sound on this snapshot: no outcome of an opening step shuts a required path, and after a closing
 * one every required path of the doors it closes is open. Empty means sound. Clauses are a parameter for the tests only.
 */
export function guardStep(
  snapshot: Snapshot,
  spec: HubSpec,
  step: Step,
  clauses: readonly GuardClause[] = guardClauses,
): readonly Refusal[] {
  const effect = effectOf(step);
  if (effect === "waits") return [];
  const before = new Map(findPaths(snapshot).map((p) => [pairKey(p), p]));
  const changes = outcomesOf(snapshot, step).flatMap((outcome) =>
    changesIn(snapshot, spec, step, effect, before, outcome),
  );
  const refusals = changes.flatMap((change) => {
    const clause = clauses.find((c) => c.refuses(change));
    return clause === undefined ? [] : [refusalOf(snapshot, clause, change)];
  });
  return onePerPair(refusals);
}

function changesIn(
  snapshot: Snapshot,
  spec: HubSpec,
  step: Step,
  effect: "opens" | "closes",
  before: ReadonlyMap<string, Pair>,
  outcome: Outcome,
): readonly PairChange[] {
  return findPaths(outcome.snapshot).flatMap((after): readonly PairChange[] => {
    const earlier = before.get(pairKey(after));
    // A door that nothing used before has nobody to lose.
    if (earlier === undefined || !concerns(snapshot, spec, step, effect, earlier)) return [];
    const isFirstEndpoint =
      hasConnection(snapshot, after.door) !== "yes" && makesEndpointTo(snapshot, step, after.door);
    return [{ effect, origin: after.origin, door: after.door, before: earlier.state, after, isFirstEndpoint }];
  });
}

/** Whether a step makes a private endpoint to a door, now or once the network is provisioned. */
function makesEndpointTo(snapshot: Snapshot, step: Step, door: Door): boolean {
  const leadsThere = (to: { readonly target: string; readonly subresource: string }): boolean =>
    isSameId(to.target, door.service) && to.subresource.toLowerCase() === door.subresource;
  if (step.kind === "declare-rule") return leadsThere(step.rule);
  return (
    step.kind === "provision-managed-network" &&
    privateEndpointRules(snapshot).some((r) => r.status !== "Active" && leadsThere(r))
  );
}

/** Closing concerns the required pairs of the service it closes; opening concerns everybody but the internet. */
function concerns(snapshot: Snapshot, spec: HubSpec, step: Step, effect: "opens" | "closes", pair: Pair): boolean {
  const requirement = requirementOf(snapshot, spec, pair);
  if (effect === "opens") return pair.origin.kind !== "internet" && requirement.is !== "accepted";
  return requirement.is === "required" && isSameId(pair.door.service, step.resourceId);
}

function onePerPair(refusals: readonly Refusal[]): readonly Refusal[] {
  const seen = new Map(
    refusals.map((r) => [`${r.origin?.id ?? ""}|${r.door?.service ?? ""}|${r.door?.subresource ?? ""}`, r]),
  );
  return [...seen.values()];
}

function refusalOf(snapshot: Snapshot, clause: GuardClause, change: PairChange): Refusal {
  const way = decisiveWay(change.after);
  const door = `${nameOf(change.door.service)} ${change.door.subresource}`;
  const verb = change.after.state === "unknown" ? "may lose" : "would lose";
  return {
    clause: clause.name,
    origin: change.origin,
    door: change.door,
    reason: `${describeOrigin(snapshot, change.origin)} ${verb} ${door}: ${way?.text ?? "there is no other way"}`,
    missing: missingPiece(snapshot, change),
    ...(isAcceptable(change.origin) ? { acceptable: { resource: change.door.service, origin: change.origin.id } } : {}),
  };
}

/** The hub's own compute is never given up, and trusted services only by the config's trustedServices. */
function isAcceptable(origin: Origin): boolean {
  return origin.kind !== "managed-network" && origin.kind !== "trusted-services";
}

export function describeOrigin(snapshot: Snapshot, origin: Origin): string {
  switch (origin.kind) {
    case "managed-network":
      return `compute in the managed network of ${snapshot.hub.name}`;
    case "network":
      return origin.id === unreadNetworks
        ? "clients in networks that can't be read"
        : `clients in ${nameOf(origin.id)}`;
    case "subnet":
      return `subnet ${nameOf(origin.id)}`;
    case "trusted-services":
      return "trusted Microsoft services";
    case "ip-range":
      return `the allow-listed range ${origin.id}`;
    case "dependent":
      return origin.id === otherWorkspaces.id
        ? "workspaces that can't be listed"
        : `${nameOf(origin.id)}, which uses it too,`;
    case "resource-instance":
      return `the resource instance ${nameOf(origin.id)}`;
    case "internet":
      return "the public internet";
  }
}

function missingPiece(snapshot: Snapshot, { origin, door, after }: PairChange): string {
  switch (origin.kind) {
    case "managed-network":
      return `an outbound private-endpoint rule to ${nameOf(door.service)} ${door.subresource} that is Active and Approved`;
    case "network":
    case "subnet": {
      if (after.state === "unknown")
        return "a look at what it resolves: ask its DNS servers from that network, or let the caller read its zones";
      const hasEndpoint = snapshot.privateEndpoints.some(
        (e) => isSameId(e.target, door.service) && e.groupIds.includes(door.subresource),
      );
      return hasEndpoint
        ? `a DNS record there for the private endpoint of ${nameOf(door.service)} ${door.subresource}`
        : `a customer private endpoint for ${nameOf(door.service)} ${door.subresource}`;
    }
    case "trusted-services":
      return "AzureServices in the bypass";
    case "dependent":
      return "a private way of its own";
    case "ip-range":
    case "resource-instance":
    case "internet":
      return "a private way for it";
  }
}
