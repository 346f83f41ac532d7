import type { ArmDocument, Json } from "../estate.ts";
import type { World } from "../state/world.ts";
import { isAtOrBelow, keyOf, lastNameOf } from "../wire/arm-path.ts";
import { listAt, sameText, textAt, textsOf, valueAt } from "../wire/json-fields.ts";

const ROLE_ASSIGNMENTS = "Microsoft.Authorization/roleAssignments";
const EVERYONE = "00000000-0000-0000-0000-000000000000";

interface Grant {
  readonly scope: string;
  readonly permissions: readonly Json[];
}

interface Denial extends Grant {
  readonly isForChildren: boolean;
}

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
  const grants = world.documents
    .ofType(ROLE_ASSIGNMENTS)
    .filter((assignment) => sameText(textAt(assignment, "properties", "principalId"), objectId))
    .filter((assignment) => isActing(world, assignment))
    .map((assignment) => ({ scope: scopeOf(assignment), permissions: permissionsOf(world, assignment) }));
  const denials = world.documents
    .ofType("Microsoft.Authorization/denyAssignments")
    .filter((denial) => isDenied(denial, objectId))
    .map((denial) => toDenial(denial));
  const at = (scope: string): readonly Grant[] => grants.filter((grant) => isAtOrBelow(scope, grant.scope));
  return {
    allows: (action, scope) =>
      at(scope).some((grant) => holds(grant.permissions, action)) &&
      !denials.some((denial) => reaches(denial, scope) && holds(denial.permissions, action)),
    permissionsAt: (scope) => at(scope).flatMap((grant) => grant.permissions),
    isAnywhereIn: (scope) => grants.some((grant) => isAtOrBelow(grant.scope, scope) || isAtOrBelow(scope, grant.scope)),
  };
}

/** The scope an extension document (assignment, lock) lies at. */
export function scopeOf(document: ArmDocument): string {
  return document.id.slice(0, Math.max(0, document.id.toLowerCase().lastIndexOf("/providers/")));
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
  const matches = (patterns: readonly string[]): boolean => patterns.some((pattern) => matchesAction(pattern, action));
  return permissions.some(
    (permission) =>
      matches(textsOf(listAt(permission, "actions"))) && !matches(textsOf(listAt(permission, "notActions"))),
  );
}

function matchesAction(pattern: string, action: string): boolean {
  if (!pattern.includes("*")) return sameText(pattern, action);
  const expression = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${expression}$`, "i").test(action);
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
    scope: scopeOf(denial),
    permissions: listAt(denial, "properties", "permissions"),
    isForChildren: valueAt(denial, "properties", "doNotApplyToChildScopes") !== true,
  };
}

function reaches(denial: Denial, scope: string): boolean {
  return denial.isForChildren ? isAtOrBelow(scope, denial.scope) : keyOf(scope) === keyOf(denial.scope);
}
