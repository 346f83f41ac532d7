import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { membersOfHub } from "./build/members.ts";
import type { HubRecipe, Recipe } from "./build/recipe.ts";
import { networkIdOf, siteOf } from "./build/site.ts";
import type { Site } from "./build/site.ts";
import { dataGrants } from "./build/usual-grants.ts";

const vnet = "vnet-tailwind";
const dnsServer = "10.30.0.53";
const searchGroup = "rg-tailwind-search";

const hub: HubRecipe = {
  name: "hub-tailwind",
  storage: "sttailwindai",
  vault: "kv-tailwind-ai",
  registry: "crtailwindai",
  isolation: "AllowInternetOutbound",
  identities: ["id-tailwind-hub", "id-tailwind-build"],
  projects: [
    { name: "proj-demand" },
    // It shares the hub's identity, and its blob store never came: the account refuses keys.
    {
      name: "proj-drafts",
      identity: "id-tailwind-hub",
      datastores: ["workspaceartifactstore", "workspacefilestore", "workspaceworkingdirectory"],
    },
  ],
  connections: [
    { name: "srch-tailwind", category: "CognitiveSearch", service: "srch-tailwind" },
    // No ARM id in it, and a host that belongs to somebody else.
    {
      name: "partner-openai",
      category: "AzureOpenAI",
      authType: "ApiKey",
      target: "https://aoai-partner-neu.openai.azure.com/",
    },
    {
      name: "bing-grounding",
      category: "ApiKey",
      authType: "ApiKey",
      target: "https://api.bing.microsoft.com/",
      metadata: { Type: "bing_grounding", ResourceId: bingId() },
    },
  ],
  // Only the hub is private already, so only its rule is there: the others come once their target is private.
  rules: [{ service: "hub-tailwind", subresource: "amlworkspace" }],
};

const recipe: Recipe = {
  description:
    "AllowInternetOutbound with a user-assigned identity, a Basic registry, custom DNS with two bad answers and no private endpoint for storage file: some of it can be closed, some must be refused.",
  company: "tailwind",
  region: "northeurope",
  services: [
    // publicNetworkAccess was never set, so it is absent.
    {
      kind: "storage",
      name: "sttailwindai",
      properties: { publicNetworkAccess: undefined, allowSharedKeyAccess: false },
    },
    { kind: "vault", name: "kv-tailwind-ai" },
    { kind: "registry", name: "crtailwindai", sku: "Basic" },
    { kind: "search", name: "srch-tailwind", group: searchGroup, properties: { publicNetworkAccess: "enabled" } },
  ],
  hubs: [hub],
  identities: ["id-tailwind-build", "id-tailwind-hub"],
  vnets: [
    {
      name: vnet,
      number: 30,
      dnsServers: [dnsServer],
      hasGateway: true,
      subnets: [{ name: "snet-apps", serviceEndpoints: ["Microsoft.KeyVault"] }],
    },
  ],
  endpoints: [
    { vnet, service: "hub-tailwind", subresource: "amlworkspace" },
    { vnet, service: "sttailwindai", subresource: "blob" },
    { vnet, service: "kv-tailwind-ai", subresource: "vault" },
    { vnet, service: "srch-tailwind", subresource: "searchService" },
  ],
  grants: [
    { to: "caller", role: "Reader", on: "subscription" },
    { to: "caller", role: "Contributor", on: "rg-tailwind-ai" },
    { to: "caller", role: "User Access Administrator", on: "rg-tailwind-ai" },
    { to: "caller", role: "User Access Administrator", on: "rg-tailwind-network" },
    { to: "caller", role: "Azure AI Enterprise Network Connection Approver", on: "srch-tailwind" },
    { to: "hub-tailwind", role: "Azure AI Enterprise Network Connection Approver", on: "rg-tailwind-ai" },
    { to: "hub-tailwind", role: "Contributor", on: "rg-tailwind-ai" },
    { to: "hub-tailwind", role: "Key Vault Administrator", on: "kv-tailwind-ai" },
    { to: "proj-demand", role: "Key Vault Administrator", on: "kv-tailwind-ai" },
  ],
};

export function freshInternetOutbound(): EstateDocument {
  const site = siteOf(recipe);
  const vnetId = networkIdOf(site, "virtualNetworks", vnet);
  const services = recipe.services.map((service) =>
    service.kind === "vault" ? { ...service, properties: vaultRules(vnetId) } : service,
  );
  const facts = {
    resolvers: { [dnsServer]: { answers: answersOf(site), otherwise: "public" as const } },
    vantage: { kind: "vnet" as const, subnet: `${vnetId}/subnets/snet-runners` },
  };
  const grants = [...recipe.grants, ...(hub.projects ?? []).flatMap((project) => dataGrants(site, hub, project))];
  return buildEstate({ ...recipe, services, facts, grants });
}

/** A resource that is in no estate: no private endpoint can be made for it. */
export function bingId(): string {
  const { subscriptionId } = siteOf({ company: "tailwind", region: "northeurope" });
  return `/subscriptions/${subscriptionId}/resourceGroups/rg-tailwind-ai/providers/Microsoft.Bing/accounts/bing-tailwind`;
}

/** The vault writes the ids in its rules in lower case. */
function vaultRules(vnetId: string) {
  return {
    networkAcls: {
      bypass: "AzureServices",
      defaultAction: "Deny",
      ipRules: [{ value: "203.0.113.128/26" }, { value: "198.51.100.77/32" }],
      virtualNetworkRules: [
        { id: `${vnetId}/subnets/snet-apps`.toLowerCase(), ignoreMissingVnetServiceEndpoint: false },
      ],
    },
  };
}

/** Two answers are wrong: the hub's API name points at nothing, its notebook name does not exist. */
function answersOf(site: Site): Readonly<Record<string, readonly string[]>> {
  const [api = "", certificate = "", notebook = "", inference = ""] = membersOfHub(site, hub).flatMap(
    ({ fqdns }) => fqdns,
  );
  return {
    [api]: ["10.30.1.99"],
    [certificate]: ["10.30.1.4"],
    [notebook]: [],
    [inference]: ["10.30.1.6"],
    "sttailwindai.blob.core.windows.net": ["10.30.1.7"],
    "kv-tailwind-ai.vault.azure.net": ["10.30.1.8"],
    "srch-tailwind.search.windows.net": ["10.30.1.9"],
  };
}
