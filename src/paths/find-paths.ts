import { privateLinkType } from "../snapshot/private-link.ts";
import { valueOr } from "../snapshot/read.ts";
import { idKey, isSameId, parentOf } from "../snapshot/resource-id.ts";
import { hasBypass, type Service } from "../snapshot/service.ts";
import type { Dependent, Snapshot } from "../snapshot/snapshot.ts";
import { findDoors, hasUnreadEndpoints, serviceOf } from "./doors.ts";
import { managedNetworkWays } from "./managed-network-ways.ts";
import { networkWays } from "./network-ways.ts";
import { notKnown, open, pairOf, type Door, type Origin, type Pair, type Way } from "./pair.ts";
import { publicWay, trustedServices, trustedServicesWays } from "./public-way.ts";

/** Who can reach what: every origin to every door it concerns, by every way, from the snapshot alone. */
export function findPaths(snapshot: Snapshot): readonly Pair[] {
  return findDoors(snapshot).flatMap((door) => {
    const service = serviceOf(snapshot, door);
    return service === undefined
      ? []
      : originsOf(snapshot, service).map((origin) => pairOf(origin, door, waysOf(snapshot, origin, service, door)));
  });
}

export const internet: Origin = { kind: "internet", id: "internet" };

/** Every origin a service could have to do with. */
function originsOf(snapshot: Snapshot, service: Service): readonly Origin[] {
  const access = service.publicAccess;
  const compute: Origin = { kind: "managed-network", id: snapshot.hub.id };
  // An application gateway answers for names of the customer's own: no private endpoint changes what they resolve to.
  if (privateLinkType(service.type)?.hasPublicEndpoint === false) return [compute];
  return [
    compute,
    ...clientNetworks(snapshot).map((id): Origin => ({ kind: "network", id })),
    ...letInSubnets(snapshot).map((id): Origin => ({ kind: "subnet", id })),
    ...access.ipRanges.map((id): Origin => ({ kind: "ip-range", id })),
    ...access.resourceInstances.map((id): Origin => ({ kind: "resource-instance", id })),
    ...dependentOrigins(snapshot, service),
    ...(hasBypass(service.role) ? [trustedServices] : []),
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
  return dependentsOf(snapshot, service).map((d): Origin => ({ kind: "dependent", id: d.workspace.id }));
}

/** Stands for the networks of private endpoints that could not be read. */
export const unreadNetworks = "unread-networks";

/** Stands for workspaces that could not be listed. */
export const otherWorkspaces: Origin = { kind: "dependent", id: "other-workspaces" };

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
      if (snapshot.dependents.is === "unknown")
        return [notKnown("names", "unread-workspaces", snapshot.dependents.why)];
      return dependentsOf(snapshot, service)
        .filter((d) => idKey(d.workspace.id) === idKey(origin.id))
        .flatMap((d) => managedNetworkWays(snapshot, d.workspace, d.outboundRules, origin, service, door));
    case "trusted-services":
      return trustedServicesWays(service);
    case "resource-instance":
      return [open("resource-instance", `a resource instance rule on ${service.name}`)];
    case "ip-range":
    case "internet":
      return [publicWay(service, origin)];
  }
}

function networkById(snapshot: Snapshot, id: string): Snapshot["networks"][number] | undefined {
  return snapshot.networks.find((n) => isSameId(n.id, id));
}
