import type { Read } from "./read.ts";
import type { ResourceId } from "./resource-id.ts";

/** One side of a peering that would have to be set. */
export interface PeeringFlag {
  readonly peering: ResourceId;
  readonly flag: "allowGatewayTransit" | "useRemoteGateways";
}

/**
 * Whether whoever comes in gets to the network asked about. `missing`: peering flags that alone stand in the way.
 * `isFailed`: it is there, and its provisioning failed.
 */
export type Reach =
  | { readonly is: "yes" }
  | {
      readonly is: "no";
      readonly why: string;
      readonly missing: readonly PeeringFlag[];
      readonly isFailed: boolean;
    };

/** Something through which people outside get into a virtual network. */
export interface WayIn {
  readonly kind: "VPN gateway" | "ExpressRoute gateway" | "Bastion" | "Virtual WAN";
  readonly id: ResourceId;
  readonly name: string;
  /** What people use it with: "point-to-site (OpenVPN)", "Standard"; "" where nothing more is told. */
  readonly how: string;
  /** The network it stands in. */
  readonly network: ResourceId;
  readonly reaches: Reach;
}

/** The ways into one network: those in it, and those in a network peered with it. */
export interface NetworkWaysIn {
  readonly network: ResourceId;
  readonly ways: Read<readonly WayIn[]>;
}
