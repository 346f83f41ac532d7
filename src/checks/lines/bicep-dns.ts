/** The same mends as Bicep resources, each under a comment that says in which resource group it belongs. */
import { groupOf, nameOf, type ResourceId } from "../../snapshot/resource-id.ts";
import type { ZoneGroup } from "../../snapshot/private-endpoint.ts";
import { linkNameOf } from "./az-dns.ts";

const zoneType = "Microsoft.Network/privateDnsZones";
const zoneVersion = "2024-06-01";
const endpointType = "Microsoft.Network/privateEndpoints";
const endpointVersion = "2024-05-01";

/** A Bicep string: quotes, backslashes and the start of an interpolation would be read as something else. */
function text(value: string): string {
  return `'${value
    .replaceAll("\\", "\\\\")
    .replaceAll("'", String.raw`\'`)
    .replaceAll("${", String.raw`\${`)}'`;
}

/** A symbol made of a zone's or a network's name. */
function symbol(prefix: string, name: string): string {
  return `${prefix}_${name.toLowerCase().replaceAll(/[^a-z0-9]/g, "_")}`;
}

function zoneGroupSymbol(endpoint: ResourceId): string {
  return `zones_${symbol("endpoint", nameOf(endpoint))}`;
}

function place(id: ResourceId): string {
  return `// in resource group ${nameOf(groupOf(id))}`;
}

export function bicepZone(zone: ResourceId, kind: "new" | "existing" = "existing"): readonly string[] {
  const head = `resource ${symbol("zone", nameOf(zone))} ${text(`${zoneType}@${zoneVersion}`)}`;
  return kind === "new"
    ? [place(zone), `${head} = {`, `  name: ${text(nameOf(zone))}`, "  location: 'global'", "}"]
    : [place(zone), `${head} existing = {`, `  name: ${text(nameOf(zone))}`, "}"];
}

interface LinkOptions {
  /** An existing link's where one is changed. */
  readonly name?: string;
  readonly fallsBack?: boolean;
  /** The endpoint whose zone group must have written its records first. */
  readonly after?: ResourceId;
}

export function bicepLink(
  zone: ResourceId,
  network: ResourceId,
  { name = linkNameOf(network), fallsBack = false, after }: LinkOptions = {},
): readonly string[] {
  return [
    `resource ${symbol("link", name)}_${symbol("of", nameOf(zone))} ${text(`${zoneType}/virtualNetworkLinks@${zoneVersion}`)} = {`,
    `  parent: ${symbol("zone", nameOf(zone))}`,
    `  name: ${text(name)}`,
    "  location: 'global'",
    "  properties: {",
    "    registrationEnabled: false",
    ...(fallsBack ? ["    resolutionPolicy: 'NxDomainRedirect'"] : []),
    `    virtualNetwork: { id: ${text(network)} }`,
    "  }",
    ...(after === undefined ? [] : [`  dependsOn: [${zoneGroupSymbol(after)}]`]),
    "}",
  ];
}

/** The whole group: what it doesn't list, it no longer writes. */
export function bicepZoneGroup(endpoint: ResourceId, { name, entries }: ZoneGroup): readonly string[] {
  const of = symbol("endpoint", nameOf(endpoint));
  return [
    `${place(endpoint)}; the group is written whole, so add what it got since`,
    `resource ${of} ${text(`${endpointType}@${endpointVersion}`)} existing = {`,
    `  name: ${text(nameOf(endpoint))}`,
    "}",
    `resource ${zoneGroupSymbol(endpoint)} ${text(`${endpointType}/privateDnsZoneGroups@${endpointVersion}`)} = {`,
    `  parent: ${of}`,
    `  name: ${text(name)}`,
    "  properties: {",
    "    privateDnsZoneConfigs: [",
    ...entries.map(
      (entry) => `      { name: ${text(entry.name)}, properties: { privateDnsZoneId: ${text(entry.zone)} } }`,
    ),
    "    ]",
    "  }",
    "}",
  ];
}

/** The whole record set. */
export function bicepRecord(zone: ResourceId, record: string, addresses: readonly string[]): readonly string[] {
  return [
    `resource ${symbol("record", record)} ${text(`${zoneType}/A@${zoneVersion}`)} = {`,
    `  parent: ${symbol("zone", nameOf(zone))}`,
    `  name: ${text(record)}`,
    "  properties: {",
    "    ttl: 10",
    `    aRecords: [${addresses.map((address) => `{ ipv4Address: ${text(address)} }`).join(", ")}]`,
    "  }",
    "}",
  ];
}
