const PRIVATE_DNS: readonly string[] = ["2018-09-01", "2020-01-01", "2020-06-01", "2024-06-01"];

/**
 * The api-versions the twin serves, a row a provider; a type with versions of its own has its own row. Sources: the
 * public specifications, the recordings, and what real clients send: the Azure CLI asks every type's private endpoint
 * connections with a version of its own ("pec"), often an old one.
 */
const API_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  "microsoft.resources": [
    // The first: `az keyvault show` without a group looks for the vault in the subscription's list of resources.
    ...["2015-11-01", "2019-11-01", "2020-01-01", "2021-01-01", "2021-04-01", "2022-09-01", "2022-12-01", "2024-03-01"],
    ...["2024-11-01"],
  ],
  "microsoft.authorization/roleassignments": [
    ...["2015-07-01", "2018-01-01-preview", "2018-09-01-preview", "2020-04-01-preview", "2020-10-01-preview"],
    ...["2022-04-01"],
  ],
  "microsoft.authorization/roledefinitions": [
    ...["2015-07-01", "2018-01-01-preview", "2022-04-01", "2022-05-01-preview", "2023-07-01-preview"],
  ],
  "microsoft.authorization/permissions": ["2015-07-01", "2018-01-01-preview", "2022-04-01", "2022-05-01-preview"],
  "microsoft.authorization/denyassignments": ["2018-07-01-preview", "2022-04-01", "2024-07-01-preview"],
  "microsoft.authorization/locks": ["2015-01-01", "2016-09-01", "2017-04-01", "2020-05-01"],
  "microsoft.resourcegraph": ["2021-03-01", "2022-10-01", "2024-04-01"],
  "microsoft.policyinsights": ["2020-07-01", "2022-03-01", "2023-03-01", "2024-10-01"],
  "microsoft.machinelearningservices": [
    "2021-01-01", // pec
    ...["2022-05-01", "2022-10-01", "2022-12-01-preview", "2023-04-01", "2023-04-01-preview", "2023-08-01-preview"],
    ...["2023-10-01", "2024-04-01", "2024-04-01-preview", "2024-10-01", "2024-10-01-preview", "2025-06-01"],
    ...["2025-12-01", "2026-03-01", "2026-05-01", "2026-07-01", "2026-09-01"],
  ],
  "microsoft.storage": [
    "2019-06-01", // pec
    ...["2022-09-01", "2023-01-01", "2023-05-01", "2024-01-01", "2025-06-01", "2025-08-01", "2026-04-01"],
    ...["2026-06-01", "2026-09-01"],
  ],
  // The first: pec.
  "microsoft.keyvault": [
    "2019-09-01",
    "2022-07-01",
    "2023-02-01",
    "2023-07-01",
    "2024-11-01",
    "2025-05-01",
    "2026-02-01",
  ],
  "microsoft.containerregistry": [
    "2019-12-01-preview", // pec
    ...["2022-12-01", "2023-07-01", "2023-11-01-preview", "2025-04-01", "2025-05-01-preview", "2025-11-01"],
    ...["2026-09-01-preview"],
  ],
  "microsoft.network": [
    ...["2020-06-01", "2022-01-01", "2022-05-01", "2022-07-01", "2022-09-01", "2022-11-01", "2023-02-01"],
    ...["2023-04-01", "2023-05-01", "2023-06-01", "2023-09-01", "2023-11-01", "2024-01-01", "2024-03-01"],
    ...["2024-05-01", "2024-07-01", "2024-10-01", "2025-01-01", "2025-03-01", "2025-05-01", "2025-07-01"],
    "2026-01-01",
  ],
  "microsoft.network/privatednszones": PRIVATE_DNS,
  "microsoft.network/privatednsoperationstatuses": PRIVATE_DNS,
  "microsoft.network/privatednsoperationresults": PRIVATE_DNS,
  // The first of each: pec.
  "microsoft.search": ["2020-08-01", "2023-11-01", "2025-05-01"],
  "microsoft.cognitiveservices": ["2022-03-01", "2023-05-01", "2024-10-01", "2025-06-01", "2025-09-01", "2026-05-01"],
  "microsoft.managedidentity": ["2018-11-30", "2023-01-31", "2024-11-30"],
  // The first two: pec, and what it asks of the account itself.
  "microsoft.documentdb": ["2019-08-01-preview", "2020-03-01", "2024-05-15", "2024-11-15"],
  // The first: pec.
  "microsoft.sql": ["2018-06-01-preview", "2021-11-01", "2023-08-01"],
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

/** A row of the table: what it is for, and the versions of it. */
export interface VersionRow {
  /** The provider, or `provider/type` for a type with a row of its own; lower case. */
  readonly name: string;
  readonly versions: readonly string[];
}

/** The row that decides for a type of a provider; one without versions for a provider the twin does not know. */
export function versionRowOf(provider: string, type: string): VersionRow {
  const [namespace, root] = [provider.toLowerCase(), type.split("/")[0]?.toLowerCase() ?? ""];
  const own = API_VERSIONS[`${namespace}/${root}`];
  return own === undefined
    ? { name: namespace, versions: API_VERSIONS[namespace] ?? [] }
    : { name: `${namespace}/${root}`, versions: own };
}

/** The versions served for a type of a provider, or undefined for a provider the twin does not know. */
export function apiVersionsOf(provider: string, type = ""): readonly string[] | undefined {
  const { versions } = versionRowOf(provider, type);
  if (versions.length > 0) return versions;
  // A provider whose every type has its own row is known all the same.
  const typed = Object.entries(API_VERSIONS).filter(([key]) => key.startsWith(`${provider.toLowerCase()}/`));
  return typed.length === 0 ? undefined : [...new Set(typed.flatMap(([, rows]) => rows))].sort();
}
