import type { Cloud, CloudName } from "../../snapshot/cloud.ts";
import { documentAt, textAt } from "../document.ts";
import type { Document } from "../document.ts";
import { accessStateOf, bypassOf, door, hostOf, ipRangesOf, letsAzureServicesIn } from "../service-parts.ts";
import type { ServiceParts } from "../service-parts.ts";

/** Two spellings are published for the government cloud; not confirmed which one answers. China's is not confirmed. */
const suffixes: Readonly<Record<CloudName, string>> = {
  AzureCloud: "search.windows.net",
  AzureUSGovernment: "search.azure.us",
  AzureChinaCloud: "search.azure.cn",
};

/** A search service: lower-case enum values, and rules without a default action: any IP rule shuts everybody else out. */
export function readSearch(document: Document, cloud: Cloud): ServiceParts {
  const properties = documentAt(document, "properties");
  const rules = documentAt(properties, "networkRuleSet");
  const ipRanges = ipRangesOf(rules);
  return {
    publicAccess: {
      state: accessStateOf(properties),
      defaultAction: ipRanges.length > 0 ? "deny" : "allow",
      ipRanges,
      subnets: [],
      resourceInstances: [],
      letsTrustedServicesIn: letsAzureServicesIn(bypassOf(rules, "None")),
    },
    doors: [door("searchService", [searchHost(document, cloud)])],
  };
}

export function searchHost(document: Document, cloud: Cloud): string {
  return hostOf(textAt(document, "properties", "endpoint")) || `${textAt(document, "name")}.${suffixes[cloud.kind]}`;
}
