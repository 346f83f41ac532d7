import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { valueOr } from "../snapshot/read.ts";
import { idKey, isSameId } from "../snapshot/resource-id.ts";
import type { EndpointConnection, Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { approvedOfRule, endpointNamed, privateEndpointRules } from "./managed-endpoints.ts";
import type { Door } from "./pair.ts";

/** The storage sub-resources a hub always works with; the others count where something uses them. */
const storageDoors = ["blob", "file"];

/** The doors that matter: a service's only one, and of several those that something here uses. */
export function findDoors(snapshot: Snapshot): readonly Door[] {
  return snapshot.services.flatMap((service) =>
    service.doors
      .map((d) => ({ service: service.id, subresource: d.subresource.toLowerCase() }))
      .filter((door) => service.doors.length === 1 || isAlwaysUsed(service, door) || isUsed(snapshot, door)),
  );
}

function isAlwaysUsed(service: Service, door: Door): boolean {
  return service.role === "storage" && storageDoors.includes(door.subresource);
}

function isUsed(snapshot: Snapshot, door: Door): boolean {
  const leadsHere = (target: string, subresource: string): boolean =>
    isSameId(target, door.service) && subresource.toLowerCase() === door.subresource;
  return (
    privateEndpointRules(snapshot).some((r) => leadsHere(r.target, r.subresource)) ||
    snapshot.privateEndpoints.some((e) => e.groupIds.some((g) => leadsHere(e.target, g))) ||
    valueOr(snapshot.hubConnections, []).some(
      (c) => c.leadsTo.is === "destinations" && c.leadsTo.destinations.some((d) => leadsHere(d.target, d.subresource)),
    )
  );
}

export function serviceOf(snapshot: Snapshot, door: Door): Service | undefined {
  return snapshot.services.find((s) => isSameId(s.id, door.service));
}

/** The door that a private endpoint leads to; one that nothing here uses has no names. */
export function doorOf(snapshot: Snapshot, { target, groupIds: [subresource = ""] }: PrivateEndpoint): Door {
  const door = findDoors(snapshot).find((d) => isSameId(d.service, target) && d.subresource === subresource);
  return door ?? { service: target, subresource };
}

/** The public names of a door; empty where they can't be told. */
export function namesOf(snapshot: Snapshot, door: Door): readonly string[] {
  return serviceOf(snapshot, door)?.doors.find((d) => d.subresource.toLowerCase() === door.subresource)?.names ?? [];
}

/**
 * Whether a door's public names are aliases into the private zones: they are from its first private endpoint
 * connection on. That an Approved one counts is documented; whether a Pending or Rejected one does is not confirmed.
 */
export function hasConnection(snapshot: Snapshot, door: Door): "yes" | "no" | "unknown" {
  const service = serviceOf(snapshot, door);
  if (service?.connections.is !== "known") return "unknown";
  const answers = service.connections.value.map((c) => ({
    leads: leadsToDoor(snapshot, service, c, door),
    status: c.status,
  }));
  if (answers.some((a) => a.leads === "yes" && a.status === "Approved")) return "yes";
  return answers.some((a) => a.leads !== "no") ? "unknown" : "no";
}

/**
 * True where a customer's private endpoint may be there that nobody here could look at: a service's connections, or an
 * endpoint one of them names, could not be read.
 */
export function hasUnreadEndpoints(snapshot: Snapshot): boolean {
  return snapshot.services.some((service) => mayHaveUnreadEndpoint(snapshot, service));
}

/** The same of one service. */
export function mayHaveUnreadEndpoint(snapshot: Snapshot, { connections }: Service): boolean {
  return (
    connections.is !== "known" ||
    connections.value.some((c) => snapshot.unread.some((u) => isSameId(u.id, c.endpointId)))
  );
}

/** Whether a connection leads to this sub-resource of its service, as far as either end tells. */
export function leadsToDoor(
  snapshot: Snapshot,
  service: Service,
  connection: EndpointConnection,
  door: Door,
): "yes" | "no" | "unknown" {
  if (service.doors.length <= 1) return "yes";
  const says = (groups: readonly string[]): "yes" | "no" =>
    groups.some((g) => g.toLowerCase() === door.subresource) ? "yes" : "no";
  if (connection.groupIds !== undefined) return says(connection.groupIds);
  const customers = snapshot.privateEndpoints.find((e) => idKey(e.id) === idKey(connection.endpointId));
  if (customers !== undefined) return says(customers.groupIds);
  const rule = privateEndpointRules(snapshot).find(
    (r) => isSameId(r.target, service.id) && endpointNamed(connection, r.name),
  );
  // A name alone proves nothing: before the rule has an endpoint, or where it may be a stranger's, whose it is can't be told.
  if (rule?.status !== "Active") return "unknown";
  return approvedOfRule(snapshot, service, rule).doubtful.includes(connection) ? "unknown" : says([rule.subresource]);
}
