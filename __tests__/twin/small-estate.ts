import type { ArmDocument, EstateDocument, Json, JsonObject } from "../../src/twin/estate.ts";
import { parseEstate } from "../../src/twin/estate-file.ts";

export const SUBSCRIPTION = "11111111-1111-4111-8111-111111111111";
export const MANAGED_SUBSCRIPTION = "99999999-9999-4999-8999-999999999999";
export const CALLER = "22222222-2222-4222-8222-222222222222";
export const HUB_PRINCIPAL = "33333333-3333-4333-8333-333333333333";
export const PROJECT_PRINCIPAL = "44444444-4444-4444-8444-444444444444";
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-ai`;
export const NETWORK_GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-net`;
export const HUB = `${GROUP}/providers/Microsoft.MachineLearningServices/workspaces/hub1`;
export const PROJECT = `${GROUP}/providers/Microsoft.MachineLearningServices/workspaces/proj1`;
export const STORAGE = `${GROUP}/providers/Microsoft.Storage/storageAccounts/stone`;
export const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/kvone`;
export const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/crone`;
export const SEARCH = `${GROUP}/providers/Microsoft.Search/searchServices/srchone`;
export const VNET = `${NETWORK_GROUP}/providers/Microsoft.Network/virtualNetworks/vnet1`;

export const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
export const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";
export const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
export const APPROVER = "b556d68e-0be0-4f35-a333-ad7ee1ce17ea";

/** An id of a role definition in the test's subscription. */
export function roleId(guid: string): string {
  return `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

/** A role assignment document; its GUID is made of the number. */
export function assignment(number: number, scope: string, principalId: string, role: string): ArmDocument {
  const name = `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, "0")}`;
  return {
    properties: { roleDefinitionId: roleId(role), principalId, principalType: "ServicePrincipal", scope },
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    type: "Microsoft.Authorization/roleAssignments",
    name,
  };
}

function definition(guid: string, actions: readonly string[], notActions: readonly string[] = []): ArmDocument {
  const permissions: Json = [{ actions, notActions, dataActions: [], notDataActions: [] }];
  return { id: roleId(guid), name: guid, type: "Microsoft.Authorization/roleDefinitions", properties: { permissions } };
}

function group(id: string): ArmDocument {
  const name = id.split("/").at(-1) ?? "";
  return { id, name, type: "Microsoft.Resources/resourceGroups", location: "eastus2", properties: {} };
}

/** A document with name and type read off its id. */
export function resource(id: string, more: JsonObject): ArmDocument {
  const [provider = "", ...tail] = (id.split("/providers/").at(-1) ?? "").split("/");
  const type = [provider, ...tail.filter((_, index) => index % 2 === 0)].join("/");
  return { id, name: id.split("/").at(-1) ?? "", type, location: "eastus2", ...more };
}

/** A private-endpoint outbound rule of the hub. */
export function rule(
  name: string,
  target: string,
  subresourceTarget: string,
  category: string,
  status: string,
): ArmDocument {
  const destination = { serviceResourceId: target, subresourceTarget, sparkEnabled: true, sparkStatus: "Inactive" };
  return resource(`${HUB}/outboundRules/${name}`, {
    properties: { type: "PrivateEndpoint", destination, status, category },
  });
}

const ROLES: readonly ArmDocument[] = [
  definition(READER, ["*/read"]),
  definition(CONTRIBUTOR, ["*"], ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete"]),
  definition(OWNER, ["*"]),
  definition(APPROVER, [
    "Microsoft.Search/searchServices/privateEndpointConnections/read",
    "Microsoft.Search/searchServices/privateEndpointConnections/write",
  ]),
];

const hubProperties = {
  ...{ storageAccount: STORAGE, keyVault: VAULT, containerRegistry: REGISTRY, provisioningState: "Succeeded" },
  ...{ publicNetworkAccess: "Enabled", workspaceId: "55555555-5555-4555-8555-555555555555" },
};

function datastore(name: string): readonly ArmDocument[] {
  const properties = { datastoreType: "AzureBlob", isDefault: name === "workspaceblobstore", accountName: "stone" };
  const connection = { category: "AzureBlob", authType: "AccountKey", isSharedToAll: false, target: "https://x" };
  return [
    resource(`${PROJECT}/datastores/${name}`, { properties }),
    resource(`${PROJECT}/connections/${name}`, { location: null, properties: connection }),
  ];
}

export interface SmallEstate {
  readonly isolationMode?: string;
  readonly network?: "Inactive" | "Active";
  readonly rules?: readonly ArmDocument[];
  /** Documents added, or put in the place of those with the same id. */
  readonly more?: readonly ArmDocument[];
  /** Ids taken out. */
  readonly without?: readonly string[];
  readonly facts?: Partial<EstateDocument["facts"]>;
  readonly providers?: readonly string[];
}

function documentsOf(chosen: SmallEstate): readonly ArmDocument[] {
  const { isolationMode = "AllowOnlyApprovedOutbound", network = "Inactive" } = chosen;
  const managedNetwork = { isolationMode, status: { status: network, sparkReady: false } };
  const storageAcls = {
    bypass: "AzureServices",
    defaultAction: "Allow",
    ipRules: [{ value: "203.0.113.9", action: "Allow" }],
  };
  return [
    ...[group(GROUP), group(NETWORK_GROUP), ...ROLES],
    assignment(1, `/subscriptions/${SUBSCRIPTION}`, CALLER, OWNER),
    assignment(2, GROUP, HUB_PRINCIPAL, CONTRIBUTOR),
    resource(HUB, {
      kind: "Hub",
      identity: { type: "SystemAssigned", principalId: HUB_PRINCIPAL },
      properties: { ...hubProperties, managedNetwork },
    }),
    resource(PROJECT, {
      kind: "Project",
      identity: { type: "SystemAssigned", principalId: PROJECT_PRINCIPAL },
      properties: { ...hubProperties, hubResourceId: HUB, managedNetwork: { isolationMode: "Disabled" } },
    }),
    resource(STORAGE, {
      sku: { name: "Standard_LRS" },
      properties: { publicNetworkAccess: "Enabled", networkAcls: storageAcls },
    }),
    resource(VAULT, {
      properties: { sku: { family: "A", name: "standard" }, tenantId: "t", enablePurgeProtection: true },
    }),
    resource(REGISTRY, {
      sku: { name: "Premium", tier: "Premium" },
      properties: {
        publicNetworkAccess: "Enabled",
        networkRuleSet: { defaultAction: "Allow", ipRules: [{ value: "203.0.113.9" }] },
      },
    }),
    resource(SEARCH, { properties: { publicNetworkAccess: "enabled" } }),
    resource(VNET, {
      properties: {
        subnets: [{ id: `${VNET}/subnets/snet1`, name: "snet1", properties: { addressPrefix: "10.0.0.0/24" } }],
      },
    }),
    resource(`${HUB}/connections/search`, {
      properties: { category: "CognitiveSearch", isSharedToAll: true, target: "https://s" },
    }),
    ...datastore("workspaceblobstore"),
    ...(chosen.rules ?? []),
  ];
}

/** A hub with a project, its own services and a search service; the caller owns it all, the hub contributes. */
export function smallEstate(chosen: SmallEstate = {}): EstateDocument {
  const replaced = (chosen.more ?? []).map((document) => document.id);
  const left = documentsOf(chosen).filter(({ id }) => ![...replaced, ...(chosen.without ?? [])].includes(id));
  const estate = {
    schema: "secure-foundry-hub/estate/1",
    description: "a small estate for tests",
    cloud: "AzureCloud",
    tenantId: "66666666-6666-4666-8666-666666666666",
    hub: HUB,
    caller: { objectId: CALLER, appId: "77777777-7777-4777-8777-777777777777" },
    subscriptions: [{ subscriptionId: SUBSCRIPTION, displayName: "one", state: "Enabled" }],
    providers: { [SUBSCRIPTION]: chosen.providers ?? PROVIDERS },
    resources: [...left, ...(chosen.more ?? [])],
    facts: { managedVnetSubscription: MANAGED_SUBSCRIPTION, ...chosen.facts },
  };
  return parseEstate(JSON.stringify(estate));
}

const PROVIDERS: readonly string[] = [
  ...["Microsoft.MachineLearningServices", "Microsoft.Storage", "Microsoft.KeyVault", "Microsoft.ContainerRegistry"],
  ...["Microsoft.Search", "Microsoft.Network", "Microsoft.CognitiveServices"],
];
