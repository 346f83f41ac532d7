import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { connectionDocument } from "./build/endpoint-connections.ts";
import { ruleNameOf } from "./build/outbound-rules.ts";
import type { Recipe } from "./build/recipe.ts";
import { serviceIdOf } from "./build/services.ts";
import { siteOf } from "./build/site.ts";
import { usualNames, usualRecipe } from "./usual-recipe.ts";

/** Somebody from another subscription asks for a way into the storage account under the name of the hub's own rule. */
export function pendingLookAlike(): EstateDocument {
  const usual = usualRecipe("litware", "francecentral");
  return buildEstate({
    ...usual,
    description:
      "fresh-approved-only, and on the storage account a Pending connection from a stranger's subscription whose endpoint is named exactly as the hub's own rule. Nobody may approve it or count it.",
    documents: [strangersConnection(usual)],
  });
}

function strangersConnection(usual: Recipe) {
  const site = siteOf(usual);
  const { storage } = usualNames(usual.company);
  const [hub] = usual.hubs;
  if (hub === undefined) throw new Error("The usual recipe has a hub.");
  const name = ruleNameOf(site, hub, { service: storage, subresource: "blob" });
  const home = `/subscriptions/${site.guid("a stranger's subscription")}/resourceGroups/rg-somebody`;
  const endpointId = `${home}/providers/Microsoft.Network/privateEndpoints/${name}`;
  return connectionDocument(site, serviceIdOf(site, { kind: "storage", name: storage }), endpointId, name, "Pending");
}
