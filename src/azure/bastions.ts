import { known, mapRead, valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey, nameOf, subscriptionOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { idAt, textAt } from "./document.ts";
import type { Document } from "./document.ts";
import { networksOf, occupantsOf, subnetNamed } from "./subnets.ts";

export interface Bastion {
  readonly id: ResourceId;
  readonly name: string;
  /** "Developer", "Basic", "Standard", "Premium"; "" where it isn't told. */
  readonly sku: string;
  readonly provisioningState: string;
  /** The network it stands in; one of the Developer SKU has no subnet and names the network itself. */
  readonly network: ResourceId;
}

/** The Bastions of a subscription: those that the caller may read. */
export async function listBastions(arm: Arm, subscriptionId: string): Promise<Read<readonly Bastion[]>> {
  const type = "Microsoft.Network/bastionHosts";
  const listed = await arm.list(`/subscriptions/${subscriptionId}/providers/${type}`);
  return mapRead(listed, (documents) =>
    documents.flatMap((document) => parseBastion(document, textAt(document, "id"))),
  );
}

/**
 * The Bastions in a network: those listed, and those that its AzureBastionSubnet names and the list lacks. Unknown where
 * one can't be read, or where only the list could tell.
 */
export async function findBastions(
  arm: Arm,
  network: { readonly id: ResourceId; readonly document: Document },
  listed: Read<readonly Bastion[]>,
): Promise<Read<readonly Bastion[]>> {
  const found = bastionsIn(valueOr(listed, []), network.id);
  if (found.length > 0) return known(found);
  const subnet = subnetNamed(network.document, "AzureBastionSubnet");
  const [named] = subnet === undefined ? [] : occupantsOf(subnet);
  // A network holds one Bastion, so that one named tells more than any list.
  if (named === undefined) return mapRead(listed, () => []);
  return mapRead(await arm.read(named), (document) => parseBastion(document, named));
}

export function bastionsIn(bastions: readonly Bastion[], network: ResourceId): readonly Bastion[] {
  return bastions.filter((bastion) => idKey(bastion.network) === idKey(network));
}

/** Subscriptions of these networks, each once. */
export function subscriptionsOf(networks: readonly ResourceId[]): readonly string[] {
  return [...new Set(networks.map(subscriptionOf))];
}

function parseBastion(document: Document, id: ResourceId): readonly Bastion[] {
  const network = idAt(document, "properties", "virtualNetwork", "id") ?? networksOf(document)[0];
  if (network === undefined) return [];
  return [
    {
      id,
      name: textAt(document, "name") || nameOf(id),
      sku: textAt(document, "sku", "name"),
      provisioningState: textAt(document, "properties", "provisioningState"),
      network,
    },
  ];
}
