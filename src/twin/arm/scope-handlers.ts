import type { ArmDocument, Json, JsonObject } from "../estate.ts";
import { apiVersionsOf } from "../wire/api-versions.ts";
import { ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";
import { armError } from "../wire/arm-error.ts";
import { isAtOrBelow, parseArmPath, typeOf } from "../wire/arm-path.ts";
import { sameText, textAt } from "../wire/json-fields.ts";
import type { Handler, HandlerContext } from "./handler.ts";
import { answerList } from "./list-page.ts";
import { answerResource, authorizationFailed, readableRows, resourceRow } from "./read-handlers.ts";

type Subscription = HandlerContext["world"]["estate"]["subscriptions"][number];

/** Subscriptions, resource groups, providers and the ARM-wide list of resources. */
export const SCOPE_HANDLERS: readonly Handler[] = [
  { method: "GET", path: "subscriptions", confirmedBy: "spec", handle: listSubscriptions },
  { method: "GET", path: "subscriptions/*", confirmedBy: "spec", handle: getSubscription },
  { method: "GET", path: "subscriptions/*/resources", confirmedBy: "spec", handle: listResources },
  { method: "GET", path: "subscriptions/*/resourcegroups", confirmedBy: "spec", handle: listGroups },
  { method: "GET", path: "subscriptions/*/resourcegroups/*", confirmedBy: "recording", handle: answerResource },
  { method: "GET", path: "subscriptions/*/resourcegroups/*/resources", confirmedBy: "spec", handle: listResources },
  { method: "GET", path: "subscriptions/*/providers", confirmedBy: "spec", handle: listProviders },
  { method: "GET", path: "subscriptions/*/providers/*", confirmedBy: "spec", handle: getProvider },
];

function listSubscriptions(context: HandlerContext): Answer {
  const { world, access } = context;
  const visible = world.estate.subscriptions.filter(({ subscriptionId }) =>
    access.isAnywhereIn(`/subscriptions/${subscriptionId}`),
  );
  return answerList(
    context,
    visible.map((subscription) => subscriptionForm(context, subscription)),
  );
}

function getSubscription(context: HandlerContext): Answer {
  const { world, path } = context;
  const found = world.estate.subscriptions.find(({ subscriptionId }) => sameText(subscriptionId, path.subscriptionId));
  if (found === undefined) throw subscriptionNotFound(path.subscriptionId ?? "");
  return ok(subscriptionForm(context, found));
}

/** ARM's 404 for a subscription that no tenant of the caller holds. */
export function subscriptionNotFound(subscriptionId: string): Error {
  return armError(404, "SubscriptionNotFound", `The subscription '${subscriptionId}' could not be found.`);
}

function subscriptionForm({ world }: HandlerContext, subscription: Subscription): Json {
  const { subscriptionId, displayName, state } = subscription;
  return {
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: "RoleBased",
    managedByTenants: [],
    subscriptionId,
    tenantId: world.estate.tenantId,
    displayName,
    state,
    subscriptionPolicies: {
      locationPlacementId: "Public_2014-09-01",
      quotaId: "EnterpriseAgreement_2014-09-01",
      spendingLimit: "Off",
    },
  };
}

function listGroups(context: HandlerContext): Answer {
  const { world, path, access, caller } = context;
  const scope = `/subscriptions/${path.subscriptionId ?? ""}`;
  const action = "Microsoft.Resources/subscriptions/resourceGroups/read";
  if (!access.isAnywhereIn(scope)) throw authorizationFailed(caller, action, scope);
  const isGroup = ({ id }: ArmDocument): boolean =>
    parseArmPath(id)?.pattern === "subscriptions/*/resourcegroups/*" && isAtOrBelow(id, scope);
  return answerList(
    context,
    world.documents.all().filter((document) => isGroup(document) && access.allows(action, document.id)),
  );
}

function listResources(context: HandlerContext): Answer {
  const { path, query } = context;
  const scope = path.id.replace(/\/resources$/i, "");
  const topLevel = readableRows(context, scope).filter((document) => parseArmPath(document.id)?.types.length === 1);
  const resources = topLevel.filter((document) => !isExtension(document));
  const filtered = resources.filter((document) => matchesFilter(document, query.get("$filter")));
  const expanded = query.get("$expand")?.split(",") ?? [];
  return answerList(
    context,
    filtered.map((document) => ({ ...resourceRow(document), ...expandedFields(document, expanded) })),
  );
}

/** What `$expand` adds to a row, as far as the document says it. */
function expandedFields(document: ArmDocument, expanded: readonly string[]): JsonObject {
  const known = {
    createdTime: textAt(document, "systemData", "createdAt"),
    changedTime: textAt(document, "systemData", "lastModifiedAt"),
    provisioningState: textAt(document, "properties", "provisioningState"),
  };
  return Object.fromEntries(
    Object.entries(known).filter(([name, value]) => value !== undefined && expanded.includes(name)),
  );
}

function isExtension(document: ArmDocument): boolean {
  const path = parseArmPath(document.id);
  return path === undefined || sameText(path.provider, "Microsoft.Authorization") || typeOf(path) === "";
}

/** `resourceType eq 'x'` and the like, joined by ` and `; anything else is a 400, never silently everything. */
function matchesFilter(document: ArmDocument, filter: string | null): boolean {
  // The Azure CLI sends an empty filter when it has none.
  if (filter === null || filter.trim() === "") return true;
  const row = resourceRow(document);
  const fields: Readonly<Record<string, string | undefined>> = {
    resourcetype: textAt(row, "type"),
    name: textAt(row, "name"),
    location: textAt(row, "location"),
    resourcegroup: parseArmPath(document.id)?.resourceGroup,
  };
  return filter.split(/ and /i).every((clause) => {
    const [, field, value] = /^\s*(resourceType|name|location|resourceGroup) eq '([^']*)'\s*$/i.exec(clause) ?? [];
    if (field === undefined)
      throw armError(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified in the query string.`);
    return sameText(fields[field.toLowerCase()], value);
  });
}

function listProviders(context: HandlerContext): Answer {
  const { world, path } = context;
  const registered = world.estate.providers[path.subscriptionId ?? ""] ?? [];
  return answerList(
    context,
    registered.map((namespace) => providerForm(context, namespace)),
  );
}

function getProvider(context: HandlerContext): Answer {
  const namespace = context.path.provider ?? "";
  if (apiVersionsOf(namespace) === undefined) {
    throw armError(404, "InvalidResourceNamespace", `The resource namespace '${namespace}' is invalid.`);
  }
  return ok(providerForm(context, namespace));
}

/** Resource types are those of the estate's documents, each with the provider's api-versions. */
function providerForm({ world, path }: HandlerContext, namespace: string): Json {
  const registered = Object.entries(world.estate.providers)
    .filter(([subscriptionId]) => sameText(subscriptionId, path.subscriptionId))
    .flatMap(([, namespaces]) => namespaces);
  const types = world.documents.all().flatMap(({ id }) => {
    const own = parseArmPath(id);
    return own !== undefined && sameText(own.provider, namespace) ? [own.types.join("/")] : [];
  });
  const versionsOf = (resourceType: string): Json =>
    [...(apiVersionsOf(namespace, resourceType) ?? [])].sort().reverse();
  return {
    id: `/subscriptions/${path.subscriptionId ?? ""}/providers/${namespace}`,
    namespace,
    registrationState: registered.some((name) => sameText(name, namespace)) ? "Registered" : "NotRegistered",
    registrationPolicy: "RegistrationRequired",
    resourceTypes: [...new Set(types)].map((resourceType) => ({
      ...{ resourceType, locations: [], apiVersions: versionsOf(resourceType) },
    })),
  };
}
