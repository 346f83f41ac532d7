import type { EstateDocument } from "../estate.ts";
import { requiredRules } from "./build/outbound-rules.ts";
import { buildEstate } from "./build/build-estate.ts";
import type { HubRecipe } from "./build/recipe.ts";
import { withHub, withoutEndpoints } from "./build/variation.ts";
import { usualNames, usualRecipe } from "./usual-recipe.ts";

/** A hub gets its registry with its first image; this one has none yet. */
export function noRegistry(): EstateDocument {
  const names = usualNames("graphicdesign");
  const recipe = withHub(withoutEndpoints(usualRecipe("graphicdesign", "japaneast"), names.registry), withoutRegistry);
  return buildEstate({
    ...recipe,
    description: "fresh-approved-only without a container registry: the field is an empty text on the wire.",
    services: recipe.services.filter(({ kind }) => kind !== "registry"),
    grants: recipe.grants.filter(({ on }) => on !== names.registry),
  });
}

function withoutRegistry(hub: HubRecipe): HubRecipe {
  const connected = (hub.rules ?? []).filter((rule) => rule.category === "UserDefined");
  const bare = { ...hub, registry: "" };
  return { ...bare, rules: [...requiredRules(bare), ...connected] };
}
