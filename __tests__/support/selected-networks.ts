import type { EstateDocument, JsonObject } from "../../src/twin/estate.ts";
import { withProperties } from "./edit-estate.ts";

/** A service that is open to these addresses and subnets besides its private endpoints. */
export function letsIn(
  estate: EstateDocument,
  idEnd: string,
  addresses: readonly string[],
  subnets: readonly string[] = [],
): EstateDocument {
  const rules: JsonObject = {
    bypass: "AzureServices",
    defaultAction: "Deny",
    ipRules: addresses.map((value) => ({ value, action: "Allow" })),
    virtualNetworkRules: subnets.map((id) => ({ id, action: "Allow" })),
  };
  const name = idEnd.includes("/registries/") ? "networkRuleSet" : "networkAcls";
  return withProperties(estate, idEnd, { publicNetworkAccess: "Enabled", [name]: rules });
}
