import type { EstateDocument, JsonObject } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import type { Recipe } from "./build/recipe.ts";
import { withGrants, withHub, withProperties } from "./build/variation.ts";
import { usualNames, usualRecipe } from "./usual-recipe.ts";

/** `fresh-approved-only` after a perfect run. A plan on it is empty. */
export function hardened(): EstateDocument {
  return buildEstate({
    ...harden(usualRecipe("northwind", "swedencentral")),
    description: "fresh-approved-only after a perfect run: provisioned, every way private, nothing left to do.",
  });
}

/** A usual recipe with its network provisioned, its connected services ruled and its services closed. */
export function harden(usual: Recipe): Recipe {
  const names = usualNames(usual.company);
  const provisioned = withHub(usual, (hub) => ({
    ...hub,
    network: "Active",
    rules: [
      ...(hub.rules ?? []),
      { name: `${names.search}-search`, service: names.search, subresource: "searchService", category: "UserDefined" },
      { name: `${names.openAi}-account`, service: names.openAi, subresource: "account", category: "UserDefined" },
    ].map((rule) => ({ ...rule, connection: "Approved" as const })),
  }));
  return withReaders(closeServices(provisioned));
}

function closeServices(recipe: Recipe): Recipe {
  const names = usualNames(recipe.company);
  const acls = { bypass: "AzureServices", virtualNetworkRules: [], ipRules: [], defaultAction: "Deny" };
  const closed = (rules: JsonObject): JsonObject => ({ publicNetworkAccess: "Disabled", ...rules });
  const withStorage = withProperties(recipe, names.storage, closed({ networkAcls: { ipv6Rules: [], ...acls } }));
  const withVault = withProperties(withStorage, names.vault, closed({ networkAcls: acls }));
  return withProperties(withVault, names.registry, closed({ networkRuleSet: { defaultAction: "Deny", ipRules: [] } }));
}

/** Reader on the customer's storage endpoints, for the hub's identity and every project's. */
function withReaders(recipe: Recipe): Recipe {
  const names = usualNames(recipe.company);
  const workspaces = [names.hub, ...(recipe.hubs[0]?.projects ?? []).map(({ name }) => name)];
  const endpoints = [`pe-${names.storage}-blob`, `pe-${names.storage}-file`];
  return withGrants(
    recipe,
    workspaces.flatMap((to) => endpoints.map((on) => ({ to, role: "Reader", on }))),
  );
}
