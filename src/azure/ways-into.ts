import { RunError } from "../errors.ts";
import { known, unknown, valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { PeeringFlag, Reach, WayIn } from "../snapshot/way-in.ts";
import type { Arm } from "./arm.ts";
import { bastionsIn, findBastions, listBastions, subscriptionsOf, type Bastion } from "./bastions.ts";
import type { Document } from "./document.ts";
import { findGateways, type Gateway } from "./gateways.ts";
import { leadsToVirtualWan, peeringTo, usablePeerings, type Peering } from "./peerings.ts";

/** What was found so far, and why more may be there. */
interface Found {
  readonly ways: readonly WayIn[];
  readonly unread: readonly string[];
}

/**
 * Gateways and Bastions in a network and in the networks peered with it; absent where the network is. Unknown where none
 * that reaches it was found and something could not be read. Gateways of a network whose gateway isn't used are looked
 * for only where nothing else leads in: then they are what a flag away is.
 */
export async function readWaysInto(arm: Arm, network: ResourceId): Promise<Read<readonly WayIn[]>> {
  const read = await arm.read(network);
  if (read.is !== "known") return read;
  const own = { id: network, document: read.value };
  const peerings = usablePeerings(read.value);
  const peers = peerings.filter((peering) => !leadsToVirtualWan(peering));
  const [using, others] = [peers.filter((p) => p.usesRemoteGateways), peers.filter((p) => !p.usesRemoteGateways)];
  const first = merge([
    { ways: peerings.filter(leadsToVirtualWan).map(virtualWan), unread: [] },
    await gatewaysHere(arm, own),
    await bastionsAround(arm, own, peers),
    await gatewaysBeyond(arm, network, using),
  ]);
  const found = first.ways.some(leadsIn) ? first : merge([first, await gatewaysBeyond(arm, network, others)]);
  const isTold = found.unread.length === 0 || found.ways.some(leadsIn);
  return isTold ? known(found.ways) : unknown(found.unread.join("; "));
}

function leadsIn({ reaches }: WayIn): boolean {
  return reaches.is === "yes";
}

function merge(parts: readonly Found[]): Found {
  return {
    ways: parts.flatMap(({ ways }) => ways),
    unread: [...new Set(parts.flatMap(({ unread }) => unread))],
  };
}

/** The peering doesn't name the virtual hub, so that its gateways can't be asked for: hubs without any are there too. */
function virtualWan({ remote }: Peering): WayIn {
  const [kind, name] = ["Virtual WAN", nameOf(remote)] as const;
  const how = "not confirmed: its hub's gateways can't be seen";
  return { kind, id: remote, name, how, network: remote, reaches: { is: "yes" } };
}

interface Place {
  readonly id: ResourceId;
  readonly document: Document;
}

async function gatewaysHere(arm: Arm, place: Place): Promise<Found> {
  const gateways = await findGateways(arm, place);
  return {
    ways: valueOr(gateways, []).map((gateway) => wayOf(gateway, place.id, reachOf(gateway))),
    unread: whyUnread(gateways),
  };
}

/** A Bastion reaches machines in its own network and in those peered with it; one of the Developer SKU its own only. */
async function bastionsAround(arm: Arm, own: Place, peers: readonly Peering[]): Promise<Found> {
  const around = peers.map(({ remote }) => remote);
  const lists: Read<readonly Bastion[]>[] = [];
  for (const subscription of subscriptionsOf([own.id, ...around])) {
    lists.push(await elsewhere(() => listBastions(arm, subscription), `subscription ${subscription}`));
  }
  const [ofOwn = known([])] = lists;
  const here = await findBastions(arm, own, ofOwn);
  const listed = lists.flatMap((list) => valueOr(list, []));
  const beyond = around.flatMap((network) => bastionsIn(listed, network));
  return {
    ways: [
      ...valueOr(here, []).map((bastion) => bastionWay(bastion, reachOf(bastion))),
      ...beyond.map((bastion) => bastionWay(bastion, reachOverPeering(bastion))),
    ],
    unread: [here, ...(around.length === 0 ? [] : lists)].flatMap(whyUnread),
  };
}

function reachOverPeering(bastion: Bastion): Reach {
  if (bastion.sku.toLowerCase() !== "developer") return reachOf(bastion);
  const network = nameOf(bastion.network);
  return no(`a Bastion of the Developer SKU reaches machines in its own network only: a jump box in ${network}`);
}

/** Gateways of peered networks, with the flags that their use takes on both sides. */
async function gatewaysBeyond(arm: Arm, network: ResourceId, peerings: readonly Peering[]): Promise<Found> {
  const found: Found[] = [];
  for (const peering of peerings) {
    const read = await elsewhere(() => arm.read(peering.remote), peering.remote);
    if (read.is !== "known") {
      found.push({ ways: [], unread: whyUnread(read) });
      continue;
    }
    const back = peeringTo(read.value, network);
    const gateways = await findGateways(arm, { id: peering.remote, document: read.value });
    found.push({
      ways: valueOr(gateways, []).map((gateway) => wayOf(gateway, peering.remote, transit(gateway, peering, back))),
      unread: whyUnread(gateways),
    });
  }
  return merge(found);
}

/**
 * A read of what a peering leads to: a connected one leads to something, so that 404 only says it isn't shown. Another
 * tenant's subscription refuses the token itself; the run goes on.
 */
async function elsewhere<T>(ask: () => Promise<Read<T>>, what: string): Promise<Read<T>> {
  try {
    const read = await ask();
    return read.is === "absent" ? unknown(`${what} isn't shown to the caller`) : read;
  } catch (error) {
    if (error instanceof RunError && error.code === "SFH906") return unknown(`${what}: ${error.message}`);
    throw error;
  }
}

function transit(gateway: Gateway, peering: Peering, back: Peering | undefined): Reach {
  const own = reachOf(gateway);
  if (own.is === "no") return own;
  if (back === undefined) return no(`${nameOf(peering.remote)} isn't peered back`);
  const missing: readonly PeeringFlag[] = [
    ...(back.allowsGatewayTransit ? [] : [{ peering: back.id, flag: "allowGatewayTransit" } as const]),
    ...(peering.usesRemoteGateways ? [] : [{ peering: peering.id, flag: "useRemoteGateways" } as const]),
  ];
  if (missing.length === 0) return own;
  const flags = missing.map((one) => `${one.flag} isn't set on ${nameOf(one.peering)}`).join(", ");
  return { is: "no", why: `the peering doesn't carry it: ${flags}`, missing, isFailed: false };
}

/** One that is being changed goes on working; one that failed or is going away doesn't. */
function reachOf({ provisioningState }: Gateway | Bastion): Reach {
  const isDown = /^(failed|deleting|creating)$/i.test(provisioningState);
  if (!isDown) return { is: "yes" };
  return { ...no(`its provisioning state is ${provisioningState}`), isFailed: /^failed$/i.test(provisioningState) };
}

function no(why: string): Extract<Reach, { readonly is: "no" }> {
  return { is: "no", why, missing: [], isFailed: false };
}

function wayOf({ kind, id, name, how }: Gateway, network: ResourceId, reaches: Reach): WayIn {
  return { kind, id, name, how, network, reaches };
}

function bastionWay({ id, name, sku, network }: Bastion, reaches: Reach): WayIn {
  return { kind: "Bastion", id, name, how: sku, network, reaches };
}

function whyUnread(read: Read<unknown>): readonly string[] {
  return read.is === "unknown" ? [read.why] : [];
}
