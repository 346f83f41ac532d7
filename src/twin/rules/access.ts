import type { ArmDocument, Json } from "../estate.ts";
import type { ActionSet, Denial, Rights } from "../state/rights.ts";
import type { World } from "../state/world.ts";
import { isKeyAtOrBelow, keyOf, lastNameOf } from "../wire/arm-path.ts";
import { listAt, sameText, textAt, textsOf, valueAt } from "../wire/json-fields.ts";

const ROLE_ASSIGNMENTS = "Microsoft.Authorization/roleAssignments";
const EVERYONE = "00000000-0000-0000-0000-000000000000";

/** What one principal may do, as the estate's role assignments, role definitions and deny assignments say. */
export interface Access {
  /** Whether the action is allowed at the scope; assignments inherit downwards, a deny assignment wins. */
  allows(action: string, scope: string): boolean;
  /** The permissions in effect at a scope: what `…/permissions` lists. */
  permissionsAt(scope: string): readonly Json[];
  /** Whether any assignment lies at, above or below the scope. */
  isAnywhereIn(scope: string): boolean;
}

/** The access of a principal as it is now: assignments made here act only once they have propagated. */
export function accessOf(world: World, objectId: string): Access {
  const { grants: held, denials } = rightsOf(world, objectId);
  const grants = held.filter(({ assignment }) => isActing(world, assignment));
  return {
    allows: (action, scope) => {
      const [key, wanted] = [keyOf(scope), action.toLowerCase()];
      return (
        grants.some(({ scopeKey, sets }) => isKeyAtOrBelow(key, scopeKey) && holdsIn(sets, wanted)) &&
        !denials.some((denial) => reaches(denial, key) && holdsIn(denial.sets, wanted))
      );
    },
    permissionsAt: (scope) => {
      const key = keyOf(scope);
      return grants.filter((grant) => isKeyAtOrBelow(key, grant.scopeKey)).flatMap((grant) => grant.permissions);
    },
    isAnywhereIn: (scope) => {
      const key = keyOf(scope);
      return grants.some(({ scopeKey }) => isKeyAtOrBelow(scopeKey, key) || isKeyAtOrBelow(key, scopeKey));
    },
  };
}

/** Read once from the documents as long as none of them changes: every request asks. */
function rightsOf(world: World, objectId: string): Rights {
  const { revision } = world.documents;
  const known = world.rights.get(objectId);
  if (known?.revision === revision) return known;
  const grants = world.documents
    .ofType(ROLE_ASSIGNMENTS)
    .filter((assignment) => sameText(textAt(assignment, "properties", "principalId"), objectId))
    .map((assignment) => {
      const permissions = permissionsOf(world, assignment);
      return { assignment, scopeKey: keyOf(scopeOf(assignment)), permissions, sets: permissions.map(toActionSet) };
    });
  const denials = world.documents
    .ofType("Microsoft.Authorization/denyAssignments")
    .filter((denial) => isDenied(denial, objectId))
    .map(toDenial);
  const rights = { revision, grants, denials };
  world.rights.set(objectId, rights);
  return rights;
}

/** The scope an extension document (assignment, lock) lies at. */
export function scopeOf(document: ArmDocument): string {
  const at = keyOf(document.id).lastIndexOf("/providers/");
  return at === -1 ? "" : document.id.slice(0, at);
}

/** Finds a role definition by the GUID at the end of an id, with or without a subscription before it. */
export function findRoleDefinition(world: World, roleDefinitionId: string): ArmDocument | undefined {
  const guid = lastNameOf(roleDefinitionId);
  return world.documents
    .ofType("Microsoft.Authorization/roleDefinitions")
    .find((definition) => sameText(lastNameOf(definition.id), guid));
}

/** Whether permission objects (`actions`, `notActions`) hold an action; `*` stands for any text, case-blind. */
export function holds(permissions: readonly Json[], action: string): boolean {
  return holdsIn(permissions.map(toActionSet), action.toLowerCase());
}

function toActionSet(permission: Json): ActionSet {
  const lower = (field: string): readonly string[] =>
    textsOf(listAt(permission, field)).map((pattern) => pattern.toLowerCase());
  return { actions: lower("actions"), notActions: lower("notActions") };
}

function holdsIn(sets: readonly ActionSet[], action: string): boolean {
  const matches = (patterns: readonly string[]): boolean => patterns.some((pattern) => matchesAction(pattern, action));
  return sets.some(({ actions, notActions }) => matches(actions) && !matches(notActions));
}

/** Both in lower case. What stands between the stars of a pattern has to come in its order. */
function matchesAction(pattern: string, action: string): boolean {
  const [start = "", ...parts] = pattern.split("*");
  const end = parts.pop();
  if (end === undefined) return action === pattern;
  if (!action.startsWith(start) || !action.endsWith(end)) return false;
  let at = start.length;
  for (const part of parts) {
    const found = action.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= action.length - end.length;
}

function permissionsOf(world: World, assignment: ArmDocument): readonly Json[] {
  const definitionId = textAt(assignment, "properties", "roleDefinitionId") ?? "";
  return listAt(findRoleDefinition(world, definitionId), "properties", "permissions");
}

/** By the clock after its time; otherwise once it has shown in a list, or at once where nothing takes looks. */
function isActing(world: World, assignment: ArmDocument): boolean {
  const key = keyOf(assignment.id);
  const times = world.assignmentTimes.get(key);
  if (times === undefined) return true;
  if (world.timeline.isByClock) return times.actsAt <= world.clock.now();
  const { looks } = world.timeline;
  return looks === 0 || (world.reads.get(listsOf(key)) ?? 0) > looks;
}

/** What counts the lists that an assignment made here could have been in, by the assignment's key. */
export function listsOf(key: string): string {
  return `lists of ${key}`;
}

function isDenied(denial: ArmDocument, objectId: string): boolean {
  const holdsId = (field: string, ids: readonly string[]): boolean =>
    listAt(denial, "properties", field).some((principal) => ids.some((id) => sameText(textAt(principal, "id"), id)));
  return holdsId("principals", [objectId, EVERYONE]) && !holdsId("excludePrincipals", [objectId]);
}

function toDenial(denial: ArmDocument): Denial {
  return {
    scopeKey: keyOf(scopeOf(denial)),
    sets: listAt(denial, "properties", "permissions").map(toActionSet),
    isForChildren: valueAt(denial, "properties", "doNotApplyToChildScopes") !== true,
  };
}

function reaches(denial: Denial, scopeKey: string): boolean {
  return denial.isForChildren ? isKeyAtOrBelow(scopeKey, denial.scopeKey) : scopeKey === denial.scopeKey;
}
