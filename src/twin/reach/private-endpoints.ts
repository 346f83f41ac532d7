import type { ArmDocument, Json } from "../estate.ts";
import { keyOf, nameOf, parentOf } from "./arm-id.ts";
import { documentsOf, findDocument } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { listAt, textAt, textsAt } from "./json.ts";

export interface LinkedTarget {
  readonly targetId: string;
  readonly subresources: readonly string[];
}

/** A customer's private endpoint: where it stands and which names its network interface holds at which address. */
export interface PrivateEndpoint {
  readonly id: string;
  readonly name: string;
  readonly vnetId: string;
  readonly targets: readonly LinkedTarget[];
  readonly addresses: readonly { readonly address: string; readonly fqdns: readonly string[] }[];
}

export function findPrivateEndpoints(index: EstateIndex): readonly PrivateEndpoint[] {
  return documentsOf(index, "Microsoft.Network/privateEndpoints").map((document) => ({
    id: document.id,
    name: nameOf(document.id),
    vnetId: parentOf(textAt(document, "properties", "subnet", "id")),
    targets: linkedTargets(document),
    addresses: listAt(document, "properties", "networkInterfaces").flatMap((nic) => addressesOf(index, nic)),
  }));
}

/** What an endpoint is made for. A connection that waits for a manual approval stands in a list of its own. */
export function linkedTargets(endpoint: ArmDocument): readonly LinkedTarget[] {
  return ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"]
    .flatMap((list) => listAt(endpoint, "properties", list))
    .map((link) => ({
      targetId: textAt(link, "properties", "privateLinkServiceId"),
      subresources: textsAt(link, "properties", "groupIds"),
    }));
}

/** Whether a client in the VNet can route to an address in the other: the same one, or a connected peering. */
export function isRoutable(index: EstateIndex, fromVnetId: string, toVnetId: string): boolean {
  if (keyOf(fromVnetId) === keyOf(toVnetId)) return true;
  const vnet = findDocument(index, fromVnetId);
  return listAt(vnet, "properties", "virtualNetworkPeerings").some(
    (peering) =>
      keyOf(textAt(peering, "properties", "remoteVirtualNetwork", "id")) === keyOf(toVnetId) &&
      textAt(peering, "properties", "peeringState").toLowerCase() === "connected",
  );
}

function addressesOf(index: EstateIndex, nic: Json): PrivateEndpoint["addresses"] {
  const document = findDocument(index, textAt(nic, "id"));
  return listAt(document, "properties", "ipConfigurations").map((configuration) => ({
    address: textAt(configuration, "properties", "privateIPAddress"),
    fqdns: textsAt(configuration, "properties", "privateLinkConnectionProperties", "fqdns"),
  }));
}
