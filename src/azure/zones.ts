import type { PrivateDnsZone, ZoneLink } from "../snapshot/network.ts";
import { absent, known, mapRead } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { documentsAt, idAt, textAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

export async function listZoneIds(arm: Arm, subscriptionId: string): Promise<Read<readonly ResourceId[]>> {
  const listed = await arm.list(`/subscriptions/${subscriptionId}/providers/Microsoft.Network/privateDnsZones`);
  return mapRead(listed, (documents) => documents.flatMap((document) => idAt(document, "id") ?? []));
}

/** A zone by its two lists; the zone itself is not asked for (Private DNS serves 500 reads in five minutes). */
export async function readZone(arm: Arm, id: ResourceId): Promise<Read<PrivateDnsZone>> {
  const [links, records] = await Promise.all([arm.list(`${id}/virtualNetworkLinks`), arm.list(`${id}/A`)]);
  if (links.is === "absent" && records.is === "absent") return absent;
  return known({
    id,
    name: nameOf(id).toLowerCase(),
    links: mapRead(links, (documents) => documents.flatMap(parseLink)),
    records: mapRead(records, parseRecords),
  });
}

export function parseLink(document: Document): readonly ZoneLink[] {
  const network = idAt(document, "properties", "virtualNetwork", "id");
  if (network === undefined) return [];
  const fallsBackToPublic = wordAt(document, "properties", "resolutionPolicy") === "nxdomainredirect";
  return [{ id: textAt(document, "id"), network, fallsBackToPublic }];
}

/** A record set's `name` is relative to its zone. */
export function parseRecords(documents: readonly Document[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    documents.map((document) => [
      wordAt(document, "name"),
      documentsAt(document, "properties", "aRecords").map((record) => textAt(record, "ipv4Address")),
    ]),
  );
}
