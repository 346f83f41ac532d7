import { isSameId, nameOf, subscriptionOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { documentsAt, idAt, textAt, valueAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

/** One side of a peering over which traffic goes. */
export interface Peering {
  readonly id: ResourceId;
  /** The network on the other side. */
  readonly remote: ResourceId;
  readonly usesRemoteGateways: boolean;
  readonly allowsGatewayTransit: boolean;
}

/** The peerings of a network that are connected and let traffic through. */
export function usablePeerings(network: Document): readonly Peering[] {
  return documentsAt(network, "properties", "virtualNetworkPeerings").filter(isUsable).flatMap(parsePeering);
}

/** The side of a peering that leads back to a network. */
export function peeringTo(network: Document, other: ResourceId): Peering | undefined {
  return usablePeerings(network).find(({ remote }) => isSameId(remote, other));
}

/**
 * A connection to a hub of Virtual WAN shows as a peering with a network in a subscription of Microsoft's, which nobody
 * else may read. Its name begins with "HV_", the peering's with "RemoteVnetToHubPeering_": seen in many exports, documented
 * nowhere.
 */
export function leadsToVirtualWan({ id, remote }: Peering): boolean {
  const isForeign = subscriptionOf(remote) !== subscriptionOf(id);
  return isForeign && (/^HV_/i.test(nameOf(remote)) || /^RemoteVnetToHubPeering_/i.test(nameOf(id)));
}

function isUsable(peering: Document): boolean {
  const isConnected = wordAt(peering, "properties", "peeringState") === "connected";
  return isConnected && valueAt(peering, "properties", "allowVirtualNetworkAccess") !== false;
}

function parsePeering(peering: Document): readonly Peering[] {
  const remote = idAt(peering, "properties", "remoteVirtualNetwork", "id");
  if (remote === undefined) return [];
  return [
    {
      id: textAt(peering, "id"),
      remote,
      usesRemoteGateways: valueAt(peering, "properties", "useRemoteGateways") === true,
      allowsGatewayTransit: valueAt(peering, "properties", "allowGatewayTransit") === true,
    },
  ];
}
