import type { ArmDocument } from "../estate.ts";
import { isSameId, nameOf } from "./arm-id.ts";
import { isShadowed } from "./connections.ts";
import type { Door } from "./door.ts";
import { namesOfDoor } from "./door-names.ts";
import { childrenOf, documentsOf } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { isSameText, listAt, textAt } from "./json.ts";
import { answerPublic, answerWith } from "./name-answer.ts";
import type { NameAnswer } from "./name-answer.ts";
import { privateNameOf } from "./private-names.ts";
import { findServiceDoors } from "./service-doors.ts";

/** What 168.63.129.16 answers a client of the VNet; without a VNet, what the public DNS does. */
export function askAzureDns(index: EstateIndex, vnetId: string | undefined, fqdn: string): NameAnswer {
  const name = fqdn.toLowerCase();
  const direct = vnetId === undefined ? undefined : askLinkedZones(index, vnetId, name);
  if (direct !== undefined) return direct;
  const shadow = privateNameOf(name);
  if (vnetId === undefined || shadow === undefined || !isCname(index, name)) return answerPublic(name);
  return askLinkedZones(index, vnetId, shadow.fqdn) ?? answerPublic(name);
}

/** undefined: no linked zone holds the name, or the one that does hands a missing record on to the public DNS. */
function askLinkedZones(index: EstateIndex, vnetId: string, name: string): NameAnswer | undefined {
  const [best] = linkedZones(index, vnetId)
    .filter(({ zone }) => name.endsWith(`.${nameOf(zone.id).toLowerCase()}`))
    .toSorted((left, right) => nameOf(right.zone.id).length - nameOf(left.zone.id).length);
  if (best === undefined) return undefined;
  const addresses = findRecord(index, best.zone, name);
  if (addresses !== undefined) return answerWith(index, addresses);
  const isRedirect = isSameText(textAt(best.link, "properties", "resolutionPolicy"), "NxDomainRedirect");
  return isRedirect ? undefined : { kind: "nxdomain" };
}

interface LinkedZone {
  readonly zone: ArmDocument;
  readonly link: ArmDocument;
}

function linkedZones(index: EstateIndex, vnetId: string): readonly LinkedZone[] {
  return documentsOf(index, "Microsoft.Network/privateDnsZones").flatMap((zone) =>
    childrenOf(index, zone.id, "virtualNetworkLinks")
      .filter((link) => isSameId(textAt(link, "properties", "virtualNetwork", "id"), vnetId) && isInForce(link))
      .map((link) => ({ zone, link })),
  );
}

function isInForce(link: ArmDocument): boolean {
  return !isSameText(textAt(link, "properties", "virtualNetworkLinkState"), "InProgress");
}

/** The record's addresses; a wildcard record serves every name below it that has none of its own. */
function findRecord(index: EstateIndex, zone: ArmDocument, name: string): readonly string[] | undefined {
  const record = name.slice(0, -nameOf(zone.id).length - 1);
  const labels = record.split(".");
  const candidates = [record, ...labels.map((_, depth) => ["*", ...labels.slice(depth + 1)].join("."))];
  const records = childrenOf(index, zone.id, "A");
  for (const candidate of candidates) {
    const found = records.find((document) => isSameText(nameOf(document.id), candidate));
    if (found !== undefined) return listAt(found, "properties", "aRecords").map((row) => textAt(row, "ipv4Address"));
  }
  return undefined;
}

function isCname(index: EstateIndex, name: string): boolean {
  return findServiceDoors(index).some((door) => holdsName(index, door, name) && isShadowed(index, door));
}

/** The names below a workspace's wildcard follow the workspace. */
function holdsName(index: EstateIndex, door: Door, name: string): boolean {
  const names = namesOfDoor(index, door);
  if (names.includes(name)) return true;
  const isWorkspace = isSameText(door.subresource, "amlworkspace");
  return isWorkspace && names.some((known) => name.includes(`.${known.split(".")[0] ?? ""}.inference.`));
}
