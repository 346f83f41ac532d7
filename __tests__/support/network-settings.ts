/** The network settings of an estate's services as their documents have them, told apart from the engine's own reading. */
import type { ArmDocument, Json, JsonObject } from "../../src/twin/estate.ts";
import { valueAt } from "./expectation.ts";

const names = ["publicNetworkAccess", "networkAcls", "networkRuleSet", "networkRuleBypassOptions", "ipAllowlist"];
const services = /\/(storageAccounts|vaults|registries|Microsoft\.MachineLearningServices\/workspaces)\/[^/]+$/i;

/** By id in lower case; what is absent is absent. */
export function networkSettings(documents: readonly ArmDocument[]): ReadonlyMap<string, JsonObject> {
  const own = documents.filter((d) => services.test(d.id));
  return new Map(own.map((d) => [d.id.toLowerCase(), settingsOf(d)]));
}

function settingsOf(document: ArmDocument): JsonObject {
  const found = names.map((name) => [name, document.properties?.[name]] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/**
 * The same with what absence means written out, as Azure does it itself once something was set: a PATCH can't take a
 * field away.
 */
export function writtenOut(settings: JsonObject | undefined): JsonObject {
  const { publicNetworkAccess = "Enabled", networkAcls, networkRuleSet, ...rest } = settings ?? {};
  return {
    ...rest,
    publicNetworkAccess: text(publicNetworkAccess).toLowerCase(),
    networkAcls: rules(networkAcls, { bypass: "AzureServices" }),
    networkRuleSet: rules(networkRuleSet, {}),
  };
}

function rules(set: Json | undefined, defaults: JsonObject): JsonObject {
  const given = isObject(set) ? set : {};
  const action = text(given.defaultAction ?? "Allow").toLowerCase();
  const lists = { ipRules: [], ipv6Rules: [], virtualNetworkRules: [] };
  return { ...lists, ...defaults, ...given, defaultAction: action };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: Json): string {
  return typeof value === "string" ? value : "";
}

/** Whether a body opens something: it is public again, or lets in by default where the document before didn't. */
export function isOpening(body: unknown, before: JsonObject | undefined): boolean {
  const access = valueAt(body, "properties.publicNetworkAccess");
  const allows = ["networkAcls", "networkRuleSet"].some((set) => {
    const path = `${set}.defaultAction`;
    return isWord(valueAt(body, `properties.${path}`), "allow") && isWord(valueAt(before, path), "deny");
  });
  return (access !== undefined && !isWord(access, "disabled")) || allows;
}

function isWord(value: unknown, word: string): boolean {
  return typeof value === "string" && value.toLowerCase() === word;
}
