import type { CloudName, Json } from "../estate.ts";

interface CloudRow {
  readonly audiences: readonly string[];
  readonly portal: string;
  readonly graph: string;
  readonly graphAudience: string;
  readonly gallery: string;
  readonly batch: string;
  readonly sqlManagement: string;
  readonly suffixes: Readonly<Record<string, string>>;
}

/** Public facts of the three clouds, as their `/metadata/endpoints` tells them. */
const CLOUDS: Readonly<Record<CloudName, CloudRow>> = {
  AzureCloud: {
    audiences: ["https://management.core.windows.net/", "https://management.azure.com/"],
    portal: "https://portal.azure.com",
    graph: "https://graph.microsoft.com/",
    graphAudience: "https://graph.windows.net/",
    gallery: "https://gallery.azure.com/",
    batch: "https://batch.core.windows.net/",
    sqlManagement: "https://management.core.windows.net:8443/",
    suffixes: suffixesOf("core.windows.net", "database.windows.net", "vault.azure.net", "azurecr.io"),
  },
  AzureUSGovernment: {
    audiences: ["https://management.core.usgovcloudapi.net/", "https://management.usgovcloudapi.net/"],
    portal: "https://portal.azure.us",
    graph: "https://graph.microsoft.us/",
    graphAudience: "https://graph.windows.net/",
    gallery: "https://gallery.usgovcloudapi.net/",
    batch: "https://batch.core.usgovcloudapi.net/",
    sqlManagement: "https://management.core.usgovcloudapi.net:8443/",
    suffixes: suffixesOf(
      "core.usgovcloudapi.net",
      "database.usgovcloudapi.net",
      "vault.usgovcloudapi.net",
      "azurecr.us",
    ),
  },
  AzureChinaCloud: {
    audiences: ["https://management.core.chinacloudapi.cn/", "https://management.chinacloudapi.cn/"],
    portal: "https://portal.azure.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn/",
    graphAudience: "https://graph.chinacloudapi.cn/",
    gallery: "https://gallery.chinacloudapi.cn/",
    batch: "https://batch.chinacloudapi.cn/",
    sqlManagement: "https://management.core.chinacloudapi.cn:8443/",
    suffixes: suffixesOf("core.chinacloudapi.cn", "database.chinacloudapi.cn", "vault.azure.cn", "azurecr.cn"),
  },
};

function suffixesOf(storage: string, sql: string, vault: string, registry: string): Readonly<Record<string, string>> {
  return {
    acrLoginServer: registry,
    sqlServerHostname: sql,
    keyVaultDns: vault,
    storage,
    storageSyncEndpointSuffix: "afs.azure.net",
    mhsmDns: vault.replace("vault", "managedhsm"),
  };
}

/** Audiences a token for this cloud's resource manager may carry, this twin's own first. */
export function audiencesOf(cloud: CloudName, baseUrl: string): readonly string[] {
  return [baseUrl, ...CLOUDS[cloud].audiences];
}

/** Where the twin answers as Microsoft Graph. A path of its own: a token for one of the two is none for the other. */
export function graphUrlOf(baseUrl: string): string {
  return `${baseUrl}/graph`;
}

/** Audiences a token for this cloud's Graph may carry, this twin's own first. */
export function graphAudiencesOf(cloud: CloudName, baseUrl: string): readonly string[] {
  return [graphUrlOf(baseUrl), CLOUDS[cloud].graph];
}

/** The suffix of storage endpoints: `core.windows.net` and its like. */
export function storageSuffixOf(cloud: CloudName): string {
  return CLOUDS[cloud].suffixes.storage ?? "";
}

/** The metadata document of api-version 2022-09-01: one object. */
export function metadataOf(cloud: CloudName, baseUrl: string, tenantId: string): { readonly [key: string]: Json } {
  const row = CLOUDS[cloud];
  return {
    name: cloud,
    portal: row.portal,
    authentication: {
      loginEndpoint: baseUrl,
      audiences: [...audiencesOf(cloud, baseUrl)],
      tenant: tenantId,
      identityProvider: "AAD",
    },
    resourceManager: baseUrl,
    media: "",
    graph: graphUrlOf(baseUrl),
    graphAudience: row.graphAudience,
    gallery: row.gallery,
    batch: row.batch,
    sqlManagement: row.sqlManagement,
    microsoftGraphResourceId: graphUrlOf(baseUrl),
    activeDirectoryDataLake: "https://datalake.azure.net/",
    suffixes: { ...row.suffixes },
  };
}
