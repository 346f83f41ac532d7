import type { Cloud } from "../../snapshot/cloud.ts";
import { documentAt, textAt } from "../document.ts";
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

/** A key vault; `networkAcls` is absent where the defaults apply (Allow, bypass AzureServices). */
export function readKeyVault(document: Document, cloud: Cloud): ServiceParts {
  const properties = documentAt(document, "properties");
  const rules = documentAt(properties, "networkAcls");
  const told = hostOf(textAt(properties, "vaultUri"));
  return {
    publicAccess: {
      state: accessStateOf(properties),
      defaultAction: defaultActionOf(rules),
      ipRanges: ipRangesOf(rules),
      subnets: subnetsOf(rules),
      resourceInstances: [],
      letsTrustedServicesIn: letsAzureServicesIn(bypassOf(rules, "AzureServices")),
    },
    doors: [door("vault", [told === "" ? `${textAt(document, "name")}.${cloud.keyVaultSuffix}` : told])],
  };
}
