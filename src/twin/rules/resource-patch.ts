import type { ArmDocument, Json, JsonObject } from "../estate.ts";
import { armError } from "../wire/arm-error.ts";
import { isJsonList, isJsonObject, objectAt, sameText, textAt, valueAt, withoutField } from "../wire/json-fields.ts";
import { lastNameOf } from "../wire/arm-path.ts";

const ENVELOPE: readonly string[] = ["tags", "sku", "identity", "kind"];
/** Composed from children, or the service's own: what a client sends there is not taken. */
const NOT_TAKEN: readonly string[] = [
  "privateEndpointConnections",
  "provisioningState",
  "creationTime",
  "creationDate",
];
/** What an account answers where nothing is listed; resource instance rules have no such default (recorded). */
const EMPTY_STORAGE_RULES = { ipv6Rules: [], virtualNetworkRules: [], ipRules: [] };

/** The account after a PATCH: properties merge one level deep, networkAcls is replaced whole when sent (from memory). */
export function patchedStorage(account: ArmDocument, body: Json | undefined): ArmDocument {
  const networkAcls = valueAt(body, "properties", "networkAcls");
  checkAccess(body, ["Enabled", "Disabled", "SecuredByPerimeter"], "InvalidValuesForRequestParameters");
  const encryption = mergedEncryption(account, body);
  if (networkAcls === undefined || networkAcls === null) return patched(account, body, encryption);
  if (textAt(networkAcls, "defaultAction") === undefined) {
    const message = "Required property 'defaultAction' not found in JSON. Path 'properties.networkAcls'.";
    throw armError(400, "InvalidRequestContent", `The request content was invalid: ${message}`);
  }
  const bypass = textAt(networkAcls, "bypass") ?? "AzureServices";
  const whole = { ...EMPTY_STORAGE_RULES, ...objectAt(networkAcls), bypass };
  return patched(account, body, { ...encryption, networkAcls: whole });
}

/** What only the service knows of a service's encryption, such as since when, outlives a PATCH of it (recorded). */
function mergedEncryption(account: ArmDocument, body: Json | undefined): JsonObject {
  const asked = valueAt(body, "properties", "encryption");
  if (!isJsonObject(asked)) return {};
  const before = objectAt(account, "properties", "encryption");
  const services = Object.entries(objectAt(asked, "services")).map(([name, value]) => {
    return [name, { ...objectAt(before, "services", name), ...objectAt(value) }] as const;
  });
  return {
    encryption: { ...before, ...asked, services: { ...objectAt(before, "services"), ...Object.fromEntries(services) } },
  };
}

/** The vault after a PATCH: networkAcls and accessPolicies are replaced whole when sent, null leaves a field as it is. */
export function patchedVault(vault: ArmDocument, body: Json | undefined): ArmDocument {
  refuseUnprotecting(vault, body);
  const networkAcls = valueAt(body, "properties", "networkAcls");
  const replaced = isJsonObject(networkAcls) ? { networkAcls: vaultRuleSet(networkAcls) } : {};
  return patched(vault, body, replaced);
}

/** The vault after a PUT: everything is replaced but what only the service sets. */
export function replacedVault(
  before: ArmDocument | undefined,
  id: string,
  body: Json | undefined,
  systemData: JsonObject,
): ArmDocument {
  const asked = objectAt(body, "properties");
  const location = textAt(body, "location");
  if (location === undefined || textAt(asked, "tenantId") === undefined || asked.sku === undefined) {
    throw armError(400, "BadRequest", "The vault needs location, properties.tenantId and properties.sku.");
  }
  if (before !== undefined) refuseUnprotecting(before, body);
  const name = lastNameOf(id);
  const kept = objectAt(before, "properties");
  const networkAcls = asked.networkAcls;
  return {
    id: before?.id ?? id,
    name,
    type: "Microsoft.KeyVault/vaults",
    location,
    tags: objectAt(body, "tags"),
    systemData,
    properties: {
      enabledForDeployment: false,
      ...withoutField(asked, "networkAcls"),
      ...(isJsonObject(networkAcls) ? { networkAcls: vaultRuleSet(networkAcls) } : {}),
      vaultUri: kept.vaultUri ?? `https://${name}.vault.azure.net/`,
      provisioningState: before === undefined ? "RegisteringDns" : "Succeeded",
      publicNetworkAccess: asked.publicNetworkAccess ?? "Enabled",
    },
  };
}

function refuseUnprotecting(vault: ArmDocument, body: Json | undefined): void {
  for (const field of ["enableSoftDelete", "enablePurgeProtection"]) {
    const isUndone = valueAt(vault, "properties", field) === true && valueAt(body, "properties", field) === false;
    if (isUndone) {
      throw armError(
        400,
        "BadRequest",
        `The property "${field}" cannot be set to false. Enabling it for a vault is an irreversible action.`,
      );
    }
  }
}

/** Ids of virtual network rules come back in lower case (recorded). */
function vaultRuleSet(networkAcls: JsonObject): JsonObject {
  const rules = networkAcls.virtualNetworkRules;
  const lowered = isJsonList(rules) ? rules.map(lowerRule) : [];
  return {
    bypass: "AzureServices",
    defaultAction: "Allow",
    ipRules: [],
    ...networkAcls,
    virtualNetworkRules: lowered,
  };
}

function lowerRule(rule: Json): Json {
  const id = textAt(rule, "id");
  return id === undefined || !isJsonObject(rule) ? rule : { ...rule, id: id.toLowerCase() };
}

/** The registry after a PATCH. That closing needs Premium is documented; the code of the refusal is not confirmed. */
export function patchedRegistry(registry: ArmDocument, body: Json | undefined): ArmDocument {
  checkAccess(body, ["Enabled", "Disabled", "SecuredByPerimeter"], "InvalidParameter");
  const ruleSet = valueAt(body, "properties", "networkRuleSet");
  // A rule set without a list answers an empty one (recorded); that it empties one that was there is not confirmed.
  const merged = patched(registry, body, isJsonObject(ruleSet) ? { networkRuleSet: { ipRules: [], ...ruleSet } } : {});
  const isPremium = sameText(textAt(merged, "sku", "name"), "Premium");
  const isClosed = sameText(textAt(merged, "properties", "publicNetworkAccess"), "Disabled");
  const isDenying = sameText(textAt(body, "properties", "networkRuleSet", "defaultAction"), "Deny");
  if (!isPremium && (isClosed || isDenying)) {
    const name = textAt(merged, "sku", "name") ?? "";
    throw armError(
      400,
      "SkuNotSupported",
      `Public network access and network rules can't be restricted for SKU '${name}'. Upgrade to Premium SKU.`,
    );
  }
  return merged;
}

function checkAccess(body: Json | undefined, allowed: readonly string[], code: string): void {
  const access = textAt(body, "properties", "publicNetworkAccess");
  if (access === undefined || allowed.some((value) => sameText(value, access))) return;
  throw armError(400, code, `Values for request parameters are invalid: publicNetworkAccess.`);
}

function patched(document: ArmDocument, body: Json | undefined, replaced: JsonObject = {}): ArmDocument {
  const asked = Object.entries(objectAt(body, "properties")).filter(
    ([field, value]) => !NOT_TAKEN.includes(field) && value !== null && value !== undefined,
  );
  const envelope = isJsonObject(body) ? Object.entries(body).filter(([field]) => ENVELOPE.includes(field)) : [];
  return {
    ...document,
    ...Object.fromEntries(envelope.map(([field, value]) => [field, envelopeField(document, field, value)])),
    properties: { ...objectAt(document, "properties"), ...Object.fromEntries(asked), ...replaced },
  };
}

/** Tags and identity come whole; a SKU keeps the tier that goes with its name. */
function envelopeField(document: ArmDocument, field: string, value: Json | undefined): Json | undefined {
  const name = field === "sku" ? textAt(value, "name") : undefined;
  if (name === undefined) return value;
  const isRegistry = textAt(document, "type")?.toLowerCase() === "microsoft.containerregistry/registries";
  return isRegistry ? { name, tier: name } : { ...objectAt(document, "sku"), ...objectAt(value) };
}
