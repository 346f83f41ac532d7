import type { ResourceId } from "./resource-id.ts";
import type { ConnectionStatus } from "./service.ts";

/** What keeps a private endpoint's records: the private DNS zones it writes them to. An endpoint has at most one. */
export interface ZoneGroup {
  readonly name: string;
  /** Each under a name of its own in the group. */
  readonly entries: readonly { readonly name: string; readonly zone: ResourceId }[];
}

/** A private endpoint in a customer's virtual network. Managed ones are never readable and never here. */
export interface PrivateEndpoint {
  readonly id: ResourceId;
  readonly name: string;
  readonly subnet: ResourceId;
  readonly network: ResourceId;
  readonly target: ResourceId;
  /** Sub-resources, lower case. */
  readonly groupIds: readonly string[];
  /** As the endpoint's own side tells it; the target's side decides. */
  readonly status: ConnectionStatus;
  /** From the network interface: each public name and the private address that must answer to it. */
  readonly addresses: readonly { readonly name: string; readonly address: string }[];
  readonly zoneGroup: ZoneGroup | undefined;
}

/** Every name that one of them holds, lower case; one that several hold comes once for each. */
export function heldNames(endpoints: readonly PrivateEndpoint[]): readonly string[] {
  return endpoints.flatMap(({ addresses }) => addresses.map(({ name }) => name.toLowerCase()));
}
