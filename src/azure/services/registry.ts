import type { Cloud } from "../../snapshot/cloud.ts";
import { documentAt, documentsAt, idAt, textAt, textsAt, valueAt, wordAt } from "../document.ts";
import type { Document } from "../document.ts";
import { accessStateOf, defaultActionOf, door, hostOf, ipRangesOf } from "../service-parts.ts";
import type { ServiceParts } from "../service-parts.ts";

/** A container registry; `networkRuleSet` is absent below Premium, the bypass is AzureServices unless it says None. */
export function readRegistry(document: Document, cloud: Cloud): ServiceParts {
  const properties = documentAt(document, "properties");
  const rules = documentAt(properties, "networkRuleSet");
  return {
    publicAccess: {
      state: accessStateOf(properties),
      defaultAction: defaultActionOf(rules),
      ipRanges: ipRangesOf(rules),
      // Versions before 2023 spell the subnet `virtualNetworkResourceId`, or `id`.
      subnets: documentsAt(rules, "virtualNetworkRules").flatMap(
        (rule) => idAt(rule, "virtualNetworkResourceId") ?? idAt(rule, "id") ?? [],
      ),
      resourceInstances: [],
      letsTrustedServicesIn: wordAt(properties, "networkRuleBypassOptions") !== "none",
    },
    doors: [door("registry", [loginServer(document, cloud), ...dataHosts(document, cloud)])],
    sku: wordAt(document, "sku", "name"),
  };
}

function loginServer(document: Document, cloud: Cloud): string {
  return hostOf(textAt(document, "properties", "loginServer")) || `${textAt(document, "name")}.${cloud.registrySuffix}`;
}

/** A pull goes on to the region's data endpoint as soon as there is a private endpoint, or when switched on. */
function dataHosts(document: Document, cloud: Cloud): readonly string[] {
  const told = textsAt(document, "properties", "dataEndpointHostNames").map(hostOf);
  const hasEndpoints = documentsAt(document, "properties", "privateEndpointConnections").length > 0;
  const isOn = valueAt(document, "properties", "dataEndpointEnabled") === true;
  if (!hasEndpoints && !isOn) return told;
  const region = wordAt(document, "location").replaceAll(" ", "");
  const server = loginServer(document, cloud);
  return [...told, `${server.slice(0, -cloud.registrySuffix.length - 1)}.${region}.data.${cloud.registrySuffix}`];
}
