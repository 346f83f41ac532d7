/** Lines about customer private endpoints, for a person to run. */
import { zoneEntryOf } from "../snapshot/private-dns.ts";
import { privateLinkType } from "../snapshot/private-link.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { EndpointConnection, Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { MendLines } from "./finding.ts";
import { placeOf } from "./lines/place.ts";
import { azLine } from "./lines/shell.ts";

export function approveLines({ id }: EndpointConnection): readonly MendLines[] {
  return [{ tool: "az", lines: [azLine("network private-endpoint-connection approve", { id })] }];
}

/** An endpoint in the subnet of the hub's own (or one to be named), with its records written by a zone group. */
export function createEndpointLines(snapshot: Snapshot, service: Service, subresource: string): readonly MendLines[] {
  const groupId =
    privateLinkType(service.type)?.subresources.find((s) => s.toLowerCase() === subresource) ?? subresource;
  const name = `pe-${service.name}-${groupId}`;
  const subnet = subnetOfHub(snapshot) ?? "SUBNET_ID";
  const zones = zonesFor(snapshot, service, subresource);
  return [
    { tool: "az", lines: azLines({ name, groupId, subnet, service, zones }) },
    { tool: "Bicep", lines: bicepLines({ name, groupId, subnet, service, zones }) },
  ];
}

interface NewEndpoint {
  readonly name: string;
  readonly groupId: string;
  readonly subnet: string;
  readonly service: Service;
  /** A zone in sight by its id, any other by a placeholder with its name. */
  readonly zones: readonly string[];
}

function azLines({ name, groupId, subnet, service, zones }: NewEndpoint): readonly string[] {
  const at = subnet.startsWith("/") ? placeOf(subnet) : { "resource-group": "RESOURCE_GROUP" };
  return [
    azLine("network private-endpoint create", {
      ...at,
      name,
      "connection-name": name,
      subnet,
      "private-connection-resource-id": service.id,
      "group-id": groupId,
    }),
    ...zones.map((zone, i) =>
      azLine(`network private-endpoint dns-zone-group ${i === 0 ? "create" : "add"}`, {
        ...at,
        "endpoint-name": name,
        name: "default",
        "zone-name": `zone${i + 1}`,
        "private-dns-zone": zone,
      }),
    ),
  ];
}

function bicepLines({ name, groupId, subnet, service, zones }: NewEndpoint): readonly string[] {
  return [
    "resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {",
    `  name: '${name}'`,
    "  location: resourceGroup().location // the network's own region",
    "  properties: {",
    `    subnet: { id: '${subnet}' }`,
    "    privateLinkServiceConnections: [",
    `      { name: '${name}', properties: { privateLinkServiceId: '${service.id}', groupIds: ['${groupId}'] } }`,
    "    ]",
    "  }",
    "}",
    "resource zones 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = {",
    "  parent: endpoint",
    "  name: 'default'",
    "  properties: {",
    "    privateDnsZoneConfigs: [",
    ...zones.map((zone, i) => `      { name: 'zone${i + 1}', properties: { privateDnsZoneId: '${zone}' } }`),
    "    ]",
    "  }",
    "}",
  ];
}

/** Where people come in already; the hub's own endpoint says it, any other of the hub's services does as well. */
function subnetOfHub({ hub, privateEndpoints }: Snapshot): string | undefined {
  return (privateEndpoints.find((e) => isSameId(e.target, hub.id)) ?? privateEndpoints[0])?.subnet;
}

function zonesFor(snapshot: Snapshot, service: Service, subresource: string): readonly string[] {
  const names = service.doors.find((door) => door.subresource.toLowerCase() === subresource)?.names ?? [];
  const zones = names.flatMap((name) => zoneEntryOf(snapshot.cloud.kind, name)?.zone ?? []);
  return [...new Set(zones)].map((zone) => snapshot.zones.find((z) => z.name === zone)?.id ?? `ID_OF_${zone}`);
}
