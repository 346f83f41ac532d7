import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { usualRecipe } from "./usual-recipe.ts";

export function freshApprovedOnly(): EstateDocument {
  return buildEstate({
    ...usualRecipe("northwind", "swedencentral"),
    description:
      "A hub just deployed by a template, AllowOnlyApprovedOutbound, nothing provisioned, its storage, vault and registry still public. Everything needed to close them is there.",
  });
}
