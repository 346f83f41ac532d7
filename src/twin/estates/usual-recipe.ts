import type { CloudName } from "../estate.ts";
import { requiredRules } from "./build/outbound-rules.ts";
import type { EndpointRecipe, HubRecipe, Recipe } from "./build/recipe.ts";
import { siteOf } from "./build/site.ts";
import { approverGrants, callerGrants, hubGrants } from "./build/usual-grants.ts";

/** The names in a company's usual estate, for those who vary it. */
export function usualNames(company: string) {
  return {
    hub: `hub-${company}`,
    storage: `st${company}ai`,
    vault: `kv-${company}-ai`,
    registry: `cr${company}ai`,
    search: `srch-${company}`,
    aiServices: `ais-${company}`,
    openAi: `aoai-${company}`,
    vnet: `vnet-${company}-core`,
    serviceGroup: `rg-${company}-ai`,
    networkGroup: `rg-${company}-network`,
  } as const;
}

/**
 * What a good template deploys, right after it: one hub in AllowOnlyApprovedOutbound whose network is not provisioned,
 * two projects, three connected services, one VNet with every endpoint, zone and link, a Bastion and a VPN gateway;
 * storage, vault and registry still public.
 */
export function usualRecipe(company: string, region: string, cloud: CloudName = "AzureCloud"): Recipe {
  const names = usualNames(company);
  const hub = usualHub(company);
  const zoneSet = names.networkGroup;
  const endpointTo = (service: string, subresource: string): EndpointRecipe => ({
    vnet: names.vnet,
    service,
    subresource,
    zoneSet,
  });
  const recipe: Recipe = {
    description: "",
    company,
    region,
    cloud,
    services: [
      { kind: "storage", name: names.storage },
      { kind: "vault", name: names.vault },
      { kind: "registry", name: names.registry },
      { kind: "search", name: names.search },
      { kind: "aiServices", name: names.aiServices },
      { kind: "openAi", name: names.openAi },
    ],
    hubs: [hub],
    vnets: [{ name: names.vnet, number: 20, links: [{ zoneSet }], hasBastion: true, hasGateway: true }],
    endpoints: [
      endpointTo(names.hub, "amlworkspace"),
      endpointTo(names.storage, "blob"),
      endpointTo(names.storage, "file"),
      endpointTo(names.vault, "vault"),
      endpointTo(names.registry, "registry"),
      endpointTo(names.search, "searchService"),
      endpointTo(names.aiServices, "account"),
      endpointTo(names.openAi, "account"),
    ],
    grants: [],
  };
  return { ...recipe, grants: usualGrants(recipe, hub) };
}

function usualHub(company: string): HubRecipe {
  const names = usualNames(company);
  const own = { name: names.hub, storage: names.storage, vault: names.vault, registry: names.registry };
  return {
    ...own,
    isolation: "AllowOnlyApprovedOutbound",
    imageBuildCompute: "cpu-images",
    projects: [{ name: "proj-orders" }, { name: "proj-shipping" }],
    connections: [
      { name: names.aiServices, category: "AIServices", service: names.aiServices },
      // One account, two connections: one rule serves both.
      { name: `${names.aiServices}_aoai`, category: "AzureOpenAI", service: names.aiServices },
      { name: names.openAi, category: "AzureOpenAI", service: names.openAi },
      {
        name: names.search,
        category: "CognitiveSearch",
        service: names.search,
        metadata: { DeploymentApiVersion: "2023-11-01", type: "azure_ai_search" },
      },
    ],
    rules: [
      ...requiredRules(own),
      // The service makes this one from the connection, and it counts as the user's own.
      {
        name: `Connection_${names.aiServices}_account`,
        service: names.aiServices,
        subresource: "account",
        category: "UserDefined",
      },
    ],
  };
}

function usualGrants(recipe: Recipe, hub: HubRecipe): Recipe["grants"] {
  const site = siteOf(recipe);
  const names = usualNames(recipe.company);
  const approver = "Azure AI Enterprise Network Connection Approver";
  return [
    ...callerGrants(site),
    ...hubGrants(site, hub),
    // The hub's Azure AI Administrator reaches the accounts, but approves nothing on Search.
    ...approverGrants(hub.name, names.search),
    { to: "caller", role: approver, on: names.aiServices },
    { to: "caller", role: approver, on: names.openAi },
    { to: names.search, role: "Storage Blob Data Contributor", on: names.storage },
    { to: names.aiServices, role: "Storage Blob Data Contributor", on: names.storage },
  ];
}
