import type { Confirmation } from "./handler.ts";

/**
 * How documents of a type are read.
 * - tracked: by id, and listed in a resource group and in a subscription
 * - child: by id, and listed under its parent
 * - extension: by id, at whatever scope it lies
 */
export type Reading = "tracked" | "child" | "extension";

/** A resource type whose documents the twin answers as they are. */
export interface ResourceType {
  readonly type: string;
  readonly reading: Reading;
  /** What reading one by its id is known from, and what listing them is. */
  readonly confirmedBy: { readonly one: Confirmation; readonly list: Confirmation };
  readonly remark?: string;
}

/** Lists are known from the specifications unless a recording has them. */
function rows(
  reading: Reading,
  one: Confirmation,
  types: readonly string[],
  list: Confirmation = "spec",
): readonly ResourceType[] {
  return types.map((type) => ({ type, reading, confirmedBy: { one, list } }));
}

/** Targets of private endpoints besides the hub's own services: reading them is all a runbook does. */
const OTHER_TARGETS: readonly string[] = [
  ...["Microsoft.Search/searchServices", "Microsoft.CognitiveServices/accounts"],
  ...["Microsoft.MachineLearningServices/registries", "Microsoft.DocumentDB/databaseAccounts"],
  ...["Microsoft.Sql/servers", "Microsoft.EventHub/namespaces", "Microsoft.Cache/redis"],
  ...["Microsoft.Cache/redisEnterprise", "Microsoft.DataFactory/factories", "Microsoft.Databricks/workspaces"],
  ...["Microsoft.ApiManagement/service", "Microsoft.Insights/privateLinkScopes"],
  ...["Microsoft.DBforMySQL/flexibleServers", "Microsoft.DBforMySQL/servers"],
  ...["Microsoft.DBforPostgreSQL/flexibleServers", "Microsoft.DBforPostgreSQL/servers"],
  ...["Microsoft.DBforMariaDB/servers", "Microsoft.Network/applicationGateways"],
];

const OWN_SERVICES: readonly string[] = [
  "Microsoft.MachineLearningServices/workspaces",
  "Microsoft.Storage/storageAccounts",
  "Microsoft.KeyVault/vaults",
  "Microsoft.ContainerRegistry/registries",
];

/** Every type that can be read. A type that is not here is not served, even where an estate holds such documents. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  ...rows("tracked", "recording", OWN_SERVICES),
  ...rows("child", "recording", [
    "Microsoft.MachineLearningServices/workspaces/outboundRules",
    "Microsoft.MachineLearningServices/workspaces/connections",
    "Microsoft.MachineLearningServices/workspaces/datastores",
    "Microsoft.Storage/storageAccounts/privateEndpointConnections",
  ]),
  ...rows("child", "spec", [
    "Microsoft.MachineLearningServices/workspaces/computes",
    "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
    "Microsoft.MachineLearningServices/workspaces/privateEndpointConnections",
    "Microsoft.KeyVault/vaults/privateEndpointConnections",
    "Microsoft.ContainerRegistry/registries/privateEndpointConnections",
  ]),
  ...rows("tracked", "recording", [
    "Microsoft.Network/virtualNetworks",
    "Microsoft.Network/privateEndpoints",
    "Microsoft.Network/privateDnsZones",
    "Microsoft.ManagedIdentity/userAssignedIdentities",
  ]),
  ...rows("child", "recording", [
    "Microsoft.Network/virtualNetworks/subnets",
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
  ]),
  ...rows("child", "recording", ["Microsoft.Network/privateEndpoints/privateDnsZoneGroups"], "recording"),
  ...rows("child", "spec", [
    "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
    "Microsoft.Network/privateDnsZones/A",
    "Microsoft.Network/networkInterfaces/ipConfigurations",
    "Microsoft.CognitiveServices/accounts/projects",
  ]),
  ...rows("tracked", "spec", [
    ...["networkInterfaces", "publicIPAddresses", "bastionHosts", "virtualNetworkGateways", "connections"].map(
      (type) => `Microsoft.Network/${type}`,
    ),
    ...["networkSecurityGroups", "routeTables", "expressRouteCircuits", "azureFirewalls", "privateLinkServices"].map(
      (type) => `Microsoft.Network/${type}`,
    ),
    ...["Microsoft.Insights/components", "Microsoft.Compute/virtualMachines", "Microsoft.Bing/accounts"],
  ]),
  ...rows("tracked", "spec", OTHER_TARGETS),
  ...OTHER_TARGETS.map((target): ResourceType => ({
    type: `${target}/privateEndpointConnections`,
    reading: "child",
    confirmedBy: { one: "spec", list: "spec" },
    remark: "names of the connections, and fields beyond the connection state",
  })),
  ...rows("extension", "spec", ["Microsoft.Authorization/roleAssignments"]),
  ...rows("extension", "spec", ["Microsoft.Authorization/locks", "Microsoft.Authorization/denyAssignments"]),
];

const BY_TYPE: ReadonlyMap<string, ResourceType> = new Map(RESOURCE_TYPES.map((row) => [row.type.toLowerCase(), row]));

/** The row of a type (`Namespace/type/child`), case-blind; undefined for one that is not served. */
export function findResourceType(type: string): ResourceType | undefined {
  return BY_TYPE.get(type.toLowerCase());
}
