import { askPrivateZones, type ZoneAnswer } from "../../paths/private-zones.ts";
import { addressesOf } from "../../paths/near-endpoints.ts";
import { isServed } from "../../paths/served-names.ts";
import type { VirtualNetwork } from "../../snapshot/network.ts";
import { aliasOf, holdsName, zoneEntryOf } from "../../snapshot/private-dns.ts";
import type { PrivateEndpoint, ZoneGroup } from "../../snapshot/private-endpoint.ts";
import { isSameId, nameOf } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";

export type ZoneGroupEntry = ZoneGroup["entries"][number];

/** One name of a private endpoint, and what Azure DNS has for it in the endpoint's network. */
export interface EndpointName {
  /** Lower case. */
  readonly name: string;
  /** The addresses the endpoint's network interface holds for it. */
  readonly held: readonly string[];
  /** Relative to the zone it belongs in. */
  readonly record: string;
  readonly answer: ZoneAnswer;
}

/** The names of one private endpoint that belong in one private zone. */
export interface EndpointZone {
  readonly endpoint: PrivateEndpoint;
  /** Where the endpoint is; its clients ask Azure DNS. */
  readonly network: VirtualNetwork;
  /** The private zone's name. */
  readonly zone: string;
  /** What keeps the records there. */
  readonly entry: ZoneGroupEntry | undefined;
  readonly names: readonly EndpointName[];
}

/**
 * Every customer private endpoint whose network asks Azure DNS, by the zones its names need. The names are those on its
 * network interface: what the endpoint holds, and so what needs a record. A name that no
 * zone is known for is left out, and so is one that the service doesn't answer to.
 */
export function findEndpointZones(snapshot: Snapshot): readonly EndpointZone[] {
  return snapshot.privateEndpoints.flatMap((endpoint) => {
    const network = azureDnsNetwork(snapshot, endpoint);
    return network === undefined ? [] : zonesOf(snapshot, endpoint, network);
  });
}

/** The endpoint's network, where that could be read and asks Azure DNS. */
export function azureDnsNetwork(snapshot: Snapshot, endpoint: PrivateEndpoint): VirtualNetwork | undefined {
  const network = snapshot.networks.find((n) => isSameId(n.id, endpoint.network));
  return network?.dnsServers.length === 0 ? network : undefined;
}

function zonesOf(snapshot: Snapshot, endpoint: PrivateEndpoint, network: VirtualNetwork): readonly EndpointZone[] {
  const zones = new Map<string, EndpointZone>();
  const held = new Set(endpoint.addresses.map(({ name }) => name));
  for (const name of [...held].filter((one) => isServed(snapshot, endpoint, one))) {
    const needed = zoneEntryOf(snapshot.cloud.kind, name);
    if (needed === undefined) continue;
    const alias = `${needed.record}.${needed.zone}`;
    const entry = entryFor(endpoint, alias);
    const zone = entry === undefined ? needed.zone : nameOf(entry.zone).toLowerCase();
    const one: EndpointName = {
      name,
      held: addressesOf(endpoint, name),
      record: alias.slice(0, -zone.length - 1) || "@",
      answer: answerIn(snapshot, network, name),
    };
    const before = zones.get(zone)?.names ?? [];
    zones.set(zone, { endpoint, network, zone, entry, names: [...before, one] });
  }
  return [...zones.values()];
}

/** The zone group's closest zone: a registry's data endpoint may have one of its own below the registry's. */
function entryFor({ zoneGroup }: PrivateEndpoint, alias: string): ZoneGroupEntry | undefined {
  return (zoneGroup?.entries ?? [])
    .filter(({ zone }) => holdsName(nameOf(zone).toLowerCase(), alias))
    .toSorted((a, b) => nameOf(b.zone).length - nameOf(a.zone).length)[0];
}

/** What the network's private zones say of a name and of what it is an alias of, whether or not it is one already. */
export function answerIn(snapshot: Snapshot, network: VirtualNetwork, name: string): ZoneAnswer {
  const direct = askPrivateZones(snapshot, network, name);
  const alias = aliasOf(snapshot.cloud.kind, name);
  return direct.is !== "none" || alias === undefined ? direct : askPrivateZones(snapshot, network, alias);
}
