import { idKey, parentOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { documentsAt, idAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

/** A network's subnet by its name, in any casing. */
export function subnetNamed(network: Document, name: string): Document | undefined {
  return documentsAt(network, "properties", "subnets").find((subnet) => wordAt(subnet, "name") === name.toLowerCase());
}

/**
 * What stands in a subnet, each once: the resources whose IP configurations it lists. Azure lists them in the network's
 * own document, whatever rights the reader has on them.
 */
export function occupantsOf(subnet: Document): readonly ResourceId[] {
  const configurations = documentsAt(subnet, "properties", "ipConfigurations").flatMap((c) => idAt(c, "id") ?? []);
  return [...new Map(configurations.map((id) => [idKey(parentOf(id)), parentOf(id)])).values()];
}

/** The networks that a resource's own IP configurations stand in. */
export function networksOf(resource: Document): readonly ResourceId[] {
  return documentsAt(resource, "properties", "ipConfigurations").flatMap((configuration) => {
    const subnet = idAt(configuration, "properties", "subnet", "id");
    return subnet === undefined ? [] : [parentOf(subnet)];
  });
}
