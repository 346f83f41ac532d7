import type { Cloud } from "../../snapshot/cloud.ts";
import { privateLinkType } from "../../snapshot/private-link.ts";
import { documentAt, documentsAt, textAt, valueAt } from "../document.ts";
import type { Document } from "../document.ts";
import {
  accessStateOf,
  bypassOf,
  defaultActionOf,
  door,
  hostOf,
  ipRangesOf,
  letsAzureServicesIn,
  subnetsOf,
} from "../service-parts.ts";
import type { ServiceParts } from "../service-parts.ts";

/** A storage account; the wire's name for the rules is `networkAcls`. */
export function readStorage(document: Document, cloud: Cloud): ServiceParts {
  const properties = documentAt(document, "properties");
  const rules = documentAt(properties, "networkAcls");
  const subresources = privateLinkType("microsoft.storage/storageaccounts")?.subresources ?? [];
  return {
    publicAccess: {
      state: accessStateOf(properties),
      defaultAction: defaultActionOf(rules),
      ipRanges: ipRangesOf(rules),
      subnets: subnetsOf(rules),
      resourceInstances: documentsAt(rules, "resourceAccessRules").map((rule) => textAt(rule, "resourceId")),
      letsTrustedServicesIn: letsAzureServicesIn(bypassOf(rules, "AzureServices")),
    },
    doors: subresources.map((subresource) => door(subresource, [endpointHost(document, subresource, cloud)])),
    // null and absent both mean true.
    allowsSharedKey: valueAt(properties, "allowSharedKeyAccess") !== false,
  };
}

/** As the account tells it (a web endpoint carries a zone, "z20"); made from the name where it tells nothing. */
function endpointHost(document: Document, subresource: string, cloud: Cloud): string {
  const told = hostOf(textAt(document, "properties", "primaryEndpoints", subresource));
  const canGuess = subresource === "blob" || subresource === "file";
  return told === "" && canGuess ? `${textAt(document, "name")}.${subresource}.${cloud.storageSuffix}` : told;
}
