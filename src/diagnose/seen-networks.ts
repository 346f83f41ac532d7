import type { VirtualNetwork } from "../snapshot/network.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Look } from "./look.ts";

/**
 * True where this machine sees a network from inside: it is there or in a network peered with it, or resolves a name of
 * a private endpoint there to its address. Only then is a server of that network that says nothing a silent one.
 */
export function isSeenFromHere({ snapshot, evidence, standing }: Look, network: VirtualNetwork): boolean {
  if (standing.sees !== "private side") return false;
  const { runner } = snapshot;
  if (runner.is === "in a network") {
    const near = [network.id, ...network.peers];
    if (near.some((id) => isSameId(id, runner.network))) return true;
  }
  return snapshot.privateEndpoints
    .filter((endpoint) => isSameId(endpoint.network, network.id))
    .some((endpoint) =>
      evidence.names.some(
        ({ name, answer }) =>
          answer.is === "addresses" &&
          endpoint.addresses.some((held) => held.name === name && answer.addresses.includes(held.address)),
      ),
    );
}
