/** The form of an ARM id that compares: lower case, no trailing slash. */
export function keyOf(id: string): string {
  const lower = id.toLowerCase();
  return lower.endsWith("/") ? lower.slice(0, -1) : lower;
}

export function isSameId(left: string, right: string): boolean {
  return keyOf(left) === keyOf(right);
}

/** The last segment, in the casing of the id. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** `microsoft.network/virtualnetworks/subnets` for a subnet's id: lower case; "" for a subscription or resource group. */
export function typeOf(id: string): string {
  const key = keyOf(id);
  const start = key.lastIndexOf("/providers/");
  if (start === -1) return "";
  const [namespace = "", ...rest] = key.slice(start + "/providers/".length).split("/");
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join("/");
}

/** The id without its last type and name: a subnet's VNet, a connection's target. */
export function parentOf(id: string): string {
  return id.split("/").slice(0, -2).join("/");
}

/** The subscription's GUID in lower case, or "". */
export function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/.exec(keyOf(id))?.[1] ?? "";
}
