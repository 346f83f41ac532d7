/** Small edits of an estate, by the end of a document's id. */
import type { ArmDocument, EstateDocument, Json, JsonObject } from "../../src/twin/estate.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";

export function estateNamed(name: string): EstateDocument {
  const make = estates[name];
  if (make === undefined) throw new Error(`no estate ${name}`);
  return make();
}

export function find(estate: { readonly resources: readonly ArmDocument[] }, idEnd: string): ArmDocument {
  const found = estate.resources.find((d) => d.id.toLowerCase().endsWith(idEnd.toLowerCase()));
  if (found === undefined) throw new Error(`no document ends with ${idEnd}`);
  return found;
}

/** The estate with these properties laid over those of one document; undefined takes one away. */
export function withProperties(
  estate: EstateDocument,
  idEnd: string,
  properties: Readonly<Record<string, Json | undefined>>,
): EstateDocument {
  const target = find(estate, idEnd);
  const merged = Object.entries({ ...target.properties, ...properties }).filter(([, v]) => v !== undefined);
  const changed = { ...target, properties: Object.fromEntries(merged) };
  return { ...estate, resources: estate.resources.map((d) => (d === target ? changed : d)) };
}

export function withDocuments(estate: EstateDocument, ...documents: readonly ArmDocument[]): EstateDocument {
  return { ...estate, resources: [...estate.resources, ...documents] };
}

export function without(estate: EstateDocument, pattern: RegExp): EstateDocument {
  return { ...estate, resources: estate.resources.filter((d) => !pattern.test(d.id)) };
}

/** A role assignment on a scope, for a principal, by a role definition the estate has. */
export function grant(estate: EstateDocument, scope: string, principalId: string, roleId: string): ArmDocument {
  const name = `9a9a9a9a-0000-4000-8000-${principalId
    .slice(0, 12)
    .replace(/[^0-9a-f]/gi, "0")
    .padEnd(12, "0")}`;
  const subscription = `/subscriptions/${estate.subscriptions[0]?.subscriptionId ?? ""}`;
  const properties: JsonObject = {
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
    principalId,
    principalType: "ServicePrincipal",
    scope,
    condition: null,
  };
  return {
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    name,
    type: "Microsoft.Authorization/roleAssignments",
    properties,
  };
}
