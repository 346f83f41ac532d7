import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { usualNames, usualRecipe } from "./usual-recipe.ts";

/** A laboratory's hub next door keeps its data in the same account and reaches it over the internet. */
export function sharedStorage(): EstateDocument {
  const usual = usualRecipe("adventureworks", "westeurope");
  const { storage } = usualNames("adventureworks");
  return buildEstate({
    ...usual,
    description:
      "Two hubs on one storage account. The other one has a vault of its own, allows traffic to the internet and reaches the account by its public endpoint: closing it would cut that hub off.",
    services: [...usual.services, { kind: "vault", name: "kv-adventureworks-lab" }],
    hubs: [
      ...usual.hubs,
      {
        name: "hub-adventureworks-lab",
        storage,
        vault: "kv-adventureworks-lab",
        isolation: "AllowInternetOutbound",
        network: "Active",
        projects: [{ name: "proj-lab" }],
        rules: [{ service: "hub-adventureworks-lab", subresource: "amlworkspace", connection: "Approved" }],
      },
    ],
  });
}
