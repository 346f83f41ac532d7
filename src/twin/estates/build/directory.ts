import { membersOfHub, membersOfService } from "./members.ts";
import type { Member } from "./members.ts";
import type { HubRecipe, Recipe } from "./recipe.ts";
import { serviceIdOf } from "./services.ts";
import { groupIdOf, networkIdOf, subscriptionIdOf } from "./site.ts";
import type { Site } from "./site.ts";

/** Finds what a recipe means by a name. An unknown name is a mistake in the recipe and throws. */
export interface Directory {
  /** ARM id of a service, hub, project, VNet, endpoint, identity or resource group, or "subscription" with its short name. */
  idOf(name: string): string;
  /** Object id of "caller", a hub, project, service or identity. */
  principalOf(name: string): string;
  membersOf(service: string, subresource: string): readonly Member[];
  /** Whether a private endpoint's target is a hub. */
  isHub(name: string): boolean;
}

export function directoryOf(site: Site, recipe: Recipe): Directory {
  const ids = new Map(listIds(site, recipe));
  const principals = new Map(listPrincipals(site, recipe));
  const services = new Map(recipe.services.map((service) => [service.name, service]));
  const hubs = new Map(recipe.hubs.map((hub) => [hub.name, hub]));
  return {
    idOf: (name) => ids.get(name) ?? groupIdIn(site, name),
    principalOf: (name) => principals.get(name) ?? site.guid(`principal ${name}`),
    membersOf: (name, subresource) => {
      const hub = hubs.get(name);
      if (hub !== undefined) return membersOfHub(site, hub);
      const service = services.get(name);
      if (service === undefined) throw new Error(`The recipe names no service ${name}.`);
      return membersOfService(site, service, subresource);
    },
    isHub: (name) => hubs.has(name),
  };
}

export function workspaceIdOf(site: Site, hub: HubRecipe, name: string): string {
  const group = groupIdOf(site, hub.group ?? site.serviceGroup);
  return `${group}/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
}

export function identityIdOf(site: Site, name: string): string {
  return `${groupIdOf(site, site.serviceGroup)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
}

/** The name an endpoint has where its recipe gives none. */
export function endpointNameOf(endpoint: { name?: string; service: string; subresource: string }): string {
  const storage = ["blob", "file", "queue", "table", "dfs", "web"];
  const ending = storage.includes(endpoint.subresource) ? `-${endpoint.subresource}` : "";
  return endpoint.name ?? `pe-${endpoint.service}${ending}`;
}

function listIds(site: Site, recipe: Recipe): readonly (readonly [string, string])[] {
  return [
    ["subscription", `/subscriptions/${site.subscriptionId}`],
    ...(recipe.subscriptions ?? []).map(
      (shortName) => [`subscription ${shortName}`, `/subscriptions/${subscriptionIdOf(site, shortName)}`] as const,
    ),
    ...recipe.services.map((service) => [service.name, serviceIdOf(site, service)] as const),
    ...recipe.hubs.flatMap((hub) =>
      [hub.name, ...(hub.projects ?? []).map(({ name }) => name)].map(
        (name) => [name, workspaceIdOf(site, hub, name)] as const,
      ),
    ),
    ...recipe.vnets.map(({ name }) => [name, networkIdOf(site, "virtualNetworks", name)] as const),
    ...recipe.endpoints.map((endpoint) => {
      const name = endpointNameOf(endpoint);
      return [name, networkIdOf(site, "privateEndpoints", name)] as const;
    }),
    ...(recipe.identities ?? []).map((name) => [name, identityIdOf(site, name)] as const),
  ];
}

function listPrincipals(site: Site, recipe: Recipe): readonly (readonly [string, string])[] {
  const ofIdentity = (name: string): string => site.guid(`principal ${name}`);
  return recipe.hubs.flatMap((hub) => [
    [hub.name, ofIdentity(hub.identities?.[0] ?? hub.name)] as const,
    ...(hub.projects ?? []).map(({ name, identity }) => [name, ofIdentity(identity ?? name)] as const),
  ]);
}

function groupIdIn(site: Site, name: string): string {
  if (name.startsWith("rg-") || name.includes(":")) return groupIdOf(site, name);
  throw new Error(`The recipe names nothing ${name}.`);
}
