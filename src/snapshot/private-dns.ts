import type { CloudName } from "./cloud.ts";

/** Public name suffix -> private DNS zone, per cloud. The private endpoint DNS page; `?` rows are not confirmed. */
const zones: Readonly<Record<CloudName, Readonly<Record<string, string>>>> = {
  AzureCloud: {
    "blob.core.windows.net": "privatelink.blob.core.windows.net",
    "file.core.windows.net": "privatelink.file.core.windows.net",
    "queue.core.windows.net": "privatelink.queue.core.windows.net",
    "table.core.windows.net": "privatelink.table.core.windows.net",
    "web.core.windows.net": "privatelink.web.core.windows.net",
    "dfs.core.windows.net": "privatelink.dfs.core.windows.net",
    "vault.azure.net": "privatelink.vaultcore.azure.net",
    "azurecr.io": "privatelink.azurecr.io",
    "api.azureml.ms": "privatelink.api.azureml.ms",
    "notebooks.azure.net": "privatelink.notebooks.azure.net",
    "cognitiveservices.azure.com": "privatelink.cognitiveservices.azure.com",
    "openai.azure.com": "privatelink.openai.azure.com",
    "services.ai.azure.com": "privatelink.services.ai.azure.com",
    "search.windows.net": "privatelink.search.windows.net",
    "documents.azure.com": "privatelink.documents.azure.com",
    "database.windows.net": "privatelink.database.windows.net",
    "servicebus.windows.net": "privatelink.servicebus.windows.net",
    "redis.cache.windows.net": "privatelink.redis.cache.windows.net",
    "azure-api.net": "privatelink.azure-api.net",
  },
  AzureUSGovernment: {
    "blob.core.usgovcloudapi.net": "privatelink.blob.core.usgovcloudapi.net",
    "file.core.usgovcloudapi.net": "privatelink.file.core.usgovcloudapi.net",
    "queue.core.usgovcloudapi.net": "privatelink.queue.core.usgovcloudapi.net",
    "table.core.usgovcloudapi.net": "privatelink.table.core.usgovcloudapi.net",
    "web.core.usgovcloudapi.net": "privatelink.web.core.usgovcloudapi.net",
    "dfs.core.usgovcloudapi.net": "privatelink.dfs.core.usgovcloudapi.net",
    "vault.usgovcloudapi.net": "privatelink.vaultcore.usgovcloudapi.net",
    "azurecr.us": "privatelink.azurecr.us",
    "api.ml.azure.us": "privatelink.api.ml.azure.us",
    "notebooks.usgovcloudapi.net": "privatelink.notebooks.usgovcloudapi.net",
    "cognitiveservices.azure.us": "privatelink.cognitiveservices.azure.us",
    "openai.azure.us": "privatelink.openai.azure.us",
    // Two spellings are published for search; not confirmed which one answers.
    "search.azure.us": "privatelink.search.azure.us",
    "search.windows.us": "privatelink.search.windows.us",
    "documents.azure.us": "privatelink.documents.azure.us",
    "database.usgovcloudapi.net": "privatelink.database.usgovcloudapi.net",
  },
  AzureChinaCloud: {
    "blob.core.chinacloudapi.cn": "privatelink.blob.core.chinacloudapi.cn",
    "file.core.chinacloudapi.cn": "privatelink.file.core.chinacloudapi.cn",
    "queue.core.chinacloudapi.cn": "privatelink.queue.core.chinacloudapi.cn",
    "table.core.chinacloudapi.cn": "privatelink.table.core.chinacloudapi.cn",
    "web.core.chinacloudapi.cn": "privatelink.web.core.chinacloudapi.cn",
    "dfs.core.chinacloudapi.cn": "privatelink.dfs.core.chinacloudapi.cn",
    "vault.azure.cn": "privatelink.vaultcore.azure.cn",
    // Not listed by the documentation for China; not confirmed.
    "azurecr.cn": "privatelink.azurecr.cn",
    "api.ml.azure.cn": "privatelink.api.ml.azure.cn",
    "notebooks.chinacloudapi.cn": "privatelink.notebooks.chinacloudapi.cn",
    "cognitiveservices.azure.cn": "privatelink.cognitiveservices.azure.cn",
    "openai.azure.cn": "privatelink.openai.azure.cn",
    "search.azure.cn": "privatelink.search.azure.cn",
    "documents.azure.cn": "privatelink.documents.azure.cn",
    "database.chinacloudapi.cn": "privatelink.database.chinacloudapi.cn",
  },
};

/** Where a public name's record lives once it is a CNAME into a private zone. */
export interface ZoneEntry {
  readonly zone: string;
  /** Relative to the zone, lower case. */
  readonly record: string;
}

/** The private zone entry of a public name, or undefined for a name no zone is known for. */
export function zoneEntryOf(cloud: CloudName, publicName: string): ZoneEntry | undefined {
  const name = publicName.toLowerCase().replace(/\.$/, "");
  const suffix = Object.keys(zones[cloud]).find((s) => name.endsWith(`.${s}`));
  const zone = suffix === undefined ? undefined : zones[cloud][suffix];
  if (suffix === undefined || zone === undefined) return undefined;
  return { zone, record: name.slice(0, -suffix.length - 1) };
}

/** The name that a public one is an alias of once its service has a private endpoint; undefined where none is known. */
export function aliasOf(cloud: CloudName, publicName: string): string | undefined {
  const entry = zoneEntryOf(cloud, publicName);
  return entry === undefined ? undefined : `${entry.record}.${entry.zone}`;
}

/** Whether a private zone of that name (lower case) can hold the name: it is the name's own, or one above it. */
export function holdsName(zone: string, name: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/**
 * Whether a private zone of that name (lower case) can decide where known public names lead: the privatelink zones and
 * the public suffixes, and any other that holds one of `names` or the name it is an alias of.
 */
export function canDecide(cloud: CloudName, zone: string, names: readonly string[]): boolean {
  if (Object.hasOwn(zones[cloud], zone) || Object.values(zones[cloud]).includes(zone)) return true;
  return names.some((name) => [name, aliasOf(cloud, name)].some((n) => n !== undefined && holdsName(zone, n)));
}
