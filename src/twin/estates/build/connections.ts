import type { ArmDocument, JsonObject } from "../../estate.ts";
import type { Directory } from "./directory.ts";
import { workspaceIdOf } from "./directory.ts";
import { overlay } from "./overlay.ts";
import type { ConnectionRecipe, HubRecipe } from "./recipe.ts";
import { systemDataOf } from "./site.ts";
import type { Site } from "./site.ts";

/** A connection of a hub, shared to all its projects, or of one project. `of` is that workspace's name. */
export function buildConnection(
  site: Site,
  directory: Directory,
  hub: HubRecipe,
  of: string,
  recipe: ConnectionRecipe,
): ArmDocument {
  const properties = {
    group: "AzureAI",
    target: recipe.target ?? targetOf(directory, recipe),
    isSharedToAll: of === hub.name,
    metadata: overlay(metadataOf(site, directory, recipe), recipe.metadata),
    ...privateEndpointStatus(hub, recipe),
  };
  return connectionDocument(site, workspaceIdOf(site, hub, of), recipe, properties);
}

/** The connection that shows a blob datastore; lists have it with `includeAll=true` only. */
export function buildDataConnection(
  site: Site,
  workspaceId: string,
  name: string,
  target: string,
  metadata: JsonObject,
): ArmDocument {
  const recipe = { name, category: "AzureBlob", authType: "AccountKey" };
  return connectionDocument(site, workspaceId, recipe, { group: "Azure", target, isSharedToAll: false, metadata });
}

function connectionDocument(
  site: Site,
  workspaceId: string,
  { name, category, authType = "AAD" }: Pick<ConnectionRecipe, "name" | "category" | "authType">,
  properties: JsonObject,
): ArmDocument {
  const id = `${workspaceId}/connections/${name}`;
  return {
    tags: null,
    location: null,
    id,
    name,
    type: "Microsoft.MachineLearningServices/workspaces/connections",
    properties: {
      authType,
      // AAD has no such key at all; the others come back without their secret.
      ...(authType === "AAD" ? {} : { credentials: null }),
      category,
      expiryTime: null,
      createdByWorkspaceArmId: workspaceId,
      useWorkspaceManagedIdentity: false,
      sharedUserList: [],
      ...properties,
    },
    systemData: systemDataOf(site, id),
  };
}

function targetOf(directory: Directory, { service, category }: ConnectionRecipe): string {
  if (service === undefined) return "https://elsewhere.example/";
  const members = directory.membersOf(service, category === "ADLSGen2" ? "dfs" : "blob");
  const isOpenAi = category === "AzureOpenAI" && members.length > 1;
  const [fqdn = ""] = members[isOpenAi ? 1 : 0]?.fqdns ?? [];
  return `https://${fqdn}/`;
}

function metadataOf(site: Site, directory: Directory, { service }: ConnectionRecipe): JsonObject {
  const common = { ApiType: "Azure", ApiVersion: "2024-10-21", Location: site.region };
  return service === undefined ? common : { ...common, ResourceId: directory.idOf(service) };
}

/** Not confirmed for hubs; left out where traffic to the internet is allowed anyway. */
function privateEndpointStatus(hub: HubRecipe, { service }: ConnectionRecipe): JsonObject {
  if (service === undefined || hub.isolation !== "AllowOnlyApprovedOutbound") return {};
  return { peRequirement: "Required", peStatus: hub.network ?? "Inactive" };
}
