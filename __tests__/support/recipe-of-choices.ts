import type { ClientFact, JsonObject } from "../../src/twin/estate.ts";
import type {
  ConnectionRecipe,
  EndpointRecipe,
  GrantRecipe,
  HubRecipe,
  Recipe,
  RuleRecipe,
  ServiceRecipe,
  VnetRecipe,
} from "../../src/twin/estates/build/recipe.ts";
import { siteOf } from "../../src/twin/estates/build/site.ts";
import { approverGrants, callerGrants, hubGrants } from "../../src/twin/estates/build/usual-grants.ts";
import { connectedKinds, ownDoors } from "./estate-choices.ts";
import type { AccessChoice, Choices, RuleChoice, VnetChoice } from "./estate-choices.ts";

const company = "random";
const region = "eastus";
const site = siteOf({ company, region });
const groupId = `/subscriptions/${site.subscriptionId}/resourceGroups/${site.serviceGroup}`;
const own = { name: "hub-random", storage: "strandom", vault: "kv-random", registry: "crrandom" };
const connectionOf = { search: "CognitiveSearch", aiServices: "AIServices", openAi: "AzureOpenAI" };
const zoneNames = ["blob.core.windows.net", "vaultcore.azure.net", "azurecr.io", "search.windows.net"];

/** The recipe of a small estate that has everything chosen, as far as it fits together. */
export function recipeOf(choices: Choices): Recipe {
  const hub = hubOf(choices);
  const neighbours = choices.neighbour === undefined ? [] : [neighbourOf(choices, choices.neighbour)];
  return {
    description: "random",
    company,
    region,
    services: [...servicesOf(choices), ...aiServiceOf(choices)],
    ...(choices.stranger === undefined ? {} : { identities: [strangerName], facts: { clients: clientsOf(choices) } }),
    hubs: [hub, ...neighbours],
    vnets: choices.vnets.map((vnet, index) => vnetOf(choices, vnet, index)),
    endpoints: choices.vnets.flatMap((vnet, index) => endpointsOf(choices, vnet, index)),
    grants: [...grantsOf(choices, hub), ...strangerGrants(choices)],
  };
}

const strangerName = "id-stranger";

function strangersService({ stranger, registry }: Choices): "storage" | "vault" | "registry" {
  return stranger?.on === "registry" && registry === undefined ? "storage" : (stranger?.on ?? "storage");
}

function isByPolicy(choices: Choices): boolean {
  return choices.stranger?.by === "access policy" && strangersService(choices) === "vault";
}

function policiesOf(choices: Choices): JsonObject {
  if (!isByPolicy(choices)) return {};
  const permissions = { secrets: ["get"], keys: [], certificates: [] };
  const policy = { tenantId: site.tenantId, objectId: site.guid(`principal ${strangerName}`), permissions };
  return { enableRbacAuthorization: false, accessPolicies: [policy] };
}

function strangerGrants(choices: Choices): readonly GrantRecipe[] {
  if (choices.stranger === undefined || isByPolicy(choices)) return [];
  const roles = { storage: "Storage Blob Data Contributor", vault: "Key Vault Administrator", registry: "AcrPull" };
  const on = strangersService(choices);
  return [{ to: strangerName, role: roles[on], on: own[on] }];
}

function clientsOf(choices: Choices): readonly ClientFact[] {
  const types = {
    storage: "Microsoft.Storage/storageAccounts",
    vault: "Microsoft.KeyVault/vaults",
    registry: "Microsoft.ContainerRegistry/registries",
  };
  const on = strangersService(choices);
  const uses = `${groupId}/providers/${types[on]}/${own[on]}`;
  const isInside = choices.stranger?.from === "first vnet" && choices.vnets.length > 0;
  const from = isInside ? ({ kind: "vnet", vnet: vnetIdOf(0) } as const) : ({ kind: "public" } as const);
  return [{ principalId: site.guid(`principal ${strangerName}`), uses, from }];
}

function aiServiceOf({ aiService }: Choices): readonly ServiceRecipe[] {
  if (aiService === undefined) return [];
  const account = `${groupId}/providers/Microsoft.Storage/storageAccounts/${own.storage}`;
  const keyVaultProperties = { keyName: "key", keyVaultUri: `https://${own.vault}.vault.azure.net/` };
  const properties: JsonObject =
    aiService === "storage"
      ? { userOwnedStorage: [{ resourceId: account }] }
      : { encryption: { keySource: "Microsoft.KeyVault", keyVaultProperties } };
  return [{ kind: "aiServices", name: "ais-next-door", properties }];
}

export function serviceNameOf(door: string): string {
  const names: Readonly<Record<string, string>> = {
    blob: own.storage,
    file: own.storage,
    vault: own.vault,
    registry: own.registry,
    amlworkspace: own.name,
  };
  return names[door] ?? `con-${door.toLowerCase()}`;
}

function subresourceOf(door: string): string {
  if (door === "search") return "searchService";
  return door === "aiServices" || door === "openAi" ? "account" : door;
}

/** The doors that exist in this estate. A Basic registry has no endpoints of any kind. */
function linkableDoors(choices: Choices): readonly string[] {
  const isPremium = choices.registry?.sku === "Premium";
  const mine = ownDoors.filter((door) => door !== "registry" || isPremium);
  return [...mine, ...connectedKinds.filter((kind) => choices.connected[kind] !== undefined)];
}

function servicesOf(choices: Choices): readonly ServiceRecipe[] {
  const { registry, connected, neighbour } = choices;
  return [
    { kind: "storage", name: own.storage, properties: aclsOf(choices, choices.storage, "storage") },
    {
      kind: "vault",
      name: own.vault,
      properties: { ...aclsOf(choices, choices.vault, "vault"), ...policiesOf(choices) },
    },
    ...(registry === undefined
      ? []
      : [{ kind: "registry", name: own.registry, sku: registry.sku, properties: registryRules(registry) } as const]),
    ...connectedKinds.flatMap((kind): readonly ServiceRecipe[] => {
      const choice = connected[kind];
      if (choice === undefined) return [];
      const isOn = choice.publicNetworkAccess.toLowerCase() === "enabled";
      const acls = { bypass: "AzureServices", defaultAction: isOn ? "Allow" : "Deny", ipRules: [] };
      const access = kind === "search" ? choice.publicNetworkAccess.toLowerCase() : choice.publicNetworkAccess;
      const rules = kind === "search" ? {} : { networkAcls: acls };
      return [{ kind, name: serviceNameOf(kind), properties: { publicNetworkAccess: access, ...rules } }];
    }),
    ...(neighbour === undefined
      ? []
      : [{ kind: "storage", name: "stneighbour" } as const, { kind: "vault", name: "kv-neighbour" } as const]),
  ];
}

function aclsOf(choices: Choices, access: AccessChoice, kind: "storage" | "vault"): JsonObject {
  const { publicNetworkAccess, defaultAction, bypass } = access;
  if (defaultAction === undefined) return { publicNetworkAccess, networkAcls: undefined };
  const hasVnet = choices.vnets.length > 0;
  const subnetId = `${vnetIdOf(0)}/subnets/snet-apps`;
  const virtualNetworkRules =
    access.hasSubnet && hasVnet ? [{ id: kind === "vault" ? subnetId.toLowerCase() : subnetId }] : [];
  return {
    publicNetworkAccess,
    networkAcls: {
      ...(bypass === undefined ? {} : { bypass: kind === "vault" ? bypass.replace("Logging, Metrics, ", "") : bypass }),
      defaultAction,
      ipRules: access.hasRange
        ? [{ value: "203.0.113.64/28", ...(kind === "storage" ? { action: "Allow" } : {}) }]
        : [],
      virtualNetworkRules,
      ...(kind === "storage" && access.hasResourceInstance
        ? { resourceAccessRules: [{ tenantId: site.tenantId, resourceId: workspaceIdOf(own.name) }] }
        : {}),
    },
  };
}

function registryRules({
  publicNetworkAccess,
  defaultAction,
  bypass,
  hasRange,
  sku,
}: NonNullable<Choices["registry"]>) {
  const isPremium = sku === "Premium";
  // A registry knows no perimeter, and only a Premium one rules or closes.
  const access = isPremium && publicNetworkAccess !== "SecuredByPerimeter" ? publicNetworkAccess : "Enabled";
  const ipRules = hasRange ? [{ action: "Allow", value: "203.0.113.64/28" }] : [];
  return {
    publicNetworkAccess: access,
    networkRuleSet: isPremium && defaultAction !== undefined ? { defaultAction, ipRules } : undefined,
    networkRuleBypassOptions: bypass === undefined || bypass === "None" ? bypass : "AzureServices",
  };
}

function hubOf(choices: Choices): HubRecipe {
  const isActive = choices.isProvisioned && choices.isolation !== "Disabled";
  const connections: readonly ConnectionRecipe[] = connectedKinds
    .filter((kind) => choices.connected[kind] !== undefined)
    .map((kind) => ({ name: serviceNameOf(kind), category: connectionOf[kind], service: serviceNameOf(kind) }));
  const stray = {
    name: "stray",
    category: "AzureOpenAI",
    authType: "ApiKey",
    target: "https://nobody.openai.azure.com/",
  };
  return {
    ...own,
    registry: choices.registry === undefined ? "" : own.registry,
    isolation: choices.isolation,
    network: isActive ? "Active" : "Inactive",
    publicNetworkAccess: choices.hubAccess,
    ...(choices.hasImageCompute ? { imageBuildCompute: "cpu-images" } : {}),
    projects: Array.from({ length: choices.projects }, (_, index) => ({
      name: `proj-${index}`,
      ...(choices.hasLateProject && index === 0 ? { datastores: [] } : {}),
    })),
    connections: choices.hasStrayConnection ? [...connections, stray] : connections,
    rules: choices.isolation === "Disabled" ? [] : rulesOf(choices, isActive),
  };
}

/** Where only approved traffic leaves, the service's own rules are always there. */
function rulesOf(choices: Choices, isActive: boolean): readonly RuleRecipe[] {
  const isApprovedOnly = choices.isolation === "AllowOnlyApprovedOutbound";
  return linkableDoors(choices).flatMap((door) => {
    const isOwn = ownDoors.some((mine) => mine === door);
    const choice = choices.rules[door];
    if (choice === undefined || !(choice.isThere || (isOwn && isApprovedOnly))) return [];
    const target = { service: serviceNameOf(door), subresource: subresourceOf(door) };
    const name = isOwn ? {} : { name: `Connection_${serviceNameOf(door)}_${subresourceOf(door)}` };
    return [{ ...target, ...name, category: isOwn ? "Required" : "UserDefined", ...stateOf(choice, isActive) }];
  });
}

/** Endpoints exist only once the network does. An Active rule always has one, a Deleting or Inactive one never. */
function stateOf({ status, connection }: RuleChoice, isActive: boolean): Pick<RuleRecipe, "status" | "connection"> {
  if (!isActive || status === "Inactive" || status === "Deleting") return { status: isActive ? status : "Inactive" };
  const shown = connection ?? (status === "Active" ? "Approved" : undefined);
  return shown === undefined ? { status } : { status, connection: shown };
}

function neighbourOf(choices: Choices, choice: NonNullable<Choices["neighbour"]>): HubRecipe {
  const shared = choice.shared === "registry" && choices.registry === undefined ? "vault" : choice.shared;
  const door = shared === "storage" ? "blob" : shared;
  const isActive = choice.isProvisioned && choice.isolation !== "Disabled";
  const isLinkable = linkableDoors(choices).includes(door) && choice.isolation !== "Disabled" && choice.rule.isThere;
  const rule = { service: serviceNameOf(door), subresource: door, ...stateOf(choice.rule, isActive) };
  return {
    name: "hub-neighbour",
    storage: shared === "storage" ? own.storage : "stneighbour",
    vault: shared === "vault" ? own.vault : "kv-neighbour",
    ...(shared === "registry" ? { registry: own.registry } : {}),
    isolation: choice.isolation,
    network: isActive ? "Active" : "Inactive",
    rules: isLinkable ? [rule] : [],
  };
}

function vnetOf(choices: Choices, vnet: VnetChoice, index: number): VnetRecipe {
  const peers = choices.vnets.flatMap((other, at) =>
    (vnet.isPeered && at === index - 1) || (other.isPeered && at === index + 1) ? [`vnet-${at}`] : [],
  );
  const servers = { azure: [], "explicit azure": ["168.63.129.16"], known: [serverOf(index)], silent: ["10.99.0.53"] };
  const zones = vnet.hasEmptyZones ? zoneNames.map((name) => `privatelink.${name}`) : [];
  const zoneSet = zoneSetOf(vnet.zones === "first" ? 0 : index);
  return {
    name: `vnet-${index}`,
    number: 40 + index,
    ...(vnet.dns === "azure" ? {} : { dnsServers: servers[vnet.dns] }),
    ...(index === 0
      ? { subnets: [{ name: "snet-apps", serviceEndpoints: ["Microsoft.Storage", "Microsoft.KeyVault"] }] }
      : {}),
    peers,
    links: vnet.zones === "none" ? [] : [{ zoneSet, zones, isRedirecting: vnet.isRedirecting }],
  };
}

function endpointsOf(choices: Choices, vnet: VnetChoice, index: number): readonly EndpointRecipe[] {
  return linkableDoors(choices).flatMap((door): readonly EndpointRecipe[] => {
    const state = vnet.endpoints[door];
    if (state === undefined) return [];
    const target = { service: serviceNameOf(door), subresource: subresourceOf(door) };
    const name = `pe-${index}-${door}`;
    return [{ name, vnet: `vnet-${index}`, ...target, state, zoneSet: zoneSetOf(index), records: vnet.records }];
  });
}

function grantsOf(choices: Choices, hub: HubRecipe): readonly GrantRecipe[] {
  const granted = [...callerGrants(site), ...hubGrants(site, hub)];
  const usual = granted.filter(({ on }) => on !== site.networkGroup || choices.vnets.length > 0);
  const approvers = connectedKinds.flatMap((kind) =>
    choices.connected[kind]?.isApprovedByHub === true ? approverGrants(hub.name, serviceNameOf(kind)) : [],
  );
  const isKept = ({ to, role }: GrantRecipe): boolean =>
    (choices.isHubApprover || to !== hub.name || role !== "Azure AI Administrator") &&
    (choices.isCallerApprover || to !== "caller" || !role.includes("Approver"));
  return [...usual, ...approvers].filter(isKept);
}

export function serverOf(index: number): string {
  return `10.${40 + index}.0.53`;
}

function zoneSetOf(index: number): string {
  return `rg-dns-${index}`;
}

function vnetIdOf(index: number): string {
  return `/subscriptions/${site.subscriptionId}/resourceGroups/${site.networkGroup}/providers/Microsoft.Network/virtualNetworks/vnet-${index}`;
}

function workspaceIdOf(name: string): string {
  return `/subscriptions/${site.subscriptionId}/resourceGroups/${site.serviceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
}
