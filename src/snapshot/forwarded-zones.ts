import type { CloudName } from "./cloud.ts";
import { zoneEntryOf } from "./private-dns.ts";

/**
 * The public zones of a hub's own names, which a custom DNS server forwards to Azure's. The private endpoint DNS page, and
 * "How to use your workspace with a custom DNS server". One page of 2026 writes `instances.ml.azure.ms`: not confirmed.
 */
const hubZones: Readonly<Record<CloudName, readonly string[]>> = {
  AzureCloud: [
    "api.azureml.ms",
    "notebooks.azure.net",
    "instances.azureml.ms",
    "aznbcontent.net",
    "inference.ml.azure.com",
  ],
  AzureUSGovernment: [
    "api.ml.azure.us",
    "notebooks.usgovcloudapi.net",
    "instances.azureml.us",
    "aznbcontent.net",
    "inference.ml.azure.us",
  ],
  AzureChinaCloud: [
    "api.ml.azure.cn",
    "notebooks.chinacloudapi.cn",
    "instances.azureml.cn",
    "aznbcontent.net",
    "inference.ml.azure.cn",
  ],
};

/**
 * The public zones to forward so that a name follows its alias into the private zone: never the privatelink zone itself,
 * which nothing answers for in public. Of one of a hub's names, all of a hub's.
 */
export function forwardedZones(cloud: CloudName, publicName: string): readonly string[] {
  const name = publicName.toLowerCase();
  if (hubZones[cloud].some((zone) => name.endsWith(`.${zone}`))) return hubZones[cloud];
  const entry = zoneEntryOf(cloud, name);
  if (entry === undefined) return [name.split(".").slice(1).join(".")];
  const own = name.slice(entry.record.length + 1);
  // A vault's alias leads into another public zone: both are forwarded.
  return [...new Set([own, entry.zone.replace(/^privatelink\./, "")])];
}
