import type { ArmDocument, JsonObject } from "../../estate.ts";
import { buildDataConnection } from "./connections.ts";
import { workspaceIdOf } from "./directory.ts";
import type { Directory } from "./directory.ts";
import { workspaceGuidOf } from "./members.ts";
import type { HubRecipe, ProjectRecipe } from "./recipe.ts";
import type { Site } from "./site.ts";

/** The four stores that the service makes in every project, by name: where they lie in the account. */
const stores: Readonly<Record<string, { readonly kind: "AzureBlob" | "AzureFile"; readonly ending: string }>> = {
  workspaceblobstore: { kind: "AzureBlob", ending: "azureml-blobstore" },
  workspaceartifactstore: { kind: "AzureBlob", ending: "azureml" },
  workspacefilestore: { kind: "AzureFile", ending: "azureml-filestore" },
  workspaceworkingdirectory: { kind: "AzureFile", ending: "code" },
};

export const defaultDatastores: readonly string[] = Object.keys(stores);

/** The project's default datastores, and the connections that show the blob ones. */
export function buildDatastores(
  site: Site,
  directory: Directory,
  hub: HubRecipe,
  project: ProjectRecipe,
): readonly ArmDocument[] {
  return (project.datastores ?? defaultDatastores).flatMap((name) => {
    const store = stores[name];
    if (store === undefined) throw new Error(`No default datastore is called ${name}.`);
    const workspaceId = workspaceIdOf(site, hub, project.name);
    const place = `${workspaceGuidOf(site, project.name)}-${store.ending}`;
    const accountId = directory.idOf(hub.storage);
    const datastore = datastoreDocument(site, workspaceId, name, store.kind, accountId, place);
    if (store.kind === "AzureFile") return [datastore];
    const target = `https://${hub.storage}.blob.${site.domains.storage}/${place}`;
    return [datastore, buildDataConnection(site, workspaceId, name, target, metadataOf(site, accountId, place))];
  });
}

function datastoreDocument(
  site: Site,
  workspaceId: string,
  name: string,
  kind: "AzureBlob" | "AzureFile",
  accountId: string,
  place: string,
): ArmDocument {
  const [, , subscriptionId = "", , resourceGroup = ""] = accountId.split("/");
  const isDefault = name === "workspaceblobstore";
  const at = `${site.time(workspaceId)}+00:00`;
  return {
    id: `${workspaceId}/datastores/${name}`,
    name,
    type: "Microsoft.MachineLearningServices/workspaces/datastores",
    properties: {
      description: null,
      tags: null,
      properties: null,
      isDefault,
      credentials: { credentialsType: "AccountKey" },
      datastoreType: kind,
      subscriptionId,
      resourceGroup,
      accountName: accountId.slice(accountId.lastIndexOf("/") + 1),
      ...(kind === "AzureBlob" ? { containerName: place } : { fileShareName: place }),
      endpoint: site.domains.storage,
      protocol: "https",
      serviceDataAccessAuthIdentity: isDefault ? "WorkspaceSystemAssignedIdentity" : "None",
    },
    systemData: { createdAt: at, lastModifiedAt: at },
  };
}

function metadataOf(site: Site, accountId: string, place: string): JsonObject {
  const [, , subscriptionId = "", , resourceGroup = "", , , , account = ""] = accountId.split("/");
  return {
    SubscriptionId: subscriptionId,
    ResourceGroup: resourceGroup,
    AccountName: account,
    ContainerName: place,
    Endpoint: site.domains.storage,
    Protocol: "https",
  };
}
