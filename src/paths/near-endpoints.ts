import { isNear, type VirtualNetwork } from "../snapshot/network.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/** The private endpoints that hold a name (lower case) and can be reached from the network: there or in a peered one. */
export function nearEndpoints(snapshot: Snapshot, network: VirtualNetwork, name: string): readonly PrivateEndpoint[] {
  return snapshot.privateEndpoints.filter(
    (endpoint) =>
      endpoint.addresses.some((held) => held.name === name) &&
      isNear(network, endpoint.network) &&
      !isRefused(snapshot, endpoint),
  );
}

/** Its service is known not to have approved it. */
function isRefused(snapshot: Snapshot, endpoint: PrivateEndpoint): boolean {
  const connections = snapshot.services.find((s) => isSameId(s.id, endpoint.target))?.connections;
  if (connections?.is !== "known") return false;
  return connections.value.some((c) => isSameId(c.endpointId, endpoint.id) && c.status !== "Approved");
}

/** The addresses an endpoint holds under a name (lower case). */
export function addressesOf(endpoint: PrivateEndpoint, name: string): readonly string[] {
  return endpoint.addresses.filter((held) => held.name === name).map(({ address }) => address);
}

/** Every address under a name (lower case) that leads to the endpoint's service from the network: its own, and those of others near. */
export function rightAddresses(
  snapshot: Snapshot,
  network: VirtualNetwork,
  endpoint: PrivateEndpoint,
  name: string,
): readonly string[] {
  const others = nearEndpoints(snapshot, network, name).filter((e) => isSameId(e.target, endpoint.target));
  return [...new Set([endpoint, ...others].flatMap((one) => addressesOf(one, name)))];
}
