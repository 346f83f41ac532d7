import type { JsonObject } from "../../estate.ts";
import type { GrantRecipe, HubRecipe, Recipe } from "./recipe.ts";

/** The recipe with its first hub changed. */
export function withHub(recipe: Recipe, change: (hub: HubRecipe) => HubRecipe): Recipe {
  return { ...recipe, hubs: recipe.hubs.map((hub, index) => (index === 0 ? change(hub) : hub)) };
}

/** The recipe with these properties laid over those of one service. */
export function withProperties(recipe: Recipe, service: string, properties: JsonObject): Recipe {
  const services = recipe.services.map((item) =>
    item.name === service ? { ...item, properties: { ...item.properties, ...properties } } : item,
  );
  return { ...recipe, services };
}

export function withGrants(recipe: Recipe, grants: readonly GrantRecipe[]): Recipe {
  return { ...recipe, grants: [...recipe.grants, ...grants] };
}

/** The recipe without the customer endpoints to one service, or to one sub-resource of it. */
export function withoutEndpoints(recipe: Recipe, service: string, subresource?: string): Recipe {
  const endpoints = recipe.endpoints.filter(
    (endpoint) => endpoint.service !== service || (subresource !== undefined && endpoint.subresource !== subresource),
  );
  return { ...recipe, endpoints };
}
