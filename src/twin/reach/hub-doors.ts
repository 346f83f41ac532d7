import type { ArmDocument } from "../estate.ts";
import { isSameId, typeOf } from "./arm-id.ts";
import { doorKey } from "./door.ts";
import type { Door } from "./door.ts";
import { childrenOf, findDocument } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { endpointRulesOf, hubWithProjects, ownServices } from "./hub.ts";
import { isObject, isSameText, textAt, valueAt } from "./json.ts";
import { findPrivateEndpoints } from "./private-endpoints.ts";
import { subresourcesOf } from "./service-doors.ts";

/**
 * Every door of the services that the hub owns or is connected to and that are in the estate. Storage's blob and file
 * of the hub always; its other sub-resources where an endpoint, a rule, a datastore or a connection uses them.
 */
export function findHubDoors(index: EstateIndex): readonly Door[] {
  const workspaces = hubWithProjects(index);
  const found = new Map<string, Door>();
  const add = (resource: string, subresources: readonly string[]): void => {
    const service = findDocument(index, resource);
    if (service === undefined) return;
    for (const subresource of subresources) {
      const door = { resource: service.id, subresource };
      found.set(doorKey(door), found.get(doorKey(door)) ?? door);
    }
  };
  for (const door of workspaces.flatMap((workspace) => usedBy(index, workspace)))
    add(door.resource, [door.subresource]);
  const resources = [...new Set([...found.values()].map((door) => door.resource))];
  for (const resource of resources) add(resource, withEndpoints(index, resource));
  return [...found.values()];
}

function usedBy(index: EstateIndex, workspace: ArmDocument): readonly Door[] {
  return [
    // Projects have no door of their own: they are reached by the hub's names.
    ...(isSameId(workspace.id, index.estate.hub) ? [{ resource: workspace.id, subresource: "amlworkspace" }] : []),
    ...ownServices(workspace).flatMap((id) => doorsOf(id, ["blob", "file"])),
    ...endpointRulesOf(index, workspace.id),
    ...childrenOf(index, workspace.id, "datastores").flatMap(doorsOfDatastore),
    ...childrenOf(index, workspace.id, "connections").flatMap(doorsOfConnection),
  ];
}

/** The only sub-resource of a service, or those that are used of a storage account. */
function doorsOf(resource: string, ofStorage: readonly string[]): readonly Door[] {
  const isStorage = typeOf(resource) === "microsoft.storage/storageaccounts";
  const subresources = isStorage ? ofStorage : subresourcesOf(resource);
  return subresources.map((subresource) => ({ resource, subresource }));
}

function doorsOfDatastore(datastore: ArmDocument): readonly Door[] {
  const kind = textAt(datastore, "properties", "datastoreType");
  const subresource = { azureblob: "blob", azurefile: "file", azuredatalakegen2: "dfs" }[kind.toLowerCase()];
  const account = accountIdIn(valueAt(datastore, "properties"));
  return subresource === undefined || account === "" ? [] : [{ resource: account, subresource }];
}

function doorsOfConnection(connection: ArmDocument): readonly Door[] {
  const target = textAt(connection, "properties", "target");
  const metadata = valueAt(connection, "properties", "metadata");
  const named = target.startsWith("/subscriptions/") ? target : readMetadata(metadata, "ResourceId");
  const resource = named === "" ? accountIdIn(metadata) : named;
  const category = textAt(connection, "properties", "category").toLowerCase();
  const used = storageServiceIn(target) ?? (category === "adlsgen2" ? "dfs" : "blob");
  return doorsOf(resource, [used]);
}

/** The account a datastore or a data connection names in parts, as an ARM id; "" where a part is missing. */
function accountIdIn(parts: ReturnType<typeof valueAt>): string {
  const subscription = readMetadata(parts, "subscriptionId");
  const group = readMetadata(parts, "resourceGroup");
  const account = readMetadata(parts, "accountName");
  if (subscription === "" || group === "" || account === "") return "";
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${account}`;
}

/** Metadata keys come back in the casing they were sent in. */
function readMetadata(parts: ReturnType<typeof valueAt>, key: string): string {
  if (!isObject(parts)) return "";
  const entry = Object.entries(parts).find(([name]) => isSameText(name, key));
  return typeof entry?.[1] === "string" ? entry[1] : "";
}

function storageServiceIn(target: string): string | undefined {
  return /\.(blob|file|queue|table|dfs|web)\.core\./i.exec(target)?.[1]?.toLowerCase();
}

/** The sub-resources that customers have made endpoints for. */
function withEndpoints(index: EstateIndex, resource: string): readonly string[] {
  return findPrivateEndpoints(index)
    .flatMap((endpoint) => endpoint.targets)
    .filter((target) => isSameId(target.targetId, resource))
    .flatMap((target) => target.subresources)
    .map((group) => subresourcesOf(resource).find((known) => isSameText(known, group)) ?? group);
}
