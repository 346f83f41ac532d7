import type { ResourceId } from "./resource-id.ts";

/** Actions of one role definition or deny assignment, as Azure writes them (wildcards included). */
export interface ActionSet {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** What one principal may do at one scope, inherited grants and groups included. */
export interface Permissions {
  readonly allows: readonly ActionSet[];
  readonly denies: readonly ActionSet[];
  /** Since when some assignment grants what is asked for at this scope, ms since the epoch: a fresh one may not act yet. */
  readonly heldSince?: number;
}

/** Who, where. */
export interface PermissionsOf {
  readonly scope: ResourceId;
  readonly principalId: string;
}

/** True where the permissions hold the action: allowed by some set and taken by no deny assignment. */
export function holdsAction(permissions: Permissions, action: string): boolean {
  const covers = (set: ActionSet): boolean =>
    set.actions.some((a) => matchesAction(a, action)) && !set.notActions.some((a) => matchesAction(a, action));
  return permissions.allows.some(covers) && !permissions.denies.some(covers);
}

/** Azure's matching of an action against a pattern: `*` is any text, case is ignored. */
export function matchesAction(pattern: string, action: string): boolean {
  const text = action.toLowerCase();
  const [first = "", ...parts] = pattern.toLowerCase().split("*");
  const last = parts.pop();
  if (last === undefined) return text === first;
  // By hand: a run asks this many thousand times, and a regular expression for each would be most of its planning.
  let at = text.startsWith(first) ? first.length : -1;
  for (const part of parts) at = at === -1 ? -1 : endOf(text, part, at);
  return at !== -1 && text.length - last.length >= at && text.endsWith(last);
}

/** Where a part ends that is looked for from a place on, or -1. */
function endOf(text: string, part: string, from: number): number {
  const at = text.indexOf(part, from);
  return at === -1 ? -1 : at + part.length;
}
