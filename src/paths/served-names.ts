import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { isSameId, typeOf } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/**
 * Whether the endpoint's service answers to a name (lower case) that the endpoint holds. The interface of an AI service's
 * endpoint lists the names of all three zones; the account answers only to those it lists itself, and only they are
 * aliases into the zones. One it doesn't answer to is no loss.
 */
export function isServed({ services }: Snapshot, { target }: PrivateEndpoint, name: string): boolean {
  if (typeOf(target) !== "microsoft.cognitiveservices/accounts") return true;
  const listed = services.find(({ id }) => isSameId(id, target))?.doors.flatMap(({ names }) => names) ?? [];
  return listed.length === 0 || listed.some((one) => one.toLowerCase() === name);
}
