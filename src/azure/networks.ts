import type { NetworkReader } from "../ports.ts";
import { azureDns, type Subnet, type VirtualNetwork } from "../snapshot/network.ts";
import { mapRead } from "../snapshot/read.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { documentAt, documentsAt, idAt, textAt, textsAt } from "./document.ts";
import type { Document } from "./document.ts";
import { usablePeerings } from "./peerings.ts";
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
    subnets: documentsAt(properties, "subnets").flatMap(subnetOf),
    peers: usablePeerings(document).map(({ remote }) => remote),
  };
}

/** One range stands under `addressPrefix`, several under `addressPrefixes`. */
function subnetOf(subnet: Document): readonly Subnet[] {
  const id = idAt(subnet, "id");
  const properties = documentAt(subnet, "properties");
  const ranges = [textAt(properties, "addressPrefix"), ...textsAt(properties, "addressPrefixes")];
  return id === undefined ? [] : [{ id, ranges: [...new Set(ranges)].filter((range) => range !== "") }];
}
