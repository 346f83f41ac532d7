import type { ArmDocument, Json, JsonObject } from "../estate.ts";
import { timestampOf } from "../state/world.ts";
import type { World } from "../state/world.ts";
import { mlValidationError } from "../wire/arm-error.ts";
import { lastNameOf, parseArmPath, typeOf } from "../wire/arm-path.ts";
import { objectAt, sameText, textAt, valueAt } from "../wire/json-fields.ts";
import { privateLinkGroups } from "./private-link.ts";
import type { RuleTarget } from "./rule-activation.ts";

/** Categories as the service writes them, whatever casing was sent (recorded for AzureOpenAI). */
const CATEGORIES: readonly string[] = [
  ...["AzureOpenAI", "AIServices", "CognitiveService", "CognitiveSearch", "AzureBlob", "AzureStorageAccount"],
  ...["ADLSGen2", "CosmosDb", "ContainerRegistry", "AzureKeyVault", "AzureSqlDb", "Redis", "Serverless", "S3"],
];
const GROUPS: Readonly<Record<string, string>> = {
  S3: "File",
  AzureBlob: "Azure",
  ContainerRegistry: "ContainerRegistry",
};
const DEPLOYMENT_API_VERSION = "2023-10-01-preview";

/** A connection as the service keeps it: normalised, its credentials not among what it ever answers (recorded). */
export function newConnection(world: World, id: string, body: Json | undefined, caller: string): ArmDocument {
  const asked = objectAt(body, "properties");
  const category = textAt(asked, "category");
  const authType = textAt(asked, "authType");
  if (category === undefined || authType === undefined) {
    throw mlValidationError("A connection needs properties.category and properties.authType.");
  }
  const before = world.documents.get(id);
  const known = CATEGORIES.find((name) => sameText(name, category)) ?? category;
  const isAad = sameText(authType, "AAD");
  return {
    ...{ tags: null, location: null, id: before?.id ?? id, name: lastNameOf(id) },
    type: "Microsoft.MachineLearningServices/workspaces/connections",
    properties: {
      authType,
      ...(isAad ? {} : { credentials: null }),
      group: GROUPS[known] ?? "AzureAI",
      category: known,
      expiryTime: null,
      target: textAt(asked, "target") ?? "",
      createdByWorkspaceArmId: workspaceOf(id),
      useWorkspaceManagedIdentity: valueAt(asked, "useWorkspaceManagedIdentity") === true,
      isSharedToAll: valueAt(asked, "isSharedToAll") === true,
      sharedUserList: [],
      metadata: metadataOf(known, objectAt(asked, "metadata")),
    },
    systemData: systemDataOf(world, before, caller),
  };
}

function metadataOf(category: string, metadata: JsonObject): JsonObject {
  const isModel = ["AzureOpenAI", "AIServices", "CognitiveService"].includes(category);
  return isModel ? { ...metadata, DeploymentApiVersion: DEPLOYMENT_API_VERSION } : metadata;
}

/** `systemData` of a write: who made a thing stays, who changed it last is the caller. */
export function systemDataOf(world: World, before: ArmDocument | undefined, caller: string): JsonObject {
  const [time, kept] = [timestampOf(world), objectAt(before, "systemData")];
  return {
    ...{ createdAt: kept.createdAt ?? time, createdBy: kept.createdBy ?? caller },
    createdByType: kept.createdByType ?? "Application",
    ...{ lastModifiedAt: time, lastModifiedBy: caller, lastModifiedByType: "Application" },
  };
}

/** The workspace a connection or datastore is in. */
export function workspaceOf(id: string): string {
  return id.split("/").slice(0, -2).join("/");
}

/**
 * Where a connection leads, when its `target` or its metadata's ResourceId is the ARM id of a service with one private
 * link group: for it the service makes a rule by itself (documented). Metadata keys come in any casing.
 */
export function connectedTarget(world: World, connection: ArmDocument): RuleTarget | undefined {
  const metadata = objectAt(connection, "properties", "metadata");
  const named = Object.entries(metadata).find(([key]) => sameText(key, "ResourceId"))?.[1];
  const target = textAt(connection, "properties", "target") ?? "";
  const id = typeof named === "string" && named !== "" ? named : target;
  const path = id.startsWith("/subscriptions/") ? parseArmPath(id) : undefined;
  if (path === undefined) return undefined;
  const groups = privateLinkGroups(typeOf(path), world.cloud, "") ?? [];
  const only = groups.length === 1 ? groups[0] : undefined;
  return only === undefined ? undefined : { id, subresource: only.groupId };
}

/** What is kept of a datastore that is written: no secret of it. Recorded form. */
export function newDatastore(world: World, id: string, body: Json | undefined, caller: string): ArmDocument {
  const asked = objectAt(body, "properties");
  if (textAt(asked, "datastoreType") === undefined)
    throw mlValidationError("A datastore needs properties.datastoreType.");
  const before = world.documents.get(id);
  const credentials = textAt(asked, "credentials", "credentialsType") ?? "None";
  const { tags = {}, description = null, properties = null, isDefault, ...rest } = asked;
  return {
    ...{ id: before?.id ?? id, name: lastNameOf(id) },
    type: "Microsoft.MachineLearningServices/workspaces/datastores",
    properties: {
      ...{ description, tags, properties, isDefault: isDefault === true },
      ...rest,
      credentials: { credentialsType: credentials },
      serviceDataAccessAuthIdentity: textAt(asked, "serviceDataAccessAuthIdentity") ?? "None",
    },
    systemData: systemDataOf(world, before, caller),
  };
}
