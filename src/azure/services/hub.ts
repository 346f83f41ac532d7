import type { Cloud, CloudName } from "../../snapshot/cloud.ts";
import { documentAt, textAt, textsAt, wordAt } from "../document.ts";
import type { Document } from "../document.ts";
import { accessStateOf, door, hostOf } from "../service-parts.ts";
import type { ServiceParts } from "../service-parts.ts";

const apiSuffixes: Readonly<Record<CloudName, string>> = {
  AzureCloud: "api.azureml.ms",
  AzureUSGovernment: "api.ml.azure.us",
  AzureChinaCloud: "api.ml.azure.cn",
};

/**
 * A hub seen as a service. Projects reuse its names. "Enabled from selected IPs" shows as `ipAllowlist` where at all:
 * the stable contract dropped it, and plain Enabled is then all there is to see.
 */
export function readHub(document: Document, cloud: Cloud): ServiceParts {
  const properties = documentAt(document, "properties");
  const allowed = textsAt(properties, "ipAllowlist");
  return {
    publicAccess: {
      state: accessStateOf(properties),
      defaultAction: allowed.length > 0 ? "deny" : "allow",
      ipRanges: allowed,
      subnets: [],
      resourceInstances: [],
      letsTrustedServicesIn: false,
    },
    doors: [door("amlworkspace", hubHosts(document, cloud))],
  };
}

function hubHosts(document: Document, cloud: Cloud): readonly string[] {
  const guid = wordAt(document, "properties", "workspaceId");
  const region = wordAt(document, "location").replaceAll(" ", "");
  const suffix = apiSuffixes[cloud.kind];
  const notebooks = hostOf(textAt(document, "properties", "notebookInfo", "fqdn"));
  if (guid === "") return [notebooks];
  return [`${guid}.workspace.${region}.${suffix}`, `${guid}.workspace.${region}.cert.${suffix}`, notebooks];
}
