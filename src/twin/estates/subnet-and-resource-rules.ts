import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { networkIdOf, siteOf } from "./build/site.ts";
import { withProperties } from "./build/variation.ts";
import { usualNames, usualRecipe } from "./usual-recipe.ts";

/** The storage account lets in one subnet of a VNet without endpoints, one range and one named resource. */
export function subnetAndResourceRules(): EstateDocument {
  const usual = usualRecipe("fourthcoffee", "westus3");
  const names = usualNames("fourthcoffee");
  const site = siteOf(usual);
  const branch = networkIdOf(site, "virtualNetworks", "vnet-fourthcoffee-branch");
  const searchId = `/subscriptions/${site.subscriptionId}/resourceGroups/${names.serviceGroup}/providers/Microsoft.Search/searchServices/${names.search}`;
  const recipe = withProperties(usual, names.storage, {
    networkAcls: {
      resourceAccessRules: [{ tenantId: site.tenantId, resourceId: searchId }],
      ipv6Rules: [],
      bypass: "Logging, Metrics, AzureServices",
      virtualNetworkRules: [{ id: `${branch}/subnets/snet-scanners`, action: "Allow", state: "Succeeded" }],
      ipRules: [{ value: "203.0.113.200", action: "Allow" }],
      defaultAction: "Deny",
    },
  });
  return buildEstate({
    ...recipe,
    description:
      "The storage account is open to a service-endpoint subnet, a range and a resource instance only. Closing it keeps the instance and cuts off the other two.",
    vnets: [
      ...recipe.vnets,
      {
        name: "vnet-fourthcoffee-branch",
        number: 21,
        subnets: [{ name: "snet-scanners", serviceEndpoints: ["Microsoft.Storage"] }],
      },
    ],
  });
}
