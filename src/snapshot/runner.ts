import { isCovered, parseRange } from "./address-range.ts";
import type { VirtualNetwork } from "./network.ts";
import type { ResourceId } from "./resource-id.ts";

/** What the runner itself knows of where it stands. */
export interface RunnerFacts {
  /** The virtual network somebody says it is in. */
  readonly network: ResourceId | undefined;
  /** The IPv4 addresses of this machine. */
  readonly addresses: readonly string[];
}

/** Where the runner stands, as far as can be told. */
export type RunnerPlace =
  | { readonly is: "in a network"; readonly network: ResourceId }
  | { readonly is: "outside"; readonly why: string }
  | { readonly is: "unknown"; readonly why: string };

/**
 * The runner's place among the networks in sight. An address alone proves nothing, since private ranges repeat: one that
 * fits a network makes the place unknown until somebody says it.
 */
export function placeOf(runner: RunnerFacts, networks: readonly VirtualNetwork[]): RunnerPlace {
  if (runner.network !== undefined) return { is: "in a network", network: runner.network };
  const [fit] = runner.addresses.flatMap((address) =>
    networks
      .filter((network) => network.addressSpace.some((range) => isInRange(address, range)))
      .map((network) => ({ address, network })),
  );
  if (fit === undefined) return { is: "outside", why: "none of its addresses is in the range of a network in sight" };
  const { address, network } = fit;
  return { is: "unknown", why: `its address ${address} is in the range of ${network.name}, which may be chance` };
}

/** IPv4 only: whether an address lies in a CIDR range. */
export function isInRange(address: string, range: string): boolean {
  const [a, b] = [parseRange(address), parseRange(range)];
  return a !== undefined && b !== undefined && isCovered(a, [b]);
}
