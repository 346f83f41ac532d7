import type { CloudName } from "../../snapshot/cloud.ts";
import type { ResourceId } from "../../snapshot/resource-id.ts";

const portals: Readonly<Record<CloudName, string>> = {
  AzureCloud: "https://portal.azure.com/",
  AzureUSGovernment: "https://portal.azure.us/",
  AzureChinaCloud: "https://portal.azure.cn/",
};

/**
 * The portal with the list of a private endpoint's FQDNs and addresses: without the flag it shows zone groups alone. The
 * flag is from "Troubleshoot connection to a project with a private endpoint", `#resource` the portal's own form of links.
 */
export function portalLink(cloud: CloudName, endpoint: ResourceId): string {
  return `${portals[cloud]}?feature.privateendpointmanagedns=false#resource${encodeURI(endpoint)}`;
}
