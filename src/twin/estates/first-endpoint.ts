import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { withHub, withoutEndpoints } from "./build/variation.ts";
import { usualNames, usualRecipe } from "./usual-recipe.ts";

/**
 * The vault has no connection at all, and the VNet is linked to an empty vault zone: the first endpoint anywhere, even
 * the managed network's, turns the vault's name into one that the VNet does not find.
 */
export function firstEndpoint(): EstateDocument {
  const names = usualNames("wingtip");
  const usual = withoutEndpoints(usualRecipe("wingtip", "uksouth"), names.vault);
  const zones = ["privatelink.vaultcore.azure.net"];
  const recipe = withHub(usual, (hub) => ({
    ...hub,
    isolation: "AllowInternetOutbound",
    rules: [{ service: names.hub, subresource: "amlworkspace" }],
  }));
  return buildEstate({
    ...recipe,
    description:
      "A vault without any private endpoint, and a VNet that is linked to an empty vault zone. A rule for the vault would make its first connection and lock the VNet's clients out.",
    vnets: recipe.vnets.map((vnet) => ({ ...vnet, links: [{ zoneSet: names.networkGroup, zones }] })),
  });
}
