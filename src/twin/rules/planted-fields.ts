import type { ArmDocument, Json, JsonObject } from "../estate.ts";
import { isJsonList, isJsonObject, objectAt } from "../wire/json-fields.ts";

const RULE_SET_FIELDS: readonly string[] = ["networkAcls", "networkRuleSet"];

/**
 * Adds what no client's model knows to the network settings of a resource: `x-twin-unknown` in each rule and a list
 * `xTwinUnknownRules`. A client that reads, changes and writes back without them has lost somebody's rules.
 */
export function plantUnknownFields(document: ArmDocument): ArmDocument {
  const properties = objectAt(document, "properties");
  const planted = RULE_SET_FIELDS.flatMap((field) => {
    const ruleSet = properties[field];
    return isJsonObject(ruleSet) ? [[field, plantedRuleSet(ruleSet)] as const] : [];
  });
  return planted.length === 0
    ? document
    : { ...document, properties: { ...properties, ...Object.fromEntries(planted) } };
}

function plantedRuleSet(ruleSet: JsonObject): JsonObject {
  const withRules = Object.entries(ruleSet).map(([field, value]) => [field, plantedRules(field, value)] as const);
  return { ...Object.fromEntries(withRules), xTwinUnknownRules: [{ value: "kept" }] };
}

function plantedRules(field: string, value: Json | undefined): Json | undefined {
  if (!isJsonList(value) || !field.toLowerCase().endsWith("rules")) return value;
  return value.map((rule) => (isJsonObject(rule) ? { ...rule, "x-twin-unknown": "kept" } : rule));
}
