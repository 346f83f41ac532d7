import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { usualRecipe } from "./usual-recipe.ts";

export function government(): EstateDocument {
  return buildEstate({
    ...usualRecipe("woodgrove", "usgovvirginia", "AzureUSGovernment"),
    description: "fresh-approved-only in Azure Government: other domains, other private zones.",
  });
}

/** Not confirmed: that hubs can be had there at all. */
export function china(): EstateDocument {
  return buildEstate({
    ...usualRecipe("humongous", "chinanorth3", "AzureChinaCloud"),
    description: "fresh-approved-only in Azure operated by 21Vianet: other domains, other private zones.",
  });
}
