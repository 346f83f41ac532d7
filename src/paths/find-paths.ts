import { privateLinkType } from "../snapshot/private-link.ts";
import { valueOr } from "../snapshot/read.ts";
import { idKey, isSameId, parentOf, type ResourceId } from "../snapshot/resource-id.ts";
import { hasBypass, type Service } from "../snapshot/service.ts";
import type { Dependent, Snapshot } from "../snapshot/snapshot.ts";
import { findDoors, hasUnreadEndpoints, leadsToDoor, serviceOf } from "./doors.ts";
import { managedNetworkWays } from "./managed-network-ways.ts";
import { networkWays } from "./network-ways.ts";
import { notKnown, open, pairOf, type Door, type Origin, type Pair, type Way } from "./pair.ts";
import { aiServiceWays, publicWay, trustedServices, trustedServicesWays } from "./public-way.ts";
import { foreignEndpoints, foreignUsers } from "./users.ts";

/**
 * Who can reach what: every origin to every door it concerns, by every way, from the snapshot alone. `of` leaves out the
 * doors of every other service.
 */
export function findPaths(snapshot: Snapshot, of?: ResourceId): readonly Pair[] {
  const clients: readonly Origin[] = [
    ...clientNetworks(snapshot).map((id): Origin => ({ kind: "network", id })),
    ...letInSubnets(snapshot).map((id): Origin => ({ kind: "subnet", id })),
  ];
  const doors = findDoors(snapshot).filter((door) => of === undefined || isSameId(door.service, of));
  return doors.flatMap((door) => {
    const service = serviceOf(snapshot, door);
    return service === undefined
      ? []
      : originsOf(snapshot, clients, service, door).map((origin) =>
          pairOf(origin, door, waysOf(snapshot, origin, service, door)),
        );
  });
}

export const internet: Origin = { kind: "internet", id: "internet" };

/** Every origin a service could have to do with. */
function originsOf(snapshot: Snapshot, clients: readonly Origin[], service: Service, door: Door): readonly Origin[] {
  const access = service.publicAccess;
  const compute: Origin = { kind: "managed-network", id: snapshot.hub.id };
  // An application gateway answers for names of the customer's own: no private endpoint changes what they resolve to.
  if (privateLinkType(service.type)?.hasPublicEndpoint === false) return [compute];
  return [
    compute,
    ...clients,
    ...access.ipRanges.map((id): Origin => ({ kind: "ip-range", id })),
    ...access.resourceInstances.map((id): Origin => ({ kind: "resource-instance", id })),
    ...dependentOrigins(snapshot, service),
    ...identityOrigins(snapshot, service),
    ...endpointOrigins(snapshot, service, door),
    ...(hasBypass(service.role) ? [trustedServices] : []),
    runner,
    internet,
  ];
}

/** Subnets that any of the services lets in: whoever is let in somewhere works with this hub, so every door matters to it. */
function letInSubnets(snapshot: Snapshot): readonly string[] {
  const all = snapshot.services.flatMap((s) => s.publicAccess.subnets);
  return all.filter((id, i) => all.findIndex((other) => isSameId(other, id)) === i);
}

/** Every customer network that is anywhere in sight, whether it could be read or not. */
function clientNetworks(snapshot: Snapshot): readonly string[] {
  const all = [
    ...snapshot.networks.map((n) => n.id),
    ...snapshot.privateEndpoints.map((e) => e.network),
    ...snapshot.zones.flatMap((z) => valueOr(z.links, []).map((l) => l.network)),
    ...(hasUnreadEndpoints(snapshot) ? [unreadNetworks] : []),
  ];
  return [...new Map(all.map((id) => [idKey(id), id])).values()];
}

/** Whoever else uses the service; where that can't be seen, somebody may. */
function dependentOrigins(snapshot: Snapshot, service: Service): readonly Origin[] {
  if (!hasBypass(service.role)) return [];
  if (snapshot.dependents.is !== "known") return [otherWorkspaces];
  return dependentsOf(snapshot, service).map((d): Origin => ({ kind: "dependent", id: d.id }));
}

/** Identities with rights on the data that aren't this hub's; where they can't be listed, there may be some. */
function identityOrigins(snapshot: Snapshot, service: Service): readonly Origin[] {
  if (!hasBypass(service.role)) return [];
  if (service.users.is !== "known") return [otherIdentities];
  return foreignUsers(snapshot, service).map((user): Origin => ({ kind: "identity", id: user.principalId }));
}

function endpointOrigins(snapshot: Snapshot, service: Service, door: Door): readonly Origin[] {
  return foreignEndpoints(snapshot, service)
    .filter((c) => leadsToDoor(snapshot, service, c, door) !== "no")
    .map((c): Origin => ({ kind: "endpoint", id: c.endpointId }));
}

/** Stands for the networks of private endpoints that could not be read. */
export const unreadNetworks = "unread-networks";

/** Stands for workspaces and AI services that could not be listed. */
export const otherWorkspaces: Origin = { kind: "dependent", id: "other-workspaces" };

/** Stands for identities whose roles could not be listed. */
export const otherIdentities: Origin = { kind: "identity", id: "other-identities" };

const runner: Origin = { kind: "runner", id: "runner" };

function dependentsOf(snapshot: Snapshot, service: Service): readonly Dependent[] {
  return valueOr(snapshot.dependents, []).filter((d) => d.uses.some((u) => isSameId(u, service.id)));
}

function waysOf(snapshot: Snapshot, origin: Origin, service: Service, door: Door): readonly Way[] {
  switch (origin.kind) {
    case "managed-network":
      return managedNetworkWays(snapshot, snapshot.hub, snapshot.outboundRules, origin, service, door);
    case "network":
      return networkWays(snapshot, networkById(snapshot, origin.id), origin, service, door);
    case "subnet":
      return networkWays(snapshot, networkById(snapshot, parentOf(origin.id)), origin, service, door);
    case "dependent":
      return dependentWays(snapshot, origin, service, door);
    case "identity":
      return identityWays(service, origin);
    case "endpoint":
      return [open("private-endpoint", `its own private endpoint, Approved on ${service.name}`)];
    case "runner":
      return runnerWays(snapshot, origin, service, door);
    case "trusted-services":
      return trustedServicesWays(service);
    case "resource-instance":
      return [open("resource-instance", `a resource instance rule on ${service.name}`)];
    case "ip-range":
    case "internet":
      return [publicWay(service, origin)];
  }
}

function dependentWays(snapshot: Snapshot, origin: Origin, service: Service, door: Door): readonly Way[] {
  if (snapshot.dependents.is === "unknown") return [notKnown("names", "unread-workspaces", snapshot.dependents.why)];
  return dependentsOf(snapshot, service)
    .filter((d) => isSameId(d.id, origin.id))
    .flatMap((d) =>
      d.kind === "workspace"
        ? managedNetworkWays(snapshot, d.workspace, d.outboundRules, origin, service, door)
        : aiServiceWays(service, origin),
    );
}

/** Its network is not among what Azure tells: where a list decides who gets in, it may be on it or not. */
function identityWays(service: Service, origin: Origin): readonly Way[] {
  if (service.users.is === "unknown") return [notKnown("names", "unread-users", service.users.why)];
  const byPublic = publicWay(service, origin);
  const text = `from which network ${origin.id} connects can't be told`;
  return byPublic.is === "open" ? [byPublic] : [notKnown("names", "where-from-not-known", text)];
}

function runnerWays(snapshot: Snapshot, origin: Origin, service: Service, door: Door): readonly Way[] {
  const place = snapshot.runner;
  switch (place.is) {
    case "in a network":
      return networkWays(snapshot, networkById(snapshot, place.network), origin, service, door);
    case "outside":
      return [publicWay(service, origin)];
    case "unknown":
      return [notKnown("names", "runner-not-known", place.why)];
  }
}

function networkById(snapshot: Snapshot, id: string): Snapshot["networks"][number] | undefined {
  return snapshot.networks.find((n) => isSameId(n.id, id));
}
