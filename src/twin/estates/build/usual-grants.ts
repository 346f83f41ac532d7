import { workspaceGuidOf } from "./members.ts";
import { hasRegistry } from "./recipe.ts";
import type { GrantRecipe, HubRecipe, ProjectRecipe, Recipe } from "./recipe.ts";
import type { Site } from "./site.ts";

const approver = "Azure AI Enterprise Network Connection Approver";

/** What a caller needs who may do everything the runbook does, and no more. */
export function callerGrants(site: Site): readonly GrantRecipe[] {
  return [
    { to: "caller", role: "Reader", on: "subscription" },
    { to: "caller", role: "Azure AI Administrator", on: site.serviceGroup },
    { to: "caller", role: "User Access Administrator", on: site.serviceGroup },
    { to: "caller", role: "User Access Administrator", on: site.networkGroup },
  ];
}

/** What the platform grants a hub and its projects when it makes them. */
export function hubGrants(site: Site, hub: HubRecipe): readonly GrantRecipe[] {
  const workspaces = [hub.name, ...(hub.projects ?? []).map(({ name }) => name)];
  return [
    { to: hub.name, role: "Azure AI Administrator", on: hub.group ?? site.serviceGroup },
    ...workspaces.map((to) => ({ to, role: "Key Vault Administrator", on: hub.vault })),
    ...(hasRegistry(hub) ? [{ to: hub.name, role: "AcrPull", on: hub.registry }] : []),
    ...(hub.projects ?? []).flatMap((project) => dataGrants(site, hub, project)),
  ];
}

/** The approver role on one service, for the hub and for the caller: since April 2025 both need it. */
export function approverGrants(hub: string, service: string): readonly GrantRecipe[] {
  return [
    { to: "caller", role: approver, on: service },
    { to: hub, role: approver, on: service },
  ];
}

/** One grant a principal, role and scope: projects that share an identity would repeat theirs. */
export function withoutRepeats(recipe: Recipe): Recipe {
  const identity = new Map(recipe.hubs.flatMap((hub) => identitiesOf(hub)));
  const seen = new Map(
    recipe.grants.map((grant) => {
      const key = `${identity.get(grant.to) ?? grant.to}|${grant.role}|${grant.on}`;
      return [key, grant];
    }),
  );
  return { ...recipe, grants: [...seen.values()] };
}

function identitiesOf(hub: HubRecipe): readonly (readonly [string, string])[] {
  return [
    [hub.name, hub.identities?.[0] ?? hub.name] as const,
    ...(hub.projects ?? []).map(({ name, identity }) => [name, identity ?? name] as const),
  ];
}

/** A project sees its own containers only: the container's name has to begin with its GUID. */
export function dataGrants(site: Site, hub: HubRecipe, { name }: ProjectRecipe): readonly GrantRecipe[] {
  const blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
  const isOther = ["read", "write"].map((action) => `!(ActionMatches{'${blobs}/${action}'})`).join(" AND ");
  const container = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name]";
  const condition = `((${isOther}) OR (${container} StringStartsWithIgnoreCase '${workspaceGuidOf(site, name)}'))`;
  return [
    { to: name, role: "Storage Blob Data Contributor", on: hub.storage, condition },
    { to: name, role: "Storage File Data Privileged Contributor", on: hub.storage },
  ];
}
