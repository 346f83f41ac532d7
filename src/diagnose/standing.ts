import type { Evidence } from "../snapshot/evidence.ts";
import { distinctIds, isSameId, nameOf, type ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { privateAnswers } from "./private-answers.ts";

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
  const [proof, ...more] = privateAnswers(snapshot.privateEndpoints, evidence);
  if (proof !== undefined) {
    // Of those it is peered with nothing is known then: a VPN need not carry their ranges.
    const answered = [proof, ...more].map(({ endpoint }) => endpoint.network);
    const why = `${proof.name} resolves to ${proof.endpoint.name} here`;
    return { sees: "private side", why, near: distinctIds([...declared, ...answered]) };
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

/** The network itself and those peered with it, whichever side of the peering could be read. */
function nearTo({ networks }: Snapshot, id: ResourceId): readonly ResourceId[] {
  const own = networks.find((network) => isSameId(network.id, id));
  const backwards = networks.filter(({ peers }) => peers.some((peer) => isSameId(peer, id)));
  return distinctIds([id, ...(own?.peers ?? []), ...backwards.map((network) => network.id)]);
}

function byNetwork(snapshot: Snapshot, id: ResourceId, near: readonly ResourceId[]): Standing {
  const isNear = snapshot.privateEndpoints.some((e) => near.some((network) => isSameId(network, e.network)));
  if (isNear) return { sees: "private side", why: `it is in ${nameOf(id)}`, near };
  const isRead = snapshot.networks.some((network) => isSameId(network.id, id));
  return isRead
    ? { sees: "public side", why: `it is in ${nameOf(id)}, and no private endpoint is there or next to it`, near: [] }
    : { sees: "not known", why: `it is in ${nameOf(id)}, of which nothing could be read`, near: [] };
}
