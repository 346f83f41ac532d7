import type { PrivateEndpoint, ZoneGroup } from "../snapshot/private-endpoint.ts";
import { known, mapRead, unknown, valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { nameOf, parentOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { documentAt, documentsAt, idAt, textAt, textsAt } from "./document.ts";
import type { Document } from "./document.ts";
import { connectionStatus } from "./endpoint-connections.ts";

type Addresses = PrivateEndpoint["addresses"];

/** A private endpoint with what stands on its network interfaces and in its zone groups; unknown if one can't be read. */
export async function readPrivateEndpoint(arm: Arm, id: ResourceId): Promise<Read<PrivateEndpoint>> {
  const read = await arm.read(id);
  if (read.is !== "known") return read;
  const [addresses, group] = await Promise.all([readAddresses(arm, read.value), readZoneGroup(arm, id)]);
  if (addresses.is !== "known") return addresses;
  return group.is === "unknown"
    ? group
    : known(parsePrivateEndpoint(read.value, id, addresses.value, valueOr(group, undefined)));
}

export function parsePrivateEndpoint(
  document: Document,
  id: ResourceId,
  addresses: Addresses,
  zoneGroup: ZoneGroup | undefined,
): PrivateEndpoint {
  const properties = documentAt(document, "properties");
  // With manual approval the connection stands in the other list, and the endpoint's own state is Succeeded all the same.
  const link = documentAt(
    [
      ...documentsAt(properties, "privateLinkServiceConnections"),
      ...documentsAt(properties, "manualPrivateLinkServiceConnections"),
    ][0],
    "properties",
  );
  const subnet = textAt(properties, "subnet", "id");
  return {
    id,
    name: textAt(document, "name") || nameOf(id),
    subnet,
    network: parentOf(subnet),
    target: textAt(link, "privateLinkServiceId"),
    groupIds: textsAt(link, "groupIds").map((group) => group.toLowerCase()),
    status: connectionStatus(textAt(link, "privateLinkServiceConnectionState", "status")),
    addresses,
    zoneGroup,
  };
}

/**
 * Names and addresses from the network interfaces. `customDnsConfigs` is only the fallback: it is empty as soon as a
 * zone group exists.
 */
async function readAddresses(arm: Arm, endpoint: Document): Promise<Read<Addresses>> {
  const ids = documentsAt(endpoint, "properties", "networkInterfaces").flatMap((nic) => idAt(nic, "id") ?? []);
  const nics = await Promise.all(ids.map((id) => arm.read(id)));
  const documents = nics.flatMap((nic) => (nic.is === "known" ? [nic.value] : []));
  if (documents.length === nics.length && nics.length > 0) return known(documents.flatMap(interfaceAddresses));
  const configured = documentsAt(endpoint, "properties", "customDnsConfigs").flatMap((config) =>
    textsAt(config, "ipAddresses").map((address) => ({ name: textAt(config, "fqdn").toLowerCase(), address })),
  );
  if (configured.length > 0 || nics.length === 0) return known(configured);
  const first = nics.find((nic) => nic.is === "unknown");
  return unknown(first?.why ?? "its network interface is gone");
}

export function interfaceAddresses(nic: Document): Addresses {
  return documentsAt(nic, "properties", "ipConfigurations").flatMap((configuration) => {
    const address = textAt(configuration, "properties", "privateIPAddress");
    const names = textsAt(configuration, "properties", "privateLinkConnectionProperties", "fqdns");
    return address === "" ? [] : names.map((name) => ({ name: name.toLowerCase(), address }));
  });
}

async function readZoneGroup(arm: Arm, endpoint: ResourceId): Promise<Read<ZoneGroup | undefined>> {
  const groups = await arm.list(`${endpoint}/privateDnsZoneGroups`);
  return mapRead(groups, parseZoneGroups);
}

/** Azure lets an endpoint have one; should it ever have more, all of them write records. */
export function parseZoneGroups(documents: readonly Document[]): ZoneGroup | undefined {
  const [first] = documents;
  if (first === undefined) return undefined;
  const configurations = documents.flatMap((group) => documentsAt(group, "properties", "privateDnsZoneConfigs"));
  const entries = configurations.flatMap((config) => {
    const zone = idAt(config, "properties", "privateDnsZoneId");
    return zone === undefined ? [] : [{ name: textAt(config, "name"), zone }];
  });
  return { name: textAt(first, "name"), entries };
}
