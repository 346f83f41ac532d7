import type { Json } from "../estate.ts";
import { isSameId, parentOf, typeOf } from "./arm-id.ts";
import { findDocument } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { isSameText, listAt, textAt } from "./json.ts";

/** Whether the subnet's traffic to that service carries the subnet's identity, which a virtual network rule asks for. */
export function hasServiceEndpoint(index: EstateIndex, subnetId: string, resource: string): boolean {
  const wanted = serviceByType[typeOf(resource)];
  const subnet = findSubnet(index, subnetId);
  if (wanted === undefined || subnet === undefined) return false;
  return listAt(subnet, "properties", "serviceEndpoints").some((endpoint) =>
    wanted.some((service) => isSameText(textAt(endpoint, "service"), service)),
  );
}

const serviceByType: Readonly<Record<string, readonly string[]>> = {
  "microsoft.storage/storageaccounts": ["Microsoft.Storage", "Microsoft.Storage.Global"],
  "microsoft.keyvault/vaults": ["Microsoft.KeyVault"],
  "microsoft.containerregistry/registries": ["Microsoft.ContainerRegistry"],
  "microsoft.cognitiveservices/accounts": ["Microsoft.CognitiveServices"],
};

function findSubnet(index: EstateIndex, subnetId: string): Json | undefined {
  const vnet = findDocument(index, parentOf(subnetId));
  return listAt(vnet, "properties", "subnets").find((subnet) => isSameId(textAt(subnet, "id"), subnetId));
}
