/** What lines of `az` that mend private DNS do to an estate, one line at a time. Records follow a zone group at once. */
import type { EstateDocument, Json } from "../../src/twin/estate.ts";
import { indexEstate } from "../../src/twin/reach/estate-index.ts";
import { findPrivateEndpoints } from "../../src/twin/reach/private-endpoints.ts";
import { privateNameOf } from "../../src/twin/reach/private-names.ts";
import { listAt, textAt } from "../../src/twin/wire/json-fields.ts";
import { withDocuments, withProperties } from "./edit-estate.ts";

type Options = Readonly<Record<string, string>>;
type Change = (estate: EstateDocument, options: Options) => EstateDocument;

const zones = "Microsoft.Network/privateDnsZones";
const groups = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups";

const changes: Readonly<Record<string, Change>> = {
  "network private-dns zone create": (estate, { name = "", ...place }) =>
    withDocument(estate, `${within(place)}/${zones}/${name}`, zones, { provisioningState: "Succeeded" }),
  "network private-dns link vnet create": (estate, { "virtual-network": id = "", ...link }) =>
    withDocument(estate, linkId(link), `${zones}/virtualNetworkLinks`, {
      ...{ registrationEnabled: false, virtualNetwork: { id }, virtualNetworkLinkState: "Completed" },
    }),
  "network private-dns link vnet delete": (estate, link) => withoutDocument(estate, linkId(link)),
  "network private-dns record-set a add-record": (estate, one) =>
    changeRecord(estate, recordId(one), (all) => [...all, one["ipv4-address"] ?? ""]),
  "network private-dns record-set a remove-record": (estate, one) =>
    changeRecord(estate, recordId(one), (all) => all.filter((address) => address !== one["ipv4-address"])),
  "network private-endpoint dns-zone-group create": addEntry,
  "network private-endpoint dns-zone-group add": addEntry,
  "network private-endpoint dns-zone-group remove": (estate, one) => {
    const gone = entriesOf(estate, groupId(one)).filter((entry) => textAt(entry, "name") === one["zone-name"]);
    const kept = entriesOf(estate, groupId(one)).filter((entry) => !gone.includes(entry));
    const zoneIds = gone.map((entry) => textAt(entry, "properties", "privateDnsZoneId") ?? "");
    const records = zoneIds.flatMap((zone) => recordsIn(estate, endpointId(one), zone));
    const left = records.reduce((e, { id }) => withoutDocument(e, id), estate);
    return withProperties(left, groupId(one), { privateDnsZoneConfigs: kept });
  },
};

export function runAz(estate: EstateDocument, line: string): EstateDocument {
  const [command = "", ...rest] = line
    .replace(/^az /, "")
    .replace(/ --yes$/, "")
    .split(" --");
  const options = rest.map((one) => [one.slice(0, one.indexOf(" ")), one.slice(one.indexOf(" ") + 1)] as const);
  const change = changes[command];
  if (change === undefined) throw new Error(`not a line this knows: ${line}`);
  return change(estate, Object.fromEntries(options));
}

function addEntry(estate: EstateDocument, one: Options): EstateDocument {
  const zone = one["private-dns-zone"] ?? "";
  const entry = { name: one["zone-name"] ?? "", properties: { privateDnsZoneId: zone } };
  const privateDnsZoneConfigs = [...entriesOf(estate, groupId(one)), entry];
  const grouped = withDocument(withoutDocument(estate, groupId(one)), groupId(one), groups, { privateDnsZoneConfigs });
  return recordsIn(estate, endpointId(one), zone).reduce(
    (e, { id, address }) => changeRecord(e, id, () => [address]),
    grouped,
  );
}

function recordsIn(estate: EstateDocument, endpoint: string, zone: string): readonly { id: string; address: string }[] {
  const suffix = `.${zone.split("/").at(-1) ?? ""}`;
  return findPrivateEndpoints(indexEstate(estate))
    .filter(({ id }) => id.toLowerCase() === endpoint.toLowerCase())
    .flatMap(({ addresses }) => addresses.flatMap(({ address, fqdns }) => fqdns.map((name) => ({ address, name }))))
    .map(({ address, name }) => ({ address, alias: privateNameOf(name)?.fqdn ?? "" }))
    .filter(({ alias }) => alias.endsWith(suffix))
    .map(({ address, alias }) => ({ id: `${zone}/A/${alias.slice(0, -suffix.length)}`, address }));
}

function changeRecord(
  estate: EstateDocument,
  id: string,
  change: (addresses: readonly string[]) => readonly string[],
): EstateDocument {
  const record = estate.resources.find((d) => d.id.toLowerCase() === id.toLowerCase());
  const before = record === undefined ? [] : listAt(record, "properties", "aRecords");
  const addresses = change(before.map((row) => textAt(row, "ipv4Address") ?? ""));
  const aRecords = addresses.map((ipv4Address) => ({ ipv4Address }));
  return withDocument(withoutDocument(estate, id), id, `${zones}/A`, { ttl: 10, aRecords });
}

function entriesOf(estate: EstateDocument, id: string): readonly Json[] {
  const group = estate.resources.find((d) => d.id.toLowerCase() === id.toLowerCase());
  return group === undefined ? [] : listAt(group, "properties", "privateDnsZoneConfigs");
}

function withDocument(
  estate: EstateDocument,
  id: string,
  type: string,
  properties: Readonly<Record<string, Json>>,
): EstateDocument {
  return withDocuments(estate, { id, name: id.split("/").at(-1) ?? "", type, location: "global", properties });
}

function withoutDocument(estate: EstateDocument, id: string): EstateDocument {
  return { ...estate, resources: estate.resources.filter((d) => d.id.toLowerCase() !== id.toLowerCase()) };
}

function within({ subscription = "", "resource-group": group = "" }: Options): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers`;
}

const zoneId = (one: Options): string => `${within(one)}/${zones}/${one["zone-name"] ?? ""}`;
const linkId = (one: Options): string => `${zoneId(one)}/virtualNetworkLinks/${one.name ?? ""}`;
const recordId = (one: Options): string => `${zoneId(one)}/A/${one["record-set-name"] ?? ""}`;
const endpointId = (one: Options): string =>
  `${within(one)}/Microsoft.Network/privateEndpoints/${one["endpoint-name"] ?? ""}`;
const groupId = (one: Options): string => `${endpointId(one)}/privateDnsZoneGroups/${one.name ?? ""}`;
