/** The path of an ARM request or the id of a document, taken apart. */
export interface ArmPath {
  /** As asked, without a trailing slash. */
  readonly id: string;
  /** What stands before the last `/providers/`: a resource's group, an extension's target; "" for the tenant. */
  readonly scope: string;
  readonly subscriptionId: string | undefined;
  readonly resourceGroup: string | undefined;
  readonly provider: string | undefined;
  /** Type segments; one more than names for a collection or a POST action. */
  readonly types: readonly string[];
  readonly names: readonly string[];
  /** Lower case, names replaced by `*`: `microsoft.keyvault/vaults/*`, `subscriptions/*\/resourcegroups/*`. */
  readonly pattern: string;
}

/** Takes an ARM path apart; undefined when it does not begin as one. Never throws, whatever the text. */
export function parseArmPath(path: string): ArmPath | undefined {
  const segments = path.split("/").filter((segment) => segment !== "");
  const first = segments[0]?.toLowerCase();
  if (first !== "subscriptions" && first !== "providers") return undefined;
  const lower = segments.join("/").toLowerCase().split("/");
  const at = lower.lastIndexOf("providers");
  const scopeSegments = at === -1 ? segments : segments.slice(0, at);
  const tail = at === -1 ? [] : segments.slice(at + 2);
  const provider = at === -1 ? undefined : segments[at + 1];
  return {
    id: "/" + segments.join("/"),
    scope: scopeSegments.length === 0 ? "" : "/" + scopeSegments.join("/"),
    subscriptionId: first === "subscriptions" ? segments[1] : undefined,
    resourceGroup: lower[2] === "resourcegroups" ? segments[3] : undefined,
    provider,
    types: tail.filter((_, index) => index % 2 === 0),
    names: tail.filter((_, index) => index % 2 === 1),
    pattern: provider !== undefined && tail.length > 0 ? masked(lower.slice(at + 1), 2) : masked(lower, 1),
  };
}

/** Every second segment from one on replaced by `*`. */
function masked(segments: readonly string[], from: number): string {
  return segments.map((segment, index) => (index >= from && (index - from) % 2 === 0 ? "*" : segment)).join("/");
}

/** True when the path names one resource, not a collection, an action or a scope. */
export function isResource(path: ArmPath): boolean {
  return path.provider !== undefined && path.types.length > 0 && path.types.length === path.names.length;
}

/** `Namespace/type/childType`, with the namespace as written. */
export function typeOf(path: ArmPath): string {
  return [path.provider, ...path.types].join("/");
}

/** The last name in the path: the resource's own. */
export function nameOf(path: ArmPath): string {
  return path.names.at(-1) ?? "";
}

/** The end of an id: a resource's own name, a role's GUID. */
export function lastNameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** The id one level up: a child's parent resource, a resource's group, an extension's target, a collection's owner. */
export function parentIdOf(path: ArmPath): string {
  if (path.types.length <= 1) return path.scope;
  const dropped = path.types.length === path.names.length ? 2 : 1;
  return path.id.split("/").slice(0, -dropped).join("/");
}

/** The key under which an id is kept: ARM ids compare case-blind. */
export function keyOf(id: string): string {
  return id.endsWith("/") ? keyOf(id.slice(0, -1)) : id.toLowerCase();
}

/** True when both are the same ARM id. */
export function sameId(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && keyOf(left) === keyOf(right);
}

/** True when the id is the scope itself or lies below it. The scope "" or "/" holds everything. */
export function isAtOrBelow(id: string, scope: string): boolean {
  return isKeyAtOrBelow(keyOf(id), keyOf(scope));
}

/** The same of keys. */
export function isKeyAtOrBelow(key: string, scopeKey: string): boolean {
  return key.startsWith(scopeKey) && (key.length === scopeKey.length || key[scopeKey.length] === "/");
}
