/** Lines a person would run to mend private DNS, for a POSIX shell. The program runs none of them. */
import { nameOf, type ResourceId } from "../../snapshot/resource-id.ts";
import { placeOf } from "./place.ts";
import { azLine } from "./shell.ts";

export function azCreateZoneLine(zone: ResourceId): string {
  return azLine("network private-dns zone create", { ...placeOf(zone), name: nameOf(zone) });
}

export function azLinkLine(zone: ResourceId, network: ResourceId, name = linkNameOf(network)): string {
  return azLine("network private-dns link vnet create", {
    ...placeOf(zone),
    "zone-name": nameOf(zone),
    name,
    "virtual-network": network,
    "registration-enabled": "false",
  });
}

/** A name for the link: the network's own, and with a number where a link of the zone has that already. */
export function linkNameOf(network: ResourceId, taken: readonly string[] = []): string {
  const own = nameOf(network);
  const isTaken = (name: string): boolean => taken.some((one) => one.toLowerCase() === name.toLowerCase());
  const numbered = [own, ...taken.map((_, i) => `${own}-${i + 2}`)];
  return numbered.find((name) => !isTaken(name)) ?? `${own}-${taken.length + 2}`;
}

export function azUnlinkLine(zone: ResourceId, link: ResourceId): string {
  const options = { ...placeOf(zone), "zone-name": nameOf(zone), name: nameOf(link) };
  return `${azLine("network private-dns link vnet delete", options)} --yes`;
}

/** A missing record then falls back to the public answer. */
export function azFallBackLine(zone: ResourceId, link: ResourceId): string {
  return azLine("network private-dns link vnet update", {
    ...placeOf(zone),
    "zone-name": nameOf(zone),
    name: nameOf(link),
    "resolution-policy": "NxDomainRedirect",
  });
}

/** The first zone makes the group, every other is added to it. */
export function azZoneGroupLine(
  endpoint: ResourceId,
  group: string,
  zone: ResourceId,
  verb: "create" | "add" = "add",
): string {
  return azLine(`network private-endpoint dns-zone-group ${verb}`, {
    ...placeOf(endpoint),
    "endpoint-name": nameOf(endpoint),
    name: group,
    "zone-name": entryNameOf(zone),
    "private-dns-zone": zone,
  });
}

/** A name for a zone in a zone group, as the portal makes it. */
export function entryNameOf(zone: ResourceId): string {
  return nameOf(zone).toLowerCase().replaceAll(".", "-");
}

export function azLeaveZoneLine(endpoint: ResourceId, group: string, entry: string): string {
  return azLine("network private-endpoint dns-zone-group remove", {
    ...placeOf(endpoint),
    "endpoint-name": nameOf(endpoint),
    name: group,
    "zone-name": entry,
  });
}

export function azRecordLine(verb: "add" | "remove", zone: ResourceId, record: string, address: string): string {
  return azLine(`network private-dns record-set a ${verb}-record`, {
    ...placeOf(zone),
    "zone-name": nameOf(zone),
    "record-set-name": record,
    "ipv4-address": address,
  });
}
