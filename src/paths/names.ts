import { azureDns, type VirtualNetwork } from "../snapshot/network.ts";
import { aliasOf } from "../snapshot/private-dns.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { hasConnection } from "./doors.ts";
import type { Door, UnknownReason } from "./pair.ts";
import { askPrivateZones, type ZoneAnswer } from "./private-zones.ts";

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
export function resolveByAzure(
  snapshot: Snapshot,
  network: VirtualNetwork,
  door: Door,
  publicName: string,
): Resolution {
  const name = publicName.toLowerCase();
  // A private zone for the public suffix itself answers before anything public is asked.
  const direct = askPrivateZones(snapshot, network, name);
  if (direct.is !== "none") return resolutionBy(direct);
  const alias = aliasOf(snapshot.cloud.kind, name);
  const behind = alias === undefined ? direct : askPrivateZones(snapshot, network, alias);
  if (behind.is === "none") return unlistedZones(snapshot) ?? { is: "public" };
  const asPrivate = resolutionBy(behind);
  if (behind.is === "unread") return asPrivate;
  const isAlias = hasConnection(snapshot, door);
  if (isAlias === "yes" || asPrivate.is === "public") return asPrivate;
  if (isAlias === "no") return { is: "public" };
  return {
    is: "unknown",
    reason: "first-endpoint-not-told",
    text: `whether ${name} is an alias into ${behind.zone.name} can't be told`,
  };
}

/** Where a subscription's zones could not be listed, any zone may be in it. */
function unlistedZones({ hiddenZones }: Snapshot): Resolution | undefined {
  const hidden = hiddenZones.find((zone) => zone.name === undefined);
  return hidden === undefined
    ? undefined
    : { is: "unknown", reason: "unread-zone", text: `the private zones in ${hidden.where} could not be read` };
}

function resolutionBy(answer: Exclude<ZoneAnswer, { readonly is: "none" }>): Resolution {
  if (answer.is === "unread") return { is: "unknown", reason: "unread-zone", text: answer.text };
  const { zone, link, addresses } = answer;
  if (addresses.is !== "known") {
    return { is: "unknown", reason: "unread-zone", text: `the records of private zone ${zone.name} could not be read` };
  }
  if (addresses.value.length > 0) return { is: "private", addresses: addresses.value };
  return link.fallsBackToPublic ? { is: "public" } : { is: "nxdomain", zone: zone.name };
}

/** RFC 1918, carrier-grade and unique local addresses: what a private endpoint can have. */
export function isPrivateAddress(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd])/i.test(address);
}
