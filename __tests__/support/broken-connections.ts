/** Private endpoint connections of an estate, as the service they lead to sees them. */
import type { ArmDocument, EstateDocument, JsonObject } from "../../src/twin/estate.ts";
import { textAt } from "../../src/twin/wire/json-fields.ts";
import { find, without, withProperties } from "./edit-estate.ts";

/** The connection of a customer's private endpoint with another status on its target. */
export function withEndpointStatus(estate: EstateDocument, endpoint: string, status: string): EstateDocument {
  const connection = estate.resources.find((d) => isConnectionOf(d, endpoint));
  if (connection === undefined) throw new Error(`no connection of ${endpoint}`);
  const state: JsonObject = { status, description: "", actionsRequired: "None" };
  return withProperties(estate, connection.id, { privateLinkServiceConnectionState: state });
}

/** The estate without a customer's private endpoint: gone on both sides, and with it the records it wrote. */
export function withoutEndpoint(estate: EstateDocument, endpoint: string): EstateDocument {
  find(estate, `/privateEndpoints/${endpoint}`);
  const gone = estate.resources.find((d) => isConnectionOf(d, endpoint));
  const rest = without(estate, new RegExp(`/privateEndpoints/${endpoint}(/|$)`));
  return { ...rest, resources: rest.resources.filter((d) => d !== gone) };
}

function isConnectionOf(document: ArmDocument, endpoint: string): boolean {
  const id = textAt(document.properties, "privateEndpoint", "id") ?? "";
  return /\/privateEndpointConnections\//i.test(document.id) && id.endsWith(`/privateEndpoints/${endpoint}`);
}
