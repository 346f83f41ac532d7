/** Edits of an estate's private DNS, by names. */
import type { ArmDocument, EstateDocument, Json } from "../../src/twin/estate.ts";
import { listAt, textAt } from "../../src/twin/wire/json-fields.ts";
import { find, withDocuments, withProperties, without } from "./edit-estate.ts";

/** The zone with its links and records is not there; whoever names it still does. */
export function withoutZone(estate: EstateDocument, zone: string): EstateDocument {
  return without(estate, new RegExp(`/privateDnsZones/${escaped(zone)}(/|$)`, "i"));
}

export function withoutLinks(estate: EstateDocument, zone: string): EstateDocument {
  return without(estate, new RegExp(`/privateDnsZones/${escaped(zone)}/virtualNetworkLinks/`, "i"));
}

export function withoutRecord(estate: EstateDocument, zone: string, record: string): EstateDocument {
  return without(estate, new RegExp(`/privateDnsZones/${escaped(zone)}/A/${escaped(record)}$`, "i"));
}

export function withoutZoneGroup(estate: EstateDocument, endpoint: string): EstateDocument {
  return without(estate, new RegExp(`/privateEndpoints/${escaped(endpoint)}/privateDnsZoneGroups/`, "i"));
}

/** The zone group keeps every zone it did but this one. */
export function withoutEntry(estate: EstateDocument, endpoint: string, zone: string): EstateDocument {
  const idEnd = `/privateEndpoints/${endpoint}/privateDnsZoneGroups/default`;
  const configs = listAt(find(estate, idEnd), "properties", "privateDnsZoneConfigs");
  const isKept = (config: Json): boolean =>
    textAt(config, "properties", "privateDnsZoneId")?.toLowerCase().endsWith(`/${zone}`) !== true;
  return withProperties(estate, idEnd, { privateDnsZoneConfigs: configs.filter(isKept) });
}

/** A record set with exactly these addresses. */
export function withRecord(
  estate: EstateDocument,
  zone: string,
  record: string,
  addresses: readonly string[],
): EstateDocument {
  const { id } = find(estate, `/privateDnsZones/${zone}`);
  return withDocuments(withoutRecord(estate, zone, record), recordOf(id, record, addresses));
}

function recordOf(zone: string, record: string, addresses: readonly string[]): ArmDocument {
  return {
    id: `${zone}/A/${record}`,
    name: record,
    type: "Microsoft.Network/privateDnsZones/A",
    properties: { ttl: 10, aRecords: addresses.map((ipv4Address) => ({ ipv4Address })), isAutoRegistered: false },
  };
}

export interface ZoneEdit {
  readonly zone: string;
  /** A resource group beside the VNet's. */
  readonly group: string;
  /** The VNet it is linked to. */
  readonly vnet: string;
  readonly records?: Readonly<Record<string, readonly string[]>>;
  readonly isRedirecting?: boolean;
}

/** One more zone, linked to a VNet. */
export function withZone(estate: EstateDocument, edit: ZoneEdit): EstateDocument {
  const network = find(estate, `/virtualNetworks/${edit.vnet}`).id;
  const subscription = network.split("/").slice(0, 3).join("/");
  const id = `${subscription}/resourceGroups/${edit.group}/providers/Microsoft.Network/privateDnsZones/${edit.zone}`;
  const type = "Microsoft.Network/privateDnsZones";
  return withDocuments(
    estate,
    { id, name: edit.zone, type, location: "global", properties: { provisioningState: "Succeeded" } },
    linkOf(id, edit, network),
    ...Object.entries(edit.records ?? {}).map(([record, addresses]) => recordOf(id, record, addresses)),
  );
}

function linkOf(zone: string, { vnet, isRedirecting }: ZoneEdit, network: string): ArmDocument {
  return {
    id: `${zone}/virtualNetworkLinks/to-${vnet}`,
    name: `to-${vnet}`,
    type: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    location: "global",
    properties: {
      provisioningState: "Succeeded",
      registrationEnabled: false,
      ...(isRedirecting === true ? { resolutionPolicy: "NxDomainRedirect" } : {}),
      virtualNetwork: { id: network },
      virtualNetworkLinkState: "Completed",
    },
  };
}

/** Every link of a zone lets a missing record fall back to the public answer. */
export function withFallback(estate: EstateDocument, zone: string): EstateDocument {
  const links = estate.resources.filter((d) =>
    new RegExp(`/privateDnsZones/${escaped(zone)}/virtualNetworkLinks/`, "i").test(d.id),
  );
  return links.reduce((e, { id }) => withProperties(e, id, { resolutionPolicy: "NxDomainRedirect" }), estate);
}

/** One more VNet beside the first one, with no subnets of its own, peered both ways with that one where asked. */
export function withVnet(estate: EstateDocument, beside: string, name: string, isPeered = false): EstateDocument {
  const first = find(estate, `/virtualNetworks/${beside}`);
  const id = first.id.replace(new RegExp(`${escaped(beside)}$`, "i"), name);
  const peering = (remote: string): Json => ({
    name: `to-${remote.split("/").at(-1) ?? ""}`,
    properties: { peeringState: "Connected", allowVirtualNetworkAccess: true, remoteVirtualNetwork: { id: remote } },
  });
  const peerings = (remote: string): readonly Json[] => (isPeered ? [peering(remote)] : []);
  return withDocuments(withProperties(estate, first.id, { virtualNetworkPeerings: peerings(id) }), {
    ...first,
    id,
    name,
    properties: {
      provisioningState: "Succeeded",
      addressSpace: { addressPrefixes: ["10.77.0.0/16"] },
      subnets: [],
      virtualNetworkPeerings: peerings(first.id),
    },
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
