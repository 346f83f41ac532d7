/** ARM resource ids: compared case-blind, taken apart by segment, never rebuilt from guesses. */

export type ResourceId = string;

/** Same resource, whatever casing and trailing slash each side uses. */
export function isSameId(a: ResourceId, b: ResourceId): boolean {
  return a === b || idKey(a) === idKey(b);
}

/** A key for maps and sets: equal exactly when two ids name the same resource. */
export function idKey(id: ResourceId): string {
  return withoutTrailingSlash(id).toLowerCase();
}

function withoutTrailingSlash(id: ResourceId): ResourceId {
  return id.endsWith("/") ? withoutTrailingSlash(id.slice(0, -1)) : id;
}

/** The last segment: the resource's own name, in the casing given. */
export function nameOf(id: ResourceId): string {
  const whole = withoutTrailingSlash(id);
  return whole.slice(whole.lastIndexOf("/") + 1);
}

/** The subscription GUID (lower case), or "" where the id names none. */
export function subscriptionOf(id: ResourceId): string {
  const found = /^\/subscriptions\/([^/]+)/i.exec(id);
  return (found?.[1] ?? "").toLowerCase();
}

/** The id of the resource group, or "" where the id names none. */
export function groupOf(id: ResourceId): ResourceId {
  return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0] ?? "";
}

/** The full type of the last provider in the id, lower case: "microsoft.storage/storageaccounts". */
export function typeOf(id: ResourceId): string {
  const afterProviders =
    withoutTrailingSlash(id)
      .split(/\/providers\//i)
      .at(-1) ?? "";
  const segments = afterProviders.split("/");
  const kinds = segments.filter((_, i) => i === 0 || i % 2 === 1);
  return kinds.join("/").toLowerCase();
}

/** The namespace of the last provider in the id, as the id spells it: "Microsoft.Storage". */
export function namespaceOf(id: ResourceId): string {
  const afterProviders =
    id
      .split(/\/providers\//i)
      .slice(1)
      .at(-1) ?? "";
  return afterProviders.split("/")[0] ?? "";
}

/** The id two segments up: a child's parent, a subnet's virtual network. */
export function parentOf(id: ResourceId): ResourceId {
  return withoutTrailingSlash(id).split("/").slice(0, -2).join("/");
}

/** The service a private endpoint connection's id belongs to. */
export function serviceOfConnection(connectionId: ResourceId): ResourceId {
  return connectionId.split(/\/privateEndpointConnections\//i)[0] ?? connectionId;
}

const RESOURCE_ID = /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/]+\/providers\/[^/]+(\/[^/]+\/[^/]+)+$/i;

/** True for a well-formed id of a resource in a resource group. */
export function isResourceId(text: string): boolean {
  return RESOURCE_ID.test(withoutTrailingSlash(text));
}

/** The first spelling of each id, empty ones left out. */
export function distinctIds(ids: readonly ResourceId[]): readonly ResourceId[] {
  const byKey = new Map<string, ResourceId>();
  for (const id of ids) if (id !== "" && !byKey.has(idKey(id))) byKey.set(idKey(id), id);
  return [...byKey.values()];
}
