import type { ResourceId } from "./resource-id.ts";

/** Actions of one role definition or deny assignment, as Azure writes them (wildcards included). */
export interface ActionSet {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** What a deny assignment takes. */
export interface Denial extends ActionSet {
  /** Whether it reaches the principal: a group's members can't be told from here. */
  readonly applies: "yes" | "perhaps" | "no";
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
  return (
    permissions.allows.some((set) => covers(set, action)) && !permissions.denies.some((set) => covers(set, action))
  );
}

/** True where the set names the action and doesn't except it. */
export function covers(set: ActionSet, action: string): boolean {
  return set.actions.some((a) => matchesAction(a, action)) && !set.notActions.some((a) => matchesAction(a, action));
}

/** Azure's matching of an action against a pattern: `*` is any text, case is ignored. */
export function matchesAction(pattern: string, action: string): boolean {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const wanted = action.toLowerCase();
  const last = rest.pop();
  if (last === undefined) return wanted === first;
  if (!wanted.startsWith(first)) return false;
  // What stands between two stars must come in this order; the end is where the pattern ends.
  let at = first.length;
  for (const part of rest) {
    const found = wanted.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return wanted.length - last.length >= at && wanted.endsWith(last);
}
