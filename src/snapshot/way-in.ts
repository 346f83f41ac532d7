import type { Read } from "./read.ts";
import type { ResourceId } from "./resource-id.ts";

/** Something through which people outside get into a virtual network. */
export interface WayIn {
  readonly kind: "VPN gateway" | "ExpressRoute gateway" | "Bastion" | "Virtual WAN";
  readonly id: ResourceId;
  readonly name: string;
  /** The network it stands in. */
  readonly network: ResourceId;
  /** Whether whoever comes in by it gets to the network asked about; `why` where not. */
  readonly reaches: { readonly is: "yes" } | { readonly is: "no"; readonly why: string };
}

/** The ways into one network: those in it, and those in a network peered with it. */
export interface NetworkWaysIn {
  readonly network: ResourceId;
  readonly ways: Read<readonly WayIn[]>;
}
