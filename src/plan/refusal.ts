import type { FindingCode } from "../checks/codes.ts";
import type { LossCode } from "../checks/codes/losses.ts";
import { lossCodeOf } from "../checks/loss-codes.ts";
import type { RunErrorCode } from "../errors.ts";
import { otherIdentities, otherWorkspaces, unreadNetworks } from "../paths/find-paths.ts";
import { decisiveWay, type Door, type Origin, type Pair } from "../paths/pair.ts";
import { zoneEntryOf } from "../snapshot/private-dns.ts";
import { isSameId, nameOf } from "../snapshot/resource-id.ts";
import { namesOf } from "../paths/doors.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { AcceptedLoss } from "../spec/hub-spec.ts";
import { isAcceptable } from "./required-paths.ts";

/** Why a step must not be taken. */
export interface Refusal {
  readonly code: FindingCode | RunErrorCode;
  readonly clause: string;
  readonly origin: Origin | undefined;
  readonly door: Door | undefined;
  /** What would be lost, for people. */
  readonly reason: string;
  /** The missing piece. */
  readonly missing: string;
  /** Set where the loss can be accepted by name instead: what the config's `accept` takes. */
  readonly acceptable?: AcceptableLoss;
}

/** One loss by its names: accepting it accepts nothing else. */
export interface AcceptableLoss {
  readonly code: LossCode;
  readonly resource: string;
  readonly origin: string;
}

/** What a step would do to one pair that must keep working. */
export interface Loss {
  readonly origin: Origin;
  readonly door: Door;
  readonly after: Pair;
  readonly isFirstEndpoint: boolean;
}

/** A loss that was accepted by name: the report keeps it with its reason. */
export interface KeptAcceptance extends AcceptableLoss {
  readonly door: Door | undefined;
  readonly text: string;
  readonly reason: string;
}

/** What is kept of a loss that the spec accepts. */
export function keepAcceptance(snapshot: Snapshot, loss: Loss, taken: AcceptedLoss): KeptAcceptance {
  const { door, origin } = loss;
  const named = { code: lossCodeOf(loss), resource: door.service, origin: origin.id };
  return { ...named, door, text: describeLoss(snapshot, loss), reason: taken.reason };
}

export function refusalOf(snapshot: Snapshot, clause: string, loss: Loss): Refusal {
  const code = lossCodeOf(loss);
  const acceptable = { code, resource: loss.door.service, origin: loss.origin.id };
  return {
    code,
    clause,
    origin: loss.origin,
    door: loss.door,
    reason: describeLoss(snapshot, loss),
    missing: missingPiece(snapshot, loss),
    ...(isAcceptable(loss.origin) ? { acceptable } : {}),
  };
}

/** A refusal for another reason than a path that would be lost. */
export function plainRefusal(code: Refusal["code"], clause: string, reason: string, missing: string): Refusal {
  return { code, clause, origin: undefined, door: undefined, reason, missing };
}

/** Who loses what, and why: one sentence. */
export function describeLoss(snapshot: Snapshot, { origin, door, after }: Loss): string {
  const verb = after.state === "unknown" ? "may lose" : "would lose";
  const why = decisiveWay(after)?.text ?? "there is no other way";
  return `${describeOrigin(snapshot, origin)} ${verb} ${describeDoor(door)}: ${why}`;
}

export function describeDoor(door: Door): string {
  return `${nameOf(door.service)} ${door.subresource}`;
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
        ? "workspaces and AI services that can't be listed"
        : `${nameOf(origin.id)}, which uses it too,`;
    case "identity":
      return origin.id === otherIdentities.id
        ? "identities that can't be listed"
        : `identity ${origin.id}, which isn't this hub's,`;
    case "endpoint":
      return `whoever is behind private endpoint ${nameOf(origin.id)}`;
    case "runner":
      return "this runner";
    case "resource-instance":
      return `the resource instance ${nameOf(origin.id)}`;
    case "internet":
      return "the public internet";
  }
}

function missingPiece(snapshot: Snapshot, { origin, door, after, isFirstEndpoint }: Loss): string {
  switch (origin.kind) {
    case "managed-network":
      return `an outbound private-endpoint rule to ${describeDoor(door)} that is Active and Approved`;
    case "network":
    case "subnet":
      return isFirstEndpoint ? missingRecord(snapshot, door) : missingClientWay(snapshot, door, after);
    case "trusted-services":
      return "AzureServices in the bypass";
    case "dependent":
      return "a private way of its own";
    case "identity":
      return origin.id === otherIdentities.id
        ? "Reader for the caller where role assignments and definitions are, with Microsoft.Authorization/roleAssignments/read"
        : "to know from where it connects: a private endpoint there, a resource instance rule, or no use of the service any more";
    case "ip-range":
    case "resource-instance":
    case "endpoint":
    case "runner":
    case "internet":
      return "a private way for it";
  }
}

function missingClientWay(snapshot: Snapshot, door: Door, after: Pair): string {
  if (after.state === "unknown")
    return "a look at what it resolves: ask its DNS servers from that network, or let the caller read its zones";
  const hasEndpoint = snapshot.privateEndpoints.some(
    (e) => isSameId(e.target, door.service) && e.groupIds.includes(door.subresource),
  );
  return hasEndpoint
    ? `a DNS record there for the private endpoint of ${describeDoor(door)}`
    : `a customer private endpoint for ${describeDoor(door)}`;
}

/** What keeps a name resolvable once it is an alias into its zone. */
function missingRecord(snapshot: Snapshot, door: Door): string {
  const entries = namesOf(snapshot, door).flatMap((name) => zoneEntryOf(snapshot.cloud.kind, name) ?? []);
  const records = entries.map(({ zone, record }) => `A record ${record} in ${zone}`).join(", ");
  return `${records === "" ? "a record for its names" : records} as that network resolves it, or NxDomainRedirect on the zone's link`;
}
