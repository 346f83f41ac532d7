import type { Evidence } from "../snapshot/evidence.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { idKey, isSameId, nameOf, type ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/** What the machine this runs on can see at all. From the public side nothing private can be judged. */
export interface Standing {
  readonly sees: "private side" | "public side" | "not known";
  readonly why: string;
  /** The networks whose private endpoints it should reach, as far as is known; empty where it sees no private side. */
  readonly near: readonly ResourceId[];
}

/**
 * An address proves what a place only promises: a name that resolves to a private endpoint is seen from inside. An address
 * of the machine's own proves nothing, since private ranges repeat: a hosted runner may have one of yours.
 */
export function standingOf(snapshot: Snapshot, evidence: Evidence): Standing {
  const { runner } = snapshot;
  const declared = runner.is === "in a network" ? nearTo(snapshot, runner.network) : [];
  const [proof, ...more] = privateAnswers(snapshot, evidence);
  if (proof !== undefined) {
    // Of those it is peered with nothing is known then: a VPN need not carry their ranges.
    const answered = [proof, ...more].map(({ endpoint }) => endpoint.network);
    const why = `${proof.name} resolves to ${proof.endpoint.name} here`;
    return { sees: "private side", why, near: unique([...declared, ...answered]) };
  }
  switch (runner.is) {
    case "in a network":
      return byNetwork(snapshot, runner.network, declared);
    case "outside":
      return { sees: "public side", why: runner.why, near: [] };
    case "unknown":
      return { sees: "not known", why: `${runner.why}; runnerNetwork in the config says it`, near: [] };
  }
}

function privateAnswers(
  { privateEndpoints }: Snapshot,
  { names }: Evidence,
): readonly { readonly name: string; readonly endpoint: PrivateEndpoint }[] {
  return names.flatMap(({ name, answer }) => {
    if (answer.is !== "addresses") return [];
    const held = privateEndpoints.filter((endpoint) => holds(endpoint, name, answer.addresses));
    return held.map((endpoint) => ({ name, endpoint }));
  });
}

function holds(endpoint: PrivateEndpoint, name: string, addresses: readonly string[]): boolean {
  return endpoint.addresses.some((held) => held.name.toLowerCase() === name && addresses.includes(held.address));
}

/** The network itself and those peered with it, whichever side of the peering could be read. */
function nearTo({ networks }: Snapshot, id: ResourceId): readonly ResourceId[] {
  const own = networks.find((network) => isSameId(network.id, id));
  const backwards = networks.filter(({ peers }) => peers.some((peer) => isSameId(peer, id)));
  return unique([id, ...(own?.peers ?? []), ...backwards.map((network) => network.id)]);
}

function byNetwork(snapshot: Snapshot, id: ResourceId, near: readonly ResourceId[]): Standing {
  const isNear = snapshot.privateEndpoints.some((e) => near.some((network) => isSameId(network, e.network)));
  if (isNear) return { sees: "private side", why: `it is in ${nameOf(id)}`, near };
  const isRead = snapshot.networks.some((network) => isSameId(network.id, id));
  return isRead
    ? { sees: "public side", why: `it is in ${nameOf(id)}, and no private endpoint is there or next to it`, near: [] }
    : { sees: "not known", why: `it is in ${nameOf(id)}, of which nothing could be read`, near: [] };
}

function unique(ids: readonly ResourceId[]): readonly ResourceId[] {
  return [...new Map(ids.map((id) => [idKey(id), id])).values()];
}
