import { findDoors, serviceOf } from "../paths/doors.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import { valueOr } from "../snapshot/read.ts";
import type { EndpointConnection, Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { finding, type Check, type Finding, type FindingDetails } from "./finding.ts";
import { approveLines, createEndpointLines } from "./endpoint-lines.ts";
import { isOrBecomesPrivate } from "./wanted-rules.ts";

/** SFH801 and SFH802: the customer's own private endpoints, for every door that is or is to be private. */
export const checkWaysIn: Check = (snapshot, spec) =>
  findDoors(snapshot).flatMap((door): readonly Finding[] => {
    const service = serviceOf(snapshot, door);
    if (service === undefined || service.role === "connected" || !isOrBecomesPrivate(service, spec)) return [];
    if (hasApprovedEndpoint(snapshot, service, door.subresource)) return [];
    return [
      finding(service.role === "hub" ? "SFH801" : "SFH802", {
        resourceId: service.id,
        subject: door.subresource,
        state: isAllRead(snapshot, service) ? "open" : "unknown",
        ...describe(snapshot, service, door.subresource),
      }),
    ];
  });

/** Whether a customer's private endpoint leads to this sub-resource and is Approved on the service. */
export function hasApprovedEndpoint(snapshot: Snapshot, service: Service, subresource: string): boolean {
  return customerConnections(snapshot, service, subresource).some(({ status }) => status === "Approved");
}

/** False where an endpoint to the service may be there that could not be read. */
export function isAllRead(snapshot: Snapshot, service: Service): boolean {
  if (service.connections.is !== "known") return false;
  return !service.connections.value.some((c) => snapshot.unread.some((u) => isSameId(u.id, c.endpointId)));
}

/** As the service itself sees them: its side decides. */
function customerConnections(snapshot: Snapshot, service: Service, subresource: string): readonly EndpointConnection[] {
  const endpoints = snapshot.privateEndpoints.filter(
    (e) => isSameId(e.target, service.id) && e.groupIds.includes(subresource),
  );
  return valueOr(service.connections, []).filter((c) => endpoints.some((e) => isSameId(e.id, c.endpointId)));
}

/** An endpoint that is there and isn't let in is mended otherwise than one that isn't there. */
function describe(
  snapshot: Snapshot,
  service: Service,
  subresource: string,
): Pick<FindingDetails, "detail" | "fix" | "mendLines"> {
  const none = `${service.name} has no approved customer private endpoint for ${subresource}`;
  const waiting = customerConnections(snapshot, service, subresource);
  const [first] = waiting.toSorted((a, b) => hope(b) - hope(a));
  if (first === undefined) {
    return { detail: `${none}.`, mendLines: createEndpointLines(snapshot, service, subresource) };
  }
  const seen = waiting.map((c) => `${nameOfEndpoint(snapshot, c)} is ${c.status}`).join(", ");
  const name = nameOfEndpoint(snapshot, first);
  const detail = `${none}: ${seen}.`;
  if (hope(first) === 0) {
    return { detail, fix: `Delete ${name} and create it again: once ${first.status} it leads nowhere any more.` };
  }
  const before = first.status === "Rejected" ? "Ask who rejected it and why; then approve" : "Approve";
  return { detail, fix: `${before} the connection of ${name} on ${service.name}.`, mendLines: approveLines(first) };
}

/** What can still be approved comes first. */
function hope({ status }: EndpointConnection): number {
  return status === "Pending" ? 2 : status === "Rejected" ? 1 : 0;
}

function nameOfEndpoint(snapshot: Snapshot, { endpointId, name }: EndpointConnection): string {
  return snapshot.privateEndpoints.find((e) => isSameId(e.id, endpointId))?.name ?? name;
}
