import type { World } from "../ports.ts";
import { azureDns } from "../snapshot/network.ts";
import type { HiddenZone, NameAnswer, PrivateDnsZone, VirtualNetwork } from "../snapshot/network.ts";
import { canDecide } from "../snapshot/private-dns.ts";
import { heldNames, type PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { valueOr } from "../snapshot/read.ts";
import { isSameId, nameOf, parentOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Service } from "../snapshot/service.ts";
import type { Unread } from "../snapshot/snapshot.ts";
import { mapBounded, readAll } from "./read-all.ts";
import type { Found } from "./read-all.ts";

/** The zones that zone groups write to, and those of the readable subscriptions that can decide a name. */
export async function readZones(
  world: World,
  subscriptions: readonly string[],
  endpoints: readonly PrivateEndpoint[],
  services: readonly Service[],
): Promise<Found<PrivateDnsZone> & { readonly hidden: readonly HiddenZone[] }> {
  const names = [...new Set([...services.flatMap(namesOf), ...heldNames(endpoints)])];
  const decides = (id: ResourceId): boolean => canDecide(world.cloud.kind, nameOf(id).toLowerCase(), names);
  const lists = await mapBounded(subscriptions, async (id) => ({ id, read: await world.networks.zonesIn(id) }));
  const listed = lists.flatMap(({ read }) => valueOr(read, [])).filter(decides);
  const grouped = endpoints.flatMap((endpoint) => (endpoint.zoneGroup?.entries ?? []).map(({ zone }) => zone));
  const zones = await readAll([...grouped, ...listed], "private DNS zone", (id) => world.networks.zone(id));
  const unlisted = lists.flatMap(({ id, read }) =>
    read.is === "unknown"
      ? [{ id: `/subscriptions/${id}`, what: "private DNS zones of a subscription", why: read.why }]
      : [],
  );
  return {
    found: zones.found,
    unread: [...zones.unread, ...unlisted, ...zones.found.flatMap(unreadParts)],
    hidden: [
      ...unlisted.map(({ id }) => ({ name: undefined, where: id })),
      ...zones.unread.map(({ id }) => ({ name: nameOf(id).toLowerCase(), where: id })),
    ],
  };
}

function unreadParts(zone: PrivateDnsZone): readonly Unread[] {
  const parts = [
    { what: "links of a private DNS zone", read: zone.links },
    { what: "records of a private DNS zone", read: zone.records },
  ];
  return parts.flatMap(({ what, read }) => (read.is === "unknown" ? [{ id: zone.id, what, why: read.why }] : []));
}

/** The networks of endpoints, of subnets let in by a rule and of zone links, and the peers of all those. */
export async function readNetworks(
  world: World,
  endpoints: readonly PrivateEndpoint[],
  services: readonly Service[],
  zones: readonly PrivateDnsZone[],
): Promise<Found<VirtualNetwork>> {
  const read = (ids: readonly ResourceId[]): Promise<Found<VirtualNetwork>> =>
    readAll(ids, "virtual network", (id) => world.networks.network(id));
  const first = await read([
    ...endpoints.map((endpoint) => endpoint.network),
    ...services.flatMap((service) => service.publicAccess.subnets.map(parentOf)),
    ...zones.flatMap((zone) => valueOr(zone.links, []).map((link) => link.network)),
  ]);
  const isRead = (id: ResourceId): boolean => first.found.some((network) => isSameId(network.id, id));
  const peers = await read(first.found.flatMap((network) => network.peers).filter((id) => !isRead(id)));
  return { found: [...first.found, ...peers.found], unread: [...first.unread, ...peers.unread] };
}

/**
 * What each custom DNS server says for every name of the hub and its own services, of a connected service that has an
 * endpoint in a network which uses the server, and of every endpoint there. Azure's own is not asked: from here it
 * answers by the zones of another network, or of none.
 */
export async function askNameServers(
  world: World,
  networks: readonly VirtualNetwork[],
  services: readonly Service[],
  endpoints: readonly PrivateEndpoint[],
): Promise<readonly NameAnswer[]> {
  const questions = new Map<string, { readonly server: string; readonly name: string }>();
  for (const network of networks) {
    const ofServices = services.filter((service) => isAskedIn(network, service, endpoints)).flatMap(namesOf);
    // A wildcard stands for names that no document lists: it can't be asked for.
    const held = heldNames(endpoints.filter((e) => isSameId(e.network, network.id))).filter((n) => !n.includes("*"));
    const names = [...ofServices, ...held];
    for (const server of network.dnsServers.filter((one) => one !== azureDns))
      for (const name of names) questions.set(`${server} ${name}`, { server, name });
  }
  // At the same time: where nothing is taken over, the question to nobody is waited for in vain.
  const [isTakenOver, answers] = await Promise.all([
    isDnsTakenOver(world, [...questions.values()]),
    mapBounded([...questions.values()], async ({ server, name }): Promise<NameAnswer> => ({
      server,
      name,
      answer: await world.nameServers.ask(server, name),
    })),
  ]);
  return isTakenOver ? answers.map(withoutStrangers) : answers;
}

/** An address for documentation (RFC 5737), where no name server can be. */
const nobody = "192.0.2.53";

/**
 * Whether something between takes every question to any name server for itself, as hotel, company and cloud networks do:
 * then what comes in a server's name is not its answer.
 */
async function isDnsTakenOver(
  { nameServers }: World,
  questions: readonly { readonly server: string; readonly name: string }[],
): Promise<boolean> {
  const first = questions.find(({ server }) => !isOfThisMachine(server));
  return first !== undefined && (await nameServers.ask(nobody, first.name)).is !== "silent";
}

function withoutStrangers(said: NameAnswer): NameAnswer {
  return isOfThisMachine(said.server) ? said : { ...said, answer: { is: "silent" } };
}

function isOfThisMachine(server: string): boolean {
  return server.startsWith("127.");
}

function isAskedIn(network: VirtualNetwork, service: Service, endpoints: readonly PrivateEndpoint[]): boolean {
  if (service.role !== "connected") return true;
  return endpoints.some((endpoint) => isSameId(endpoint.network, network.id) && isSameId(endpoint.target, service.id));
}

function namesOf(service: Service): readonly string[] {
  return service.doors.flatMap((door) => door.names.map((name) => name.toLowerCase()));
}
