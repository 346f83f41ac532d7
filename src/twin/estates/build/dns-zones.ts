import { privateNameOf } from "../../reach/private-names.ts";
import type { ArmDocument, JsonObject } from "../../estate.ts";
import type { PlacedEndpoint } from "./private-endpoints.ts";
import type { LinkRecipe, VnetRecipe } from "./recipe.ts";
import { etagOf, groupIdOf, networkIdOf } from "./site.ts";
import type { Site } from "./site.ts";

interface Row {
  readonly endpoint: PlacedEndpoint;
  readonly zoneSet: string;
  readonly zone: string;
  readonly record: string;
  readonly address: string;
}

/** Private zones with their links and A records, and the zone groups of the endpoints that keep them. */
export function buildDns(
  site: Site,
  vnets: readonly VnetRecipe[],
  endpoints: readonly PlacedEndpoint[],
): readonly ArmDocument[] {
  const rows = endpoints.flatMap(rowsOf);
  const zones = new Map<string, { zoneSet: string; zone: string }>();
  const demanded = vnets
    .flatMap(({ links = [] }) => links)
    .flatMap(({ zoneSet, zones: names = [] }) => names.map((zone) => ({ zoneSet, zone })));
  for (const { zoneSet, zone } of [...rows, ...demanded]) zones.set(`${zoneSet}/${zone}`, { zoneSet, zone });
  return [
    ...[...zones.values()].flatMap(({ zoneSet, zone }) => zoneDocuments(site, vnets, rows, zoneSet, zone)),
    ...endpoints.flatMap((endpoint) => zoneGroup(site, endpoint)),
  ];
}

function rowsOf(endpoint: PlacedEndpoint): readonly Row[] {
  const { zoneSet, records = "right" } = endpoint.recipe;
  if (zoneSet === undefined) return [];
  return endpoint.members.flatMap(({ fqdns, address }) =>
    fqdns.flatMap((fqdn) => {
      const name = privateNameOf(fqdn);
      if (name === undefined) return [];
      const told = records === "wrong" ? address.replace(/\.\d+$/, ".250") : address;
      return [{ endpoint, zoneSet, zone: name.zone, record: records === "missing" ? "" : name.record, address: told }];
    }),
  );
}

function zoneDocuments(
  site: Site,
  vnets: readonly VnetRecipe[],
  rows: readonly Row[],
  zoneSet: string,
  zone: string,
): readonly ArmDocument[] {
  const id = zoneIdOf(site, zoneSet, zone);
  const links = vnets.flatMap((vnet) =>
    (vnet.links ?? [])
      .filter((link) => link.zoneSet === zoneSet && link.without?.includes(zone) !== true)
      .map((link) => linkDocument(site, id, vnet, link)),
  );
  const records = rows.filter((row) => row.zoneSet === zoneSet && row.zone === zone && row.record !== "");
  const byName = new Map(records.map((row) => [row.record, row]));
  return [
    {
      id,
      name: zone,
      type: "Microsoft.Network/privateDnsZones",
      // A bare GUID for a zone, a quoted text for a link.
      etag: site.guid(`etag ${id}`),
      location: "global",
      properties: {
        maxNumberOfRecordSets: 25_000,
        maxNumberOfVirtualNetworkLinks: 1000,
        maxNumberOfVirtualNetworkLinksWithRegistration: 100,
        numberOfRecordSets: byName.size + 1,
        numberOfVirtualNetworkLinks: links.length,
        numberOfVirtualNetworkLinksWithRegistration: 0,
        provisioningState: "Succeeded",
      },
    },
    ...links,
    ...[...byName.values()].map((row) => recordDocument(site, id, row)),
  ];
}

function linkDocument(site: Site, zoneId: string, vnet: VnetRecipe, link: LinkRecipe): ArmDocument {
  const id = `${zoneId}/virtualNetworkLinks/link-${vnet.name}`;
  return {
    id,
    name: `link-${vnet.name}`,
    type: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    etag: `"${site.guid(`etag ${id}`)}"`,
    location: "global",
    properties: {
      provisioningState: "Succeeded",
      registrationEnabled: false,
      ...(link.isRedirecting === true ? { resolutionPolicy: "NxDomainRedirect" } : {}),
      virtualNetwork: { id: networkIdOf(site, "virtualNetworks", vnet.name) },
      virtualNetworkLinkState: "Completed",
    },
  };
}

function recordDocument(site: Site, zoneId: string, { record, zone, address }: Row): ArmDocument {
  const id = `${zoneId}/A/${record}`;
  return {
    id,
    name: record,
    type: "Microsoft.Network/privateDnsZones/A",
    etag: site.guid(`etag ${id}`),
    properties: {
      fqdn: `${record}.${zone}.`,
      ttl: 10,
      aRecords: [{ ipv4Address: address }],
      isAutoRegistered: false,
    },
  };
}

function zoneGroup(site: Site, endpoint: PlacedEndpoint): readonly ArmDocument[] {
  const rows = rowsOf(endpoint);
  const { zoneSet } = endpoint.recipe;
  if (zoneSet === undefined || rows.length === 0) return [];
  const id = `${endpoint.id}/privateDnsZoneGroups/default`;
  const etag = etagOf(site, endpoint.id);
  const configs = [...new Set(rows.map((row) => row.zone))].map((zone): JsonObject => {
    const name = zone.replaceAll(".", "-");
    return {
      name,
      id: `${id}/privateDnsZoneConfigs/${name}`,
      etag,
      type: "Microsoft.Network/privateEndpoints/privateDnsZoneGroups/privateDnsZoneConfigs",
      properties: {
        provisioningState: "Succeeded",
        privateDnsZoneId: zoneIdOf(site, zoneSet, zone),
        recordSets: rows.filter((row) => row.zone === zone && row.record !== "").map(recordSetOf),
      },
    };
  });
  const type = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups";
  const properties = { provisioningState: "Succeeded", privateDnsZoneConfigs: configs };
  return [{ name: "default", id, etag, type, properties }];
}

function recordSetOf({ record, zone, address }: Row): JsonObject {
  return {
    recordType: "A",
    recordSetName: record,
    fqdn: `${record}.${zone}`,
    ttl: 10,
    provisioningState: "Succeeded",
    ipAddresses: [address],
  };
}

function zoneIdOf(site: Site, zoneSet: string, zone: string): string {
  return `${groupIdOf(site, zoneSet)}/providers/Microsoft.Network/privateDnsZones/${zone}`;
}
