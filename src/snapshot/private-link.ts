/**
 * What Private Link supports, as a table users' specs can go beyond.
 * Types and sub-resources: the managed network's documentation and the private endpoint DNS page.
 */
export interface PrivateLinkType {
  /** Lower case provider type. */
  readonly type: string;
  /** The type as Azure spells it. */
  readonly name: string;
  /** Sub-resources as Azure spells them; the first is what a connection means when it names none. */
  readonly subresources: readonly string[];
  /** Public host suffixes (without the storage suffix of a cloud) by which a connection's URL is recognised. */
  readonly hosts: readonly string[];
  /** Whether approving takes `privateEndpointConnectionsApproval/action` besides read and write. */
  readonly needsApprovalAction: boolean;
  /** False where there is no public name that a private endpoint would turn into an alias, and no public access to set. */
  readonly hasPublicEndpoint: boolean;
}

const withApproval = true;
const withoutApproval = false;

function row(
  type: string,
  subresources: readonly string[],
  hosts: readonly string[] = [],
  needsApprovalAction: boolean = withApproval,
): PrivateLinkType {
  return { type: type.toLowerCase(), name: type, subresources, hosts, needsApprovalAction, hasPublicEndpoint: true };
}

export const privateLinkTypes: readonly PrivateLinkType[] = [
  row("Microsoft.Storage/storageAccounts", ["blob", "file", "table", "queue", "web", "dfs"], [], withoutApproval),
  row("Microsoft.KeyVault/vaults", ["vault"], ["vault.azure.net", "vault.usgovcloudapi.net", "vault.azure.cn"]),
  row("Microsoft.ContainerRegistry/registries", ["registry"], ["azurecr.io", "azurecr.us", "azurecr.cn"]),
  row("Microsoft.MachineLearningServices/workspaces", ["amlworkspace"]),
  row("Microsoft.MachineLearningServices/registries", ["amlregistry"]),
  row(
    "Microsoft.CognitiveServices/accounts",
    ["account"],
    [
      "cognitiveservices.azure.com",
      "openai.azure.com",
      "services.ai.azure.com",
      "cognitiveservices.azure.us",
      "openai.azure.us",
      "cognitiveservices.azure.cn",
      "openai.azure.cn",
    ],
    withoutApproval,
  ),
  row(
    "Microsoft.Search/searchServices",
    ["searchService"],
    ["search.windows.net", "search.azure.us", "search.windows.us", "search.azure.cn"],
  ),
  row(
    "Microsoft.DocumentDB/databaseAccounts",
    ["Sql", "MongoDB", "Cassandra", "Gremlin", "Table"],
    ["documents.azure.com", "documents.azure.us", "documents.azure.cn"],
  ),
  row(
    "Microsoft.Sql/servers",
    ["sqlServer"],
    ["database.windows.net", "database.usgovcloudapi.net", "database.chinacloudapi.cn"],
  ),
  row("Microsoft.EventHub/namespaces", ["namespace"], ["servicebus.windows.net"]),
  row("Microsoft.DBforMySQL/servers", ["mysqlServer"]),
  row("Microsoft.DBforMySQL/flexibleServers", ["mysqlServer"], ["mysql.database.azure.com"]),
  row("Microsoft.DBforPostgreSQL/servers", ["postgresqlServer"]),
  row("Microsoft.DBforPostgreSQL/flexibleServers", ["postgresqlServer"], ["postgres.database.azure.com"]),
  row("Microsoft.DBforMariaDB/servers", ["mariadbServer"]),
  row("Microsoft.Cache/Redis", ["redisCache"], ["redis.cache.windows.net"]),
  row("Microsoft.Cache/redisEnterprise", ["redisEnterprise"]),
  row("Microsoft.DataFactory/factories", ["dataFactory", "portal"]),
  row("Microsoft.Databricks/workspaces", ["databricks_ui_api", "browser_authentication"], ["azuredatabricks.net"]),
  row("Microsoft.ApiManagement/service", ["Gateway"], ["azure-api.net"]),
  row("Microsoft.Insights/privateLinkScopes", ["azuremonitor"]),
  { ...row("Microsoft.Network/applicationGateways", ["appGwPrivateFrontendIpIPv4"]), hasPublicEndpoint: false },
];

/** The catalogue's row for a provider type, in any casing. */
export function privateLinkType(type: string): PrivateLinkType | undefined {
  return privateLinkTypes.find((t) => t.type === type.toLowerCase());
}

/** The type whose public names end like this host, storage included. */
export function typeOfHost(host: string, storageSuffix: string): PrivateLinkType | undefined {
  const name = host.toLowerCase();
  if (name.endsWith(`.${storageSuffix}`)) return privateLinkType("microsoft.storage/storageaccounts");
  return privateLinkTypes.find((t) => t.hosts.some((suffix) => name.endsWith(`.${suffix}`)));
}

/** The actions an identity needs at a target of this type to approve a private endpoint connection there. */
export function approvalActions(type: PrivateLinkType): readonly string[] {
  const connections = [`${type.name}/privateEndpointConnections/read`, `${type.name}/privateEndpointConnections/write`];
  return type.needsApprovalAction
    ? [...connections, `${type.name}/privateEndpointConnectionsApproval/action`]
    : connections;
}
