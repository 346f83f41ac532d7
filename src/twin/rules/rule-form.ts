import type { Json, JsonObject } from "../estate.ts";
import { isJsonObject } from "../wire/json-fields.ts";

/**
 * A user's rule as the service keeps it: category and status filled in, and of a private endpoint whether Spark may use
 * it (recorded; FQDN and service tag rules have no such fields).
 */
export function keptRule(asked: JsonObject, status: string): JsonObject {
  return { category: "UserDefined", ...asked, ...destinationOf(asked), status };
}

function destinationOf({ destination }: JsonObject): { readonly destination?: Json } {
  if (!isJsonObject(destination) || destination.serviceResourceId === undefined) return {};
  return { destination: { ...destination, sparkEnabled: destination.sparkEnabled === true, sparkStatus: "Inactive" } };
}
