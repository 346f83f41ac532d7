import { isNear, type VirtualNetwork } from "../snapshot/network.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import { privateAnswers } from "./private-answers.ts";
import type { Look } from "./look.ts";

/**
 * True where this machine sees a network from inside: it is there or in a network peered with it, or resolves a name of
 * a private endpoint there to its address. Only then is a server of that network that says nothing a silent one.
 */
export function isSeenFromHere({ snapshot, evidence, standing }: Look, network: VirtualNetwork): boolean {
  if (standing.sees !== "private side") return false;
  const { runner } = snapshot;
  if (runner.is === "in a network" && isNear(network, runner.network)) return true;
  const there = snapshot.privateEndpoints.filter((endpoint) => isSameId(endpoint.network, network.id));
  return privateAnswers(there, evidence).length > 0;
}
