import { zoneEntryOf } from "../snapshot/private-dns.ts";
import { azureDns, type PrivateDnsZone, type VirtualNetwork } from "../snapshot/network.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { hasConnection } from "./doors.ts";
import type { Door, UnknownReason } from "./pair.ts";

/** What a client in a network gets for a public name. */
export type Resolution =
  | { readonly is: "public" }
  | { readonly is: "private"; readonly addresses: readonly string[] }
  | { readonly is: "nxdomain"; readonly zone: string }
  | { readonly is: "unknown"; readonly reason: UnknownReason; readonly text: string };

/** Resolves one of a door's public names as a client in the network would, from the snapshot alone. */
export function resolveName(snapshot: Snapshot, network: VirtualNetwork, door: Door, name: string): Resolution {
  return network.dnsServers.length > 0
    ? resolveByServers(snapshot, network, door, name)
    : resolveByAzure(snapshot, network, door, name);
}

/**
 * Custom servers count only by what they answered; one that is silent may be the one a client asks. Azure's own among
 * them answers clients there by the network's zones, whatever it says to whoever asks from another place.
 */
function resolveByServers(snapshot: Snapshot, network: VirtualNetwork, door: Door, name: string): Resolution {
  const resolutions = network.dnsServers.map((server): Resolution => {
    if (server === azureDns) return resolveByAzure(snapshot, network, door, name);
    const answer = snapshot.nameAnswers.find((a) => a.server === server && a.name === name.toLowerCase())?.answer;
    if (answer === undefined || answer.is === "silent") {
      return { is: "unknown", reason: "custom-dns", text: `DNS server ${server} could not be asked for ${name}` };
    }
    if (answer.is === "nxdomain") return { is: "nxdomain", zone: `DNS server ${server}` };
    return answer.addresses.some(isPrivateAddress) ? { is: "private", addresses: answer.addresses } : { is: "public" };
  });
  return agreeing(resolutions);
}

/** One answer out of several servers': the worst of them, because any client may ask any. */
function agreeing(resolutions: readonly Resolution[]): Resolution {
  const worst =
    resolutions.find((r) => r.is === "unknown") ??
    resolutions.find((r) => r.is === "nxdomain") ??
    resolutions.find((r) => r.is === "private") ??
    resolutions[0];
  const isSplit =
    new Set(resolutions.map((r) => (r.is === "private" ? `private ${r.addresses.join()}` : r.is))).size > 1;
  if (worst === undefined || (isSplit && worst.is === "private")) {
    return { is: "unknown", reason: "custom-dns", text: "the network's DNS servers answer differently" };
  }
  return worst;
}

/** The same, of Azure's own DNS alone. */
export function resolveByAzure(snapshot: Snapshot, network: VirtualNetwork, door: Door, name: string): Resolution {
  const shadow = linkedZone(snapshot, network, (zone) => isZoneAbove(zone, name));
  if (shadow !== undefined)
    return answerFrom(shadow, network, name.toLowerCase().slice(0, -shadow.name.length - 1) || "@");
  const entry = zoneEntryOf(snapshot.cloud.kind, name);
  const unread = unreadZone(snapshot, entry?.zone);
  const linked = entry === undefined ? undefined : linkedZone(snapshot, network, (zone) => zone === entry.zone);
  if (entry === undefined || linked === undefined) return unread ?? { is: "public" };
  const asPrivate = answerFrom(linked, network, entry.record);
  const isAlias = hasConnection(snapshot, door);
  if (isAlias === "yes" || asPrivate.is === "public") return asPrivate;
  if (isAlias === "no") return { is: "public" };
  return {
    is: "unknown",
    reason: "first-endpoint-not-told",
    text: `whether ${name} is an alias into ${entry.zone} can't be told`,
  };
}

function linkedZone(
  snapshot: Snapshot,
  network: VirtualNetwork,
  isWanted: (zoneName: string) => boolean,
): PrivateDnsZone | undefined {
  const linked = snapshot.zones.filter(
    (z) => isWanted(z.name) && z.links.is === "known" && z.links.value.some((l) => isSameId(l.network, network.id)),
  );
  // The most specific zone answers.
  return linked.sort((a, b) => b.name.length - a.name.length)[0];
}

/** A private zone for the public suffix itself (no privatelink in it) answers before anything public is asked. */
function isZoneAbove(zone: string, name: string): boolean {
  return !zone.startsWith("privatelink.") && (name.toLowerCase() === zone || name.toLowerCase().endsWith(`.${zone}`));
}

/** A zone of that name whose links could not be read may be linked here. */
function unreadZone(snapshot: Snapshot, zoneName: string | undefined): Resolution | undefined {
  const unlinked = snapshot.zones.find((z) => z.name === zoneName && z.links.is !== "known");
  if (unlinked !== undefined) {
    return {
      is: "unknown",
      reason: "unread-zone",
      text: `the links of private zone ${unlinked.name} could not be read`,
    };
  }
  const hidden = snapshot.hiddenZones.find((z) => z.name === undefined || z.name === zoneName);
  return hidden === undefined
    ? undefined
    : { is: "unknown", reason: "unread-zone", text: `the private zones in ${hidden.where} could not be read` };
}

function answerFrom(zone: PrivateDnsZone, network: VirtualNetwork, record: string): Resolution {
  if (zone.records.is !== "known") {
    return { is: "unknown", reason: "unread-zone", text: `the records of private zone ${zone.name} could not be read` };
  }
  const addresses =
    zone.records.value.get(record) ?? zone.records.value.get(`*.${record.split(".").slice(1).join(".")}`);
  if (addresses !== undefined && addresses.length > 0) return { is: "private", addresses };
  const link = zone.links.is === "known" ? zone.links.value.find((l) => isSameId(l.network, network.id)) : undefined;
  return link?.fallsBackToPublic === true ? { is: "public" } : { is: "nxdomain", zone: zone.name };
}

/** RFC 1918, carrier-grade and unique local addresses: what a private endpoint can have. */
export function isPrivateAddress(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i.test(address);
}
