import { isNear, type VirtualNetwork } from "../snapshot/network.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { mayHaveUnreadEndpoint, namesOf } from "./doors.ts";
import { resolveName } from "./names.ts";
import { blocked, notKnown, open, type Door, type Origin, type Way } from "./pair.ts";
import { publicWay } from "./public-way.ts";

/**
 * The way of clients in a customer network: where each public name of the door leads them decides it, and all of a
 * door's names must work. There is one way, not several: a client doesn't choose what its DNS answers.
 */
export function networkWays(
  snapshot: Snapshot,
  network: VirtualNetwork | undefined,
  origin: Origin,
  service: Service,
  door: Door,
): readonly Way[] {
  if (network === undefined)
    return [notKnown("names", "unread-network", `the virtual network of ${origin.id} could not be read`)];
  const names = namesOf(snapshot, door);
  if (names.length === 0) {
    return [
      notKnown("names", "names-not-known", `the public names of ${service.name} ${door.subresource} can't be told`),
    ];
  }
  const perName = names.map((name) => wayByName(snapshot, network, origin, service, door, name));
  const decisive = perName.find((w) => w.is === "blocked") ?? perName.find((w) => w.is === "unknown") ?? perName[0];
  return decisive === undefined ? [] : [decisive];
}

function wayByName(
  snapshot: Snapshot,
  network: VirtualNetwork,
  origin: Origin,
  service: Service,
  door: Door,
  name: string,
): Way {
  const resolution = resolveName(snapshot, network, door, name);
  switch (resolution.is) {
    case "unknown":
      return notKnown("names", resolution.reason, resolution.text);
    case "nxdomain":
      return blocked("names", "no-record", `in ${network.name}, ${resolution.zone} has no record for ${name}`);
    case "public":
      return publicWay(service, origin);
    case "private":
      return endpointWay(snapshot, network, service, name, resolution.addresses);
  }
}

function endpointWay(
  snapshot: Snapshot,
  network: VirtualNetwork,
  service: Service,
  name: string,
  addresses: readonly string[],
): Way {
  const ways = addresses.map((address): Way => {
    const endpoint = snapshot.privateEndpoints.find(
      (e) =>
        isSameId(e.target, service.id) &&
        e.addresses.some((a) => a.name === name.toLowerCase() && a.address === address),
    );
    if (endpoint !== undefined) return wayThrough(network, service, endpoint);
    const answer = `in ${network.name}, ${name} resolves to ${address}`;
    return mayHaveUnreadEndpoint(snapshot, service)
      ? notKnown("private-endpoint", "unread-endpoint", `${answer}, which an endpoint that can't be read may have`)
      : blocked("private-endpoint", "resolves-elsewhere", `${answer}, no endpoint of ${service.name}`);
  });
  // A client may take any of the addresses, so each must work.
  return (
    ways.find((w) => w.is !== "open") ??
    ways[0] ??
    blocked("private-endpoint", "resolves-elsewhere", `${name} has no address`)
  );
}

function wayThrough(network: VirtualNetwork, service: Service, endpoint: PrivateEndpoint): Way {
  const via = "private-endpoint";
  if (!isNear(network, endpoint.network))
    return blocked(via, "endpoint-out-of-reach", `${endpoint.name} is in a network not peered with ${network.name}`);
  if (service.connections.is !== "known") {
    return notKnown(via, "unread-connections", `the private endpoint connections of ${service.name} could not be read`);
  }
  return service.connections.value.some((c) => isSameId(c.endpointId, endpoint.id) && c.status === "Approved")
    ? open(via, `private endpoint ${endpoint.name}`)
    : blocked(via, "endpoint-not-approved", `private endpoint ${endpoint.name} is not Approved on ${service.name}`);
}
