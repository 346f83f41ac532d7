/** The api-version of every provider asked, in one table. A type with a version of its own stands before its provider. */
const versions: readonly (readonly [prefix: string, version: string])[] = [
  ["microsoft.machinelearningservices", "2025-12-01"],
  ["microsoft.storage", "2025-06-01"],
  ["microsoft.keyvault", "2026-02-01"],
  ["microsoft.containerregistry", "2025-11-01"],
  // Virtual network links show `resolutionPolicy` from this version on.
  ["microsoft.network/privatednszones", "2024-06-01"],
  ["microsoft.network/privatednsoperationstatuses", "2024-06-01"],
  ["microsoft.network", "2025-05-01"],
  ["microsoft.authorization/locks", "2020-05-01"],
  ["microsoft.authorization", "2022-04-01"],
  ["microsoft.policyinsights", "2023-03-01"],
  // The oldest with today's form of an answer: every cloud has it.
  ["microsoft.resourcegraph", "2021-03-01"],
  ["microsoft.search", "2025-05-01"],
  ["microsoft.cognitiveservices", "2025-09-01"],
  ["microsoft.documentdb", "2024-11-15"],
  ["microsoft.sql", "2023-08-01"],
  ["microsoft.eventhub", "2024-01-01"],
  ["microsoft.dbformysql/servers", "2018-06-01"],
  ["microsoft.dbformysql", "2023-12-30"],
  ["microsoft.dbforpostgresql/servers", "2018-06-01"],
  ["microsoft.dbforpostgresql", "2024-08-01"],
  ["microsoft.dbformariadb", "2018-06-01"],
  ["microsoft.cache/redisenterprise", "2024-10-01"],
  ["microsoft.cache", "2024-11-01"],
  ["microsoft.datafactory", "2018-06-01"],
  ["microsoft.databricks", "2024-05-01"],
  ["microsoft.apimanagement", "2024-05-01"],
  ["microsoft.insights/privatelinkscopes", "2021-09-01"],
];

const subscriptionsVersion = "2022-12-01";
/** Of a provider itself, as a subscription has it registered. */
const providersVersion = "2022-09-01";

/** The api-version for an ARM path or poll URL, by the last provider it names; subscriptions have none. */
export function apiVersionOf(path: string): string {
  const provider = lastProvider(path);
  if (provider !== "" && !provider.includes("/")) return providersVersion;
  const row = versions.find(([prefix]) => provider === prefix || provider.startsWith(`${prefix}/`));
  return row?.[1] ?? subscriptionsVersion;
}

/** The namespace an ARM path belongs to, lower case ("microsoft.storage"), or "" where it names none. */
export function namespaceOf(path: string): string {
  return lastProvider(path).split("/")[0] ?? "";
}

/** Everything after the last `/providers/`, lower case. */
function lastProvider(path: string): string {
  const parts = path.toLowerCase().split("/providers/");
  return parts.length < 2 ? "" : (parts.at(-1) ?? "");
}
