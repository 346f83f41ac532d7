import { privateEndpointRules } from "../paths/managed-endpoints.ts";
import type { KeptWrite } from "../ports.ts";
import { idKey, isSameId, nameOf, serviceOfConnection, type ResourceId } from "../snapshot/resource-id.ts";
import { holdsAction } from "../snapshot/role.ts";
import type { EndpointConnection } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { azRejectLine, azRemoveReaderLine, azRemoveRuleLine } from "./az-lines.ts";

/** A write that a rollback leaves as it is, and why. */
export interface Stay {
  readonly stepId: string;
  readonly kind: string;
  /** What it is about: a rule's target, an endpoint, a connection, the hub. */
  readonly resourceId: ResourceId;
  readonly reason: string;
}

/** What a capsule's writes made that is still there: nothing is ever deleted, so it stays; each with the line that takes it away. */
export function findStays(snapshot: Snapshot, writes: readonly KeptWrite[]): readonly Stay[] {
  const stays = writes.flatMap((write): readonly Stay[] => {
    const stay = stayOf(snapshot, write);
    return stay === undefined ? [] : [{ stepId: write.stepId, kind: write.kind, ...stay }];
  });
  return [...new Map(stays.map((stay) => [stay.stepId, stay])).values()];
}

type Told = Pick<Stay, "resourceId" | "reason">;

function stayOf(snapshot: Snapshot, write: KeptWrite): Told | undefined {
  switch (write.kind) {
    case "declare-rule":
      return ruleStays(snapshot, write);
    case "provision-managed-network":
      return networkStays(snapshot, write);
    case "grant-reader":
      return readerStays(snapshot, write);
    case "approve-connection":
      return approvalStays(snapshot, write);
    default:
      return undefined;
  }
}

/** A rule that was there before and was only put again is nobody's to take away; one that can't be seen may be there. */
function ruleStays(snapshot: Snapshot, { prior, resourceId, written }: KeptWrite): Told | undefined {
  const name = nameOf(resourceId);
  const isThere = privateEndpointRules(snapshot).some((r) => r.name.toLowerCase() === name.toLowerCase());
  if (prior !== undefined || (snapshot.outboundRules.is === "known" && !isThere)) return undefined;
  const line = azRemoveRuleLine(snapshot.hub.id, name);
  return {
    resourceId: String(written.target),
    reason: `The rule stays: nothing is deleted, and it shuts nobody out. It is billed. To take it away: ${line}`,
  };
}

function networkStays(snapshot: Snapshot, { prior, resourceId }: KeptWrite): Told | undefined {
  const wasActive = String(prior?.status).toLowerCase() === "active";
  if (wasActive || !snapshot.hub.managedNetwork.isActive) return undefined;
  return { resourceId, reason: "The managed network stays provisioned: that can't be undone. It is billed." };
}

function readerStays(snapshot: Snapshot, { resourceId, written }: KeptWrite): Told | undefined {
  const principalId = String(written.principalId);
  const held = snapshot.permissions.find(
    (p) => isSameId(p.scope, resourceId) && idKey(p.principalId) === idKey(principalId),
  )?.held;
  if (held?.is === "known" && !holdsAction(held.value, "Microsoft.Network/privateEndpoints/read")) return undefined;
  const line = azRemoveReaderLine(resourceId, principalId);
  return {
    resourceId,
    reason: `Reader stays: nothing is deleted, and reading one endpoint is harmless. To take it away: ${line}`,
  };
}

function approvalStays(snapshot: Snapshot, { resourceId }: KeptWrite): Told | undefined {
  const owner = snapshot.services.find((s) => isSameId(s.id, serviceOfConnection(resourceId)));
  const isApproved = (c: EndpointConnection): boolean => isSameId(c.id, resourceId) && c.status === "Approved";
  if (owner?.connections.is === "known" && !owner.connections.value.some(isApproved)) return undefined;
  const reason = `The connection stays Approved: it is the hub's own way in. To reject it: ${azRejectLine(resourceId)}`;
  return { resourceId, reason };
}
