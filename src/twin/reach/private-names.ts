/**
 * The public suffixes that Private Link shadows, in the three clouds. The private zone is `privatelink.` and the suffix,
 * except for Key Vault. Source: the private DNS zone values of Azure's private endpoint documentation.
 * Not confirmed: Search in Azure Government (two spellings exist), OpenAI in both sovereign clouds, azurecr.cn.
 */
const shadowedSuffixes: readonly string[] = [
  ...["blob", "file", "queue", "table", "dfs", "web"].flatMap((service) =>
    ["windows.net", "usgovcloudapi.net", "chinacloudapi.cn"].map((domain) => `${service}.core.${domain}`),
  ),
  ...["vault.azure.net", "vault.usgovcloudapi.net", "vault.azure.cn"],
  ...["azurecr.io", "azurecr.us", "azurecr.cn"],
  ...["api.azureml.ms", "api.ml.azure.us", "api.ml.azure.cn"],
  ...["notebooks.azure.net", "notebooks.usgovcloudapi.net", "notebooks.chinacloudapi.cn"],
  ...["search.windows.net", "search.windows.us", "search.azure.us", "search.azure.cn"],
  ...["cognitiveservices.azure.com", "cognitiveservices.azure.us", "cognitiveservices.azure.cn"],
  ...["openai.azure.com", "openai.azure.us", "openai.azure.cn"],
  ...["services.ai.azure.com", "documents.azure.com", "database.windows.net"],
];

export interface PrivateName {
  /** The private zone, e.g. `privatelink.blob.core.windows.net`. */
  readonly zone: string;
  /** The record's name in it, e.g. `account`. */
  readonly record: string;
  readonly fqdn: string;
}

/** The name a public one becomes a CNAME to once a private endpoint connection exists; undefined where there is none. */
export function privateNameOf(fqdn: string): PrivateName | undefined {
  const name = fqdn.toLowerCase();
  const suffix = shadowedSuffixes.find((candidate) => name.endsWith(`.${candidate}`));
  if (suffix === undefined) return undefined;
  const zone = zoneOf(suffix);
  const record = name.slice(0, -suffix.length - 1);
  return { zone, record, fqdn: `${record}.${zone}` };
}

/** The public name that a name in a private zone stands for, in lower case; undefined for a name in no such zone. */
export function publicNameOf(fqdn: string): string | undefined {
  const name = fqdn.toLowerCase();
  const suffix = shadowedSuffixes.find((candidate) => name.endsWith(`.${zoneOf(candidate)}`));
  return suffix === undefined ? undefined : `${name.slice(0, -zoneOf(suffix).length)}${suffix}`;
}

function zoneOf(suffix: string): string {
  return `privatelink.${suffix.replace(/^vault\./, "vaultcore.")}`;
}
