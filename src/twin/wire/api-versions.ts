import { clientVersionsOf } from "./client-versions.ts";

/** The api-versions the twin serves, a row a provider. Sources: the specs' stables; what only clients send is apart. */
const API_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  "microsoft.resources": ["2019-11-01", "2021-04-01", "2022-09-01", "2022-12-01", "2024-03-01", "2024-11-01"],
  "microsoft.authorization": [
    ...["2015-07-01", "2020-05-01", "2020-10-01", "2022-04-01", "2022-05-01-preview", "2018-07-01-preview"],
    ...["2020-04-01-preview", "2023-07-01-preview"],
  ],
  "microsoft.machinelearningservices": [
    ...["2023-10-01", "2024-04-01", "2024-10-01", "2025-06-01", "2025-12-01", "2026-03-01", "2026-05-01"],
    ...["2026-07-01", "2026-09-01", "2024-04-01-preview", "2024-10-01-preview"],
  ],
  "microsoft.storage": [
    "2023-05-01",
    "2024-01-01",
    "2025-06-01",
    "2025-08-01",
    "2026-04-01",
    "2026-06-01",
    "2026-09-01",
  ],
  "microsoft.keyvault": ["2023-02-01", "2023-07-01", "2024-11-01", "2025-05-01", "2026-02-01"],
  "microsoft.containerregistry": ["2023-07-01", "2025-04-01", "2025-11-01", "2025-05-01-preview", "2026-09-01-preview"],
  "microsoft.network": [
    ...["2020-06-01", "2022-01-01", "2023-11-01", "2024-01-01", "2024-05-01", "2024-06-01", "2024-10-01"],
    ...["2025-01-01", "2025-03-01", "2025-05-01", "2026-01-01"],
  ],
  "microsoft.search": ["2023-11-01", "2025-05-01"],
  "microsoft.cognitiveservices": ["2023-05-01", "2024-10-01", "2025-06-01", "2025-09-01", "2026-05-01"],
  "microsoft.managedidentity": ["2023-01-31", "2024-11-30"],
  "microsoft.documentdb": ["2024-05-15", "2024-11-15"],
  "microsoft.sql": ["2021-11-01", "2023-08-01"],
  "microsoft.insights": ["2020-02-02", "2021-09-01"],
  "microsoft.compute": ["2024-07-01", "2024-11-01"],
  "microsoft.cache": ["2024-10-01", "2024-11-01"],
  "microsoft.dbformysql": ["2018-06-01", "2023-12-30"],
  "microsoft.dbforpostgresql": ["2018-06-01", "2024-08-01"],
  "microsoft.dbformariadb": ["2018-06-01"],
  "microsoft.eventhub": ["2024-01-01"],
  "microsoft.apimanagement": ["2024-05-01"],
  "microsoft.datafactory": ["2018-06-01"],
  "microsoft.databricks": ["2024-05-01"],
  "microsoft.bing": ["2020-06-10"],
};

/** The versions served for a provider, or undefined for a provider the twin does not know. */
export function apiVersionsOf(provider: string): readonly string[] | undefined {
  const versions = API_VERSIONS[provider.toLowerCase()];
  return versions === undefined ? undefined : [...new Set([...versions, ...clientVersionsOf(provider)])];
}
