import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { withProperties } from "./build/variation.ts";
import { usualNames, usualRecipe } from "./usual-recipe.ts";

/** A network security perimeter rules the vault: closed already, and not the runbook's to change. */
export function perimeter(): EstateDocument {
  const usual = usualRecipe("consolidated", "westus2");
  return buildEstate({
    ...withProperties(usual, usualNames("consolidated").vault, { publicNetworkAccess: "SecuredByPerimeter" }),
    description: "fresh-approved-only with a vault in a network security perimeter, which is never overwritten.",
  });
}
