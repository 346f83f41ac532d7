import { typeOf } from "./arm-id.ts";
import type { Door } from "./door.ts";
import type { EstateIndex } from "./estate-index.ts";

/** The private-link sub-resources of the services that a hub owns or connects to, by type. */
const subresourcesByType: Readonly<Record<string, readonly string[]>> = {
  "microsoft.storage/storageaccounts": ["blob", "file", "queue", "table", "dfs", "web"],
  "microsoft.keyvault/vaults": ["vault"],
  "microsoft.containerregistry/registries": ["registry"],
  "microsoft.machinelearningservices/workspaces": ["amlworkspace"],
  "microsoft.search/searchservices": ["searchService"],
  "microsoft.cognitiveservices/accounts": ["account"],
  "microsoft.network/applicationgateways": ["appGwPrivateFrontendIpIPv4"],
  "microsoft.documentdb/databaseaccounts": ["Sql"],
  "microsoft.sql/servers": ["sqlServer"],
};

/** Every sub-resource this resource could have an endpoint for; none where it is no such service. */
export function subresourcesOf(resourceId: string): readonly string[] {
  return subresourcesByType[typeOf(resourceId)] ?? [];
}

/** Every door of every service in the estate, used or not. */
export function findServiceDoors(index: EstateIndex): readonly Door[] {
  return Object.entries(subresourcesByType).flatMap(([type, subresources]) =>
    (index.byType.get(type) ?? []).flatMap(({ id }) =>
      subresources.map((subresource) => ({ resource: id, subresource })),
    ),
  );
}
