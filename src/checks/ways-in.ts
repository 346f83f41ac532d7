import { findDoors, serviceOf } from "../paths/doors.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import { valueOr } from "../snapshot/read.ts";
import type { Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { finding, type Check, type Finding } from "./finding.ts";
import { isOrBecomesPrivate } from "./wanted-rules.ts";

/** SFH801 and SFH802: the customer's own private endpoints, for every door that is or is to be private. */
export const checkWaysIn: Check = (snapshot, spec) =>
  findDoors(snapshot).flatMap((door): readonly Finding[] => {
    const service = serviceOf(snapshot, door);
    if (service === undefined || service.role === "connected" || !isOrBecomesPrivate(service, spec)) return [];
    if (hasApprovedEndpoint(snapshot, service, door.subresource)) return [];
    const isHub = service.role === "hub";
    return [
      finding(isHub ? "SFH801" : "SFH802", {
        resourceId: service.id,
        subject: door.subresource,
        state: isAllRead(snapshot, service) ? "open" : "unknown",
        detail: `${service.name} has no approved customer private endpoint for ${door.subresource}.`,
      }),
    ];
  });

/** False where an endpoint to the service may be there that could not be read. */
function isAllRead(snapshot: Snapshot, service: Service): boolean {
  if (service.connections.is !== "known") return false;
  return !service.connections.value.some((c) => snapshot.unread.some((u) => isSameId(u.id, c.endpointId)));
}

function hasApprovedEndpoint(snapshot: Snapshot, service: Service, subresource: string): boolean {
  const approved = valueOr(service.connections, []).filter((c) => c.status === "Approved");
  return snapshot.privateEndpoints.some(
    (e) =>
      isSameId(e.target, service.id) &&
      e.groupIds.includes(subresource) &&
      approved.some((c) => isSameId(c.endpointId, e.id)),
  );
}
