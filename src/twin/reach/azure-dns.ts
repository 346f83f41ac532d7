import type { ArmDocument } from "../estate.ts";
import { isSameId, nameOf } from "./arm-id.ts";
import { childrenOf, documentsOf } from "./estate-index.ts";
import { isSameText, listAt, textAt } from "./json.ts";
import { answerPublic, answerWith } from "./name-answer.ts";
import type { NameAnswer } from "./name-answer.ts";
import type { NetworkView } from "./network-view.ts";
import { privateNameOf } from "./private-names.ts";

/** Azure DNS as every VNet sees it. */
export const azureDnsAddress = "168.63.129.16";

/** What 168.63.129.16 answers a client of the VNet; without a VNet, what the public DNS does. */
export function askAzureDns(view: NetworkView, vnetId: string | undefined, fqdn: string): NameAnswer {
  const name = fqdn.toLowerCase();
  const direct = vnetId === undefined ? undefined : askLinkedZones(view, vnetId, name);
  if (direct !== undefined) return direct;
  const shadow = shadowOf(view, name);
  if (vnetId === undefined || shadow === undefined) return answerPublic(name);
  return askLinkedZones(view, vnetId, shadow) ?? answerPublic(name);
}

/** The name in `privatelink.*` that a public one, in lower case, is a CNAME to now; undefined where it is none. */
export function shadowOf(view: NetworkView, name: string): string | undefined {
  const isCname = view.shadowedNames.has(name) || view.shadowedStems.some((stem) => name.includes(stem));
  return isCname ? privateNameOf(name)?.fqdn : undefined;
}

/**
 * What the private zones linked to the VNet say of a name in lower case. undefined: none of them holds the name, or the
 * one that does hands a missing record on to the public DNS.
 */
export function askLinkedZones(view: NetworkView, vnetId: string, name: string): NameAnswer | undefined {
  const [best] = linkedZones(view, vnetId)
    .filter(({ zone }) => name.endsWith(`.${nameOf(zone.id).toLowerCase()}`))
    .toSorted((left, right) => nameOf(right.zone.id).length - nameOf(left.zone.id).length);
  if (best === undefined) return undefined;
  const addresses = findRecord(view, best.zone, name);
  if (addresses !== undefined) return answerWith(view, addresses);
  const isRedirect = isSameText(textAt(best.link, "properties", "resolutionPolicy"), "NxDomainRedirect");
  return isRedirect ? undefined : { kind: "nxdomain" };
}

interface LinkedZone {
  readonly zone: ArmDocument;
  readonly link: ArmDocument;
}

function linkedZones(view: NetworkView, vnetId: string): readonly LinkedZone[] {
  return documentsOf(view, "Microsoft.Network/privateDnsZones").flatMap((zone) =>
    childrenOf(view, zone.id, "virtualNetworkLinks")
      .filter((link) => isSameId(textAt(link, "properties", "virtualNetwork", "id"), vnetId) && isInForce(link))
      .map((link) => ({ zone, link })),
  );
}

function isInForce(link: ArmDocument): boolean {
  return !isSameText(textAt(link, "properties", "virtualNetworkLinkState"), "InProgress");
}

/**
 * The record's addresses. A wildcard serves names below its place that aren't there; the walk up ends at the first name
 * that is, be it only because a record lies below it.
 */
function findRecord(view: NetworkView, zone: ArmDocument, name: string): readonly string[] | undefined {
  const records = childrenOf(view, zone.id, "A");
  const at = (wanted: string): ArmDocument | undefined => records.find(({ id }) => isSameText(nameOf(id), wanted));
  const isThere = (node: string): boolean =>
    records.some(({ id }) => `.${nameOf(id).toLowerCase()}`.endsWith(`.${node}`));
  let node = name.slice(0, -nameOf(zone.id).length - 1);
  let found = at(node);
  while (found === undefined && node !== "" && !isThere(node)) {
    const dot = node.indexOf(".");
    node = dot === -1 ? "" : node.slice(dot + 1);
    found = at(node === "" ? "*" : `*.${node}`);
  }
  return found && listAt(found, "properties", "aRecords").map((row) => textAt(row, "ipv4Address"));
}
