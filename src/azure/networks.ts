import type { NetworkReader } from "../ports.ts";
import { azureDns, type VirtualNetwork } from "../snapshot/network.ts";
import { mapRead } from "../snapshot/read.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { documentAt, documentsAt, idAt, textAt, textsAt, valueAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import { readPrivateEndpoint } from "./private-endpoints.ts";
import { readWaysInto } from "./ways-into.ts";
import { listZoneIds, readZone } from "./zones.ts";

export function createNetworkReader(arm: Arm): NetworkReader {
  return {
    privateEndpoint: (id) => readPrivateEndpoint(arm, id),
    network: async (id) => mapRead(await arm.read(id), (document) => parseNetwork(document, id)),
    zonesIn: (subscriptionId) => listZoneIds(arm, subscriptionId),
    zone: (id) => readZone(arm, id),
    waysInto: (network) => readWaysInto(arm, network),
  };
}

export function parseNetwork(document: Document, id: ResourceId): VirtualNetwork {
  const properties = documentAt(document, "properties");
  const servers = textsAt(properties, "dhcpOptions", "dnsServers");
  return {
    id,
    name: textAt(document, "name") || nameOf(id),
    dnsServers: servers.every((server) => server === azureDns) ? [] : servers,
    addressSpace: textsAt(properties, "addressSpace", "addressPrefixes"),
    peers: documentsAt(properties, "virtualNetworkPeerings").filter(isUsable).flatMap(remoteOf),
  };
}

function isUsable(peering: Document): boolean {
  const isConnected = wordAt(peering, "properties", "peeringState") === "connected";
  return isConnected && valueAt(peering, "properties", "allowVirtualNetworkAccess") !== false;
}

function remoteOf(peering: Document): readonly ResourceId[] {
  const id = idAt(peering, "properties", "remoteVirtualNetwork", "id");
  return id === undefined ? [] : [id];
}
