import type { Read } from "./read.ts";
import { isSameId, type ResourceId } from "./resource-id.ts";

/** Azure's own DNS, the same in every network. It answers each network by the zones linked to that one. */
export const azureDns = "168.63.129.16";

/** A part of a virtual network. */
export interface Subnet {
  readonly id: ResourceId;
  /** Its ranges, as CIDR. */
  readonly ranges: readonly string[];
}

/** A customer's virtual network. */
export interface VirtualNetwork {
  readonly id: ResourceId;
  readonly name: string;
  /** Custom DNS servers; empty means Azure-provided, named or not. Among others, Azure's own may stand here too. */
  readonly dnsServers: readonly string[];
  /** Its ranges, as CIDR. */
  readonly addressSpace: readonly string[];
  readonly subnets: readonly Subnet[];
  /** Networks peered and connected, whose private endpoints are reachable from here. */
  readonly peers: readonly ResourceId[];
}

/** Whether private endpoints in the other network can be reached from this one: it is the same, or peered with it. */
export function isNear({ id, peers }: VirtualNetwork, other: ResourceId): boolean {
  return [id, ...peers].some((one) => isSameId(one, other));
}

export interface ZoneLink {
  readonly id: ResourceId;
  readonly network: ResourceId;
  /** `resolutionPolicy` NxDomainRedirect: a missing record falls back to the public answer instead of NXDOMAIN. */
  readonly fallsBackToPublic: boolean;
}

/** A private DNS zone with what is in it. `records` maps lower-case names relative to the zone to A addresses. */
export interface PrivateDnsZone {
  readonly id: ResourceId;
  /** Lower case. */
  readonly name: string;
  readonly links: Read<readonly ZoneLink[]>;
  readonly records: Read<ReadonlyMap<string, readonly string[]>>;
}

/** A place where private DNS zones could not be read. */
export interface HiddenZone {
  /** Lower case; undefined where a whole subscription's zones could not be listed. */
  readonly name: string | undefined;
  readonly where: ResourceId;
}

/** What a custom DNS server said when asked from here, or elsewhere by somebody who noted it. */
export interface NameAnswer {
  /** As the network spells it. */
  readonly server: string;
  /** Lower case. */
  readonly name: string;
  readonly answer:
    | { readonly is: "addresses"; readonly addresses: readonly string[] }
    | { readonly is: "nxdomain" }
    | { readonly is: "silent" };
  /** Where it was noted: "answers.txt:12". Without it, asked from here. */
  readonly at?: string;
}
