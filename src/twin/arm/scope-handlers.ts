import type { ArmDocument, Json } from "../estate.ts";
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
  const filtered = resources.map(resourceRow).filter((row) => matchesFilter(row, query.get("$filter")));
  return answerList(context, filtered);
}

function isExtension(document: ArmDocument): boolean {
  const path = parseArmPath(document.id);
  return path === undefined || sameText(path.provider, "Microsoft.Authorization") || typeOf(path) === "";
}

/** `resourceType eq 'x'`, `name eq 'y'`, joined by ` and `; anything else is a 400, never silently everything. */
function matchesFilter(row: Json, filter: string | null): boolean {
  if (filter === null) return true;
  return filter.split(/ and /i).every((clause) => {
    const parts = /^\s*(resourceType|name|location) eq '([^']*)'\s*$/i.exec(clause);
    if (parts === null)
      throw armError(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified in the query string.`);
    const field = parts[1]?.toLowerCase() === "resourcetype" ? "type" : (parts[1]?.toLowerCase() ?? "");
    return sameText(textAt(row, field), parts[2]);
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
