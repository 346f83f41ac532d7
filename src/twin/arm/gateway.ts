import type { World } from "../state/world.ts";
import { apiVersionsOf } from "../wire/api-versions.ts";
import { armError } from "../wire/arm-error.ts";
import { isResource, parentIdOf, sameId, typeOf } from "../wire/arm-path.ts";
import type { ArmPath } from "../wire/arm-path.ts";
import { sameText } from "../wire/json-fields.ts";
import { refuseIfLocked } from "../rules/lock.ts";
import type { HandlerContext } from "./handler.ts";
import { authorizationFailed } from "./read-handlers.ts";
import { subscriptionNotFound } from "./scope-handlers.ts";

/** Providers that need no registration. */
const ALWAYS_REGISTERED: readonly string[] = ["microsoft.resources", "microsoft.authorization"];

/** A POST that only asks, and that its provider's published list of actions counts as a read. */
const ASKING_POSTS: readonly string[] = ["microsoft.policyinsights/checkpolicyrestrictions"];

/** The api-version of a request, or ARM's 400 that it is missing or unknown to the provider. */
export function admitApiVersion(path: ArmPath, query: URLSearchParams): string {
  const asked = query.get("api-version");
  if (asked === null || asked === "") {
    throw armError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  }
  const provider = path.types.length === 0 || path.provider === undefined ? "Microsoft.Resources" : path.provider;
  const served = apiVersionsOf(provider, path.types[0]);
  if (served === undefined) {
    throw armError(404, "InvalidResourceNamespace", `The resource namespace '${provider}' is invalid.`);
  }
  if (served.includes(asked)) return asked;
  const list = served.join(", ");
  throw provider === "Microsoft.Resources"
    ? armError(
        400,
        "InvalidApiVersionParameter",
        `The api-version '${asked}' is invalid. The supported versions are '${list}'.`,
      )
    : armError(
        400,
        "NoRegisteredProviderFound",
        `No registered resource provider found for API version '${asked}' for type '${path.types.join("/")}'. The supported api-versions are '${list}'.`,
      );
}

/** ARM's gateway after login and api-version, in its order: registration, subscription, rights, group, locks. */
export function admit(context: HandlerContext): void {
  const { world, path } = context;
  refuseUnregistered(world, path);
  refuseUnknownSubscription(world, path);
  refuseUnauthorized(context);
  refuseMissingGroup(world, path);
  refuseIfLocked(world, context.method, isResource(path) ? path.id : parentIdOf(path));
}

function refuseUnregistered(world: World, path: ArmPath): void {
  if (path.provider === undefined || path.subscriptionId === undefined || path.types.length === 0) return;
  if (ALWAYS_REGISTERED.includes(path.provider.toLowerCase())) return;
  const registered = Object.entries(world.estate.providers).find(([id]) => sameText(id, path.subscriptionId))?.[1];
  if (registered === undefined || registered.some((name) => sameText(name, path.provider))) return;
  const message = `The subscription is not registered to use namespace '${path.provider}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  throw armError(409, "MissingSubscriptionRegistration", message);
}

function refuseUnknownSubscription(world: World, { subscriptionId }: ArmPath): void {
  if (subscriptionId === undefined) return;
  const isKnown = world.estate.subscriptions.some((known) => sameText(known.subscriptionId, subscriptionId));
  if (!isKnown) throw subscriptionNotFound(subscriptionId);
}

function refuseUnauthorized({ world, method, path, access, caller }: HandlerContext): void {
  const needed = neededRight(method, path);
  if (needed === undefined || access.allows(needed.action, needed.scope)) return;
  // A document whose scope was written with other casing is named as it was asked, as ARM does.
  const known = world.documents.get(needed.scope);
  throw authorizationFailed(caller, needed.action, sameId(known?.id, needed.scope) ? needed.scope : path.id);
}

/** The action a request is, and the scope it is at; undefined where rows are filtered instead, or nothing is needed. */
export function neededRight(
  method: string,
  path: ArmPath,
): { readonly action: string; readonly scope: string } | undefined {
  if (path.scope === "" && path.subscriptionId === undefined) return undefined;
  if (path.provider === undefined || path.types.length === 0) return scopeRight(path);
  if (isResource(path)) return { action: `${typeOf(path)}/${verbOf(method)}`, scope: path.id };
  if (ASKING_POSTS.includes(path.pattern)) return { action: `${typeOf(path)}/read`, scope: parentIdOf(path) };
  if (method === "POST") return { action: `${typeOf(path)}/action`, scope: parentIdOf(path) };
  const isFiltered = path.types.length === 1 && !sameText(path.provider, "Microsoft.Authorization");
  return isFiltered ? undefined : { action: `${typeOf(path)}/read`, scope: parentIdOf(path) };
}

function scopeRight(path: ArmPath): { readonly action: string; readonly scope: string } | undefined {
  const subscription = `/subscriptions/${path.subscriptionId ?? ""}`;
  switch (path.pattern) {
    case "subscriptions/*":
      return { action: "Microsoft.Resources/subscriptions/read", scope: subscription };
    case "subscriptions/*/resourcegroups/*":
      return { action: "Microsoft.Resources/subscriptions/resourceGroups/read", scope: path.id };
    case "subscriptions/*/providers/*":
    case "subscriptions/*/providers":
      return { action: "Microsoft.Resources/subscriptions/providers/read", scope: subscription };
    default:
      return undefined;
  }
}

function verbOf(method: string): "read" | "write" | "delete" {
  if (method === "GET" || method === "HEAD") return "read";
  return method === "DELETE" ? "delete" : "write";
}

function refuseMissingGroup(world: World, path: ArmPath): void {
  if (path.resourceGroup === undefined) return;
  const groupId = `/subscriptions/${path.subscriptionId ?? ""}/resourceGroups/${path.resourceGroup}`;
  if (world.documents.get(groupId) === undefined) {
    throw armError(404, "ResourceGroupNotFound", `Resource group '${path.resourceGroup}' could not be found.`);
  }
}
