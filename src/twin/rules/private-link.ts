import { storageSuffixOf } from "../entra/clouds.ts";
import type { CloudName } from "../estate.ts";

export interface PrivateLinkGroup {
  readonly groupId: string;
  readonly requiredMembers: readonly string[];
  readonly requiredZoneNames: readonly string[];
}

type Zones = Readonly<Record<CloudName, readonly string[]>>;

const VAULT_ZONES: Zones = {
  AzureCloud: ["privatelink.vaultcore.azure.net"],
  AzureUSGovernment: ["privatelink.vaultcore.usgovcloudapi.net"],
  AzureChinaCloud: ["privatelink.vaultcore.azure.cn"],
};

/** The zone of a registry in China is not confirmed. */
const REGISTRY_ZONES: Zones = {
  AzureCloud: ["privatelink.azurecr.io"],
  AzureUSGovernment: ["privatelink.azurecr.us"],
  AzureChinaCloud: ["privatelink.azurecr.cn"],
};

const WORKSPACE_ZONES: Zones = {
  AzureCloud: ["privatelink.api.azureml.ms", "privatelink.notebooks.azure.net"],
  AzureUSGovernment: ["privatelink.api.ml.azure.us", "privatelink.notebooks.usgovcloudapi.net"],
  AzureChinaCloud: ["privatelink.api.ml.azure.cn", "privatelink.notebooks.chinacloudapi.cn"],
};

/** Documents and samples disagree on US Government; China is not listed anywhere. */
const SEARCH_ZONES: Zones = {
  AzureCloud: ["privatelink.search.windows.net"],
  AzureUSGovernment: ["privatelink.search.windows.us"],
  AzureChinaCloud: ["privatelink.search.azure.cn"],
};

const COGNITIVE_ZONES: Zones = {
  AzureCloud: [
    "privatelink.cognitiveservices.azure.com",
    "privatelink.openai.azure.com",
    "privatelink.services.ai.azure.com",
  ],
  AzureUSGovernment: ["privatelink.cognitiveservices.azure.us", "privatelink.openai.azure.us"],
  AzureChinaCloud: ["privatelink.cognitiveservices.azure.cn"],
};

/** Group ids of types whose privateLinkResources the twin does not serve; an outbound rule may name them. */
const OTHER_GROUPS: Readonly<Record<string, readonly string[]>> = {
  "microsoft.machinelearningservices/registries": ["amlregistry"],
  "microsoft.documentdb/databaseaccounts": ["Sql", "MongoDB", "Cassandra", "Gremlin", "Table"],
  "microsoft.sql/servers": ["sqlServer"],
  "microsoft.eventhub/namespaces": ["namespace"],
  "microsoft.cache/redis": ["redisCache"],
  "microsoft.cache/redisenterprise": ["redisEnterprise"],
  "microsoft.datafactory/factories": ["dataFactory", "portal"],
  "microsoft.databricks/workspaces": ["databricks_ui_api", "browser_authentication"],
  "microsoft.apimanagement/service": ["Gateway"],
  "microsoft.insights/privatelinkscopes": ["azuremonitor"],
  "microsoft.network/applicationgateways": ["appGwPrivateFrontendIpIPv4"],
  "microsoft.dbformysql/flexibleservers": ["mysqlServer"],
  "microsoft.dbformysql/servers": ["mysqlServer"],
  "microsoft.dbforpostgresql/servers": ["postgresqlServer"],
  "microsoft.dbformariadb/servers": ["mariadbServer"],
  "microsoft.dbforpostgresql/flexibleservers": ["postgresqlServer"],
};

/** The groups a resource of this type offers, as its privateLinkResources lists them; undefined for unserved types. */
export function privateLinkGroups(
  type: string,
  cloud: CloudName,
  location: string,
): readonly PrivateLinkGroup[] | undefined {
  const one = (groupId: string, requiredMembers: readonly string[], zones: Zones): readonly PrivateLinkGroup[] => [
    { groupId, requiredMembers, requiredZoneNames: zones[cloud] },
  ];
  switch (type.toLowerCase()) {
    case "microsoft.storage/storageaccounts":
      return ["blob", "table", "queue", "file", "web", "dfs"].map((groupId) => ({
        groupId,
        requiredMembers: [groupId],
        requiredZoneNames: [`privatelink.${groupId}.${storageSuffixOf(cloud)}`],
      }));
    case "microsoft.keyvault/vaults":
      return one("vault", ["default"], VAULT_ZONES);
    case "microsoft.containerregistry/registries":
      return one("registry", [`registry_data_${location}`, "registry"], REGISTRY_ZONES);
    case "microsoft.machinelearningservices/workspaces":
      return one("amlworkspace", ["default"], WORKSPACE_ZONES);
    case "microsoft.search/searchservices":
      return one("searchService", ["searchService"], SEARCH_ZONES);
    case "microsoft.cognitiveservices/accounts":
      return one("account", ["default"], COGNITIVE_ZONES);
    default:
      return undefined;
  }
}

/** Whether a private endpoint to this type can have this sub-resource; undefined for a type that has no endpoints. */
export function acceptsSubresource(type: string, subresource: string): boolean | undefined {
  const served = privateLinkGroups(type, "AzureCloud", "")?.map((group) => group.groupId);
  const groups = served ?? OTHER_GROUPS[type.toLowerCase()];
  return groups?.some((groupId) => groupId.toLowerCase() === subresource.toLowerCase());
}
