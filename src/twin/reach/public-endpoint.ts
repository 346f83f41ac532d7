import type { ArmDocument, Json } from "../estate.ts";
import { typeOf } from "./arm-id.ts";
import { isObject, isSameText, listAt, textAt, valueAt } from "./json.ts";

/** Whom a service's public endpoint lets in, read from its document alone. */
export interface PublicEndpoint {
  readonly isOpenToAll: boolean;
  /** In force only while public access is on and the default action is Deny. */
  readonly ranges: readonly string[];
  readonly subnets: readonly string[];
  /** Listed in the rules, in force or not. */
  readonly listedRanges: readonly string[];
  readonly listedSubnets: readonly string[];
  /** Resource instance rules in force: they outlive Disabled, not a perimeter. */
  readonly resourceInstances: readonly string[];
  /** undefined: the service knows no exception for trusted Microsoft services. */
  readonly letsTrustedServicesIn: boolean | undefined;
}

interface Rules {
  readonly defaultAction: string;
  readonly ranges: readonly string[];
  readonly subnets: readonly string[];
  readonly resourceInstances: readonly string[];
  readonly hasBypass: boolean | undefined;
}

export function readPublicEndpoint(service: ArmDocument): PublicEndpoint {
  const access = textAt(service, "properties", "publicNetworkAccess") || "Enabled";
  const isPerimeter = isSameText(access, "SecuredByPerimeter");
  const isOn = !isPerimeter && !isSameText(access, "Disabled");
  const rules = (readersByType[typeOf(service.id)] ?? readNoPublicEndpoint)(service);
  const isOpenToAll = isOn && isSameText(rules.defaultAction, "Allow");
  const isListInForce = isOn && !isOpenToAll;
  return {
    isOpenToAll,
    ranges: isListInForce ? rules.ranges : [],
    subnets: isListInForce ? rules.subnets : [],
    listedRanges: rules.ranges,
    listedSubnets: rules.subnets,
    resourceInstances: isPerimeter ? [] : rules.resourceInstances,
    letsTrustedServicesIn:
      rules.hasBypass === undefined ? undefined : isPerimeter ? false : rules.hasBypass || isOpenToAll,
  };
}

const readersByType: Readonly<Record<string, (service: ArmDocument) => Rules>> = {
  "microsoft.storage/storageaccounts": (service) => readNetworkAcls(service, "AzureServices"),
  "microsoft.keyvault/vaults": (service) => readNetworkAcls(service, "AzureServices"),
  // Not confirmed: what an account without networkAcls does for trusted services; taken as no exception.
  "microsoft.cognitiveservices/accounts": (service) => readNetworkAcls(service, "None"),
  "microsoft.containerregistry/registries": readRegistry,
  "microsoft.search/searchservices": readSearch,
  "microsoft.machinelearningservices/workspaces": readWorkspace,
  "microsoft.documentdb/databaseaccounts": readPlain,
  "microsoft.sql/servers": readPlain,
};

function readNetworkAcls(service: ArmDocument, bypassByDefault: string): Rules {
  const acls = valueAt(service, "properties", "networkAcls");
  const bypass = textAt(acls, "bypass") || bypassByDefault;
  return {
    defaultAction: textAt(acls, "defaultAction") || "Allow",
    ranges: listAt(acls, "ipRules").map((rule) => textAt(rule, "value")),
    subnets: listAt(acls, "virtualNetworkRules").map((rule) => textAt(rule, "id")),
    resourceInstances: listAt(acls, "resourceAccessRules").map((rule) => textAt(rule, "resourceId")),
    // Storage joins several exceptions in one text: "Logging, Metrics, AzureServices".
    hasBypass: bypass.split(",").some((part) => isSameText(part.trim(), "AzureServices")),
  };
}

function readRegistry(service: ArmDocument): Rules {
  const rules = valueAt(service, "properties", "networkRuleSet");
  const bypass = textAt(service, "properties", "networkRuleBypassOptions") || "AzureServices";
  return {
    ...noRules,
    defaultAction: textAt(rules, "defaultAction") || "Allow",
    ranges: listAt(rules, "ipRules").map((rule) => textAt(rule, "value")),
    subnets: listAt(rules, "virtualNetworkRules").map((rule) => textAt(rule, "id")),
    hasBypass: isSameText(bypass, "AzureServices"),
  };
}

/** Search has no default action: a list that is not empty lets only its ranges in. */
function readSearch(service: ArmDocument): Rules {
  const rules = valueAt(service, "properties", "networkRuleSet");
  const ranges = listAt(rules, "ipRules").map((rule) => textAt(rule, "value"));
  return { ...onlyListed(ranges), hasBypass: isSameText(textAt(rules, "bypass"), "AzureServices") };
}

function readWorkspace(service: ArmDocument): Rules {
  return onlyListed(listAt(service, "properties", "ipAllowlist").map(rangeOf));
}

function readPlain(service: ArmDocument): Rules {
  return onlyListed(listAt(service, "properties", "ipRules").map(rangeOf));
}

/** An application gateway's public frontend has no listener where it is used this way, so nobody comes in by it. */
function readNoPublicEndpoint(): Rules {
  return { ...noRules, defaultAction: "Deny" };
}

const noRules: Rules = {
  defaultAction: "Allow",
  ranges: [],
  subnets: [],
  resourceInstances: [],
  hasBypass: undefined,
};

function onlyListed(ranges: readonly string[]): Rules {
  return { ...noRules, defaultAction: ranges.length > 0 ? "Deny" : "Allow", ranges };
}

function rangeOf(rule: Json): string {
  if (isObject(rule)) return textAt(rule, "value") || textAt(rule, "ipAddressOrRange");
  return typeof rule === "string" ? rule : "";
}
