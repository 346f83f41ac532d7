import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { withHub } from "./build/variation.ts";
import { harden } from "./hardened.ts";
import { usualRecipe } from "./usual-recipe.ts";

/** A project made after the storage account was closed: its stores take their time. */
export function lateDatastores(): EstateDocument {
  const recipe = harden(usualRecipe("trey", "australiaeast"));
  return buildEstate({
    ...withHub(recipe, (hub) => ({
      ...hub,
      projects: (hub.projects ?? []).map((project, index) => (index === 1 ? { ...project, datastores: [] } : project)),
    })),
    description: "A hardened hub with a project made a moment ago: none of its datastores is there yet.",
  });
}
