import type { ArmDocument, Json } from "../estate.ts";
import type { World } from "../state/world.ts";
import { countRead, timestampOf } from "../state/world.ts";
import { armError } from "../wire/arm-error.ts";
import { isAtOrBelow, keyOf, lastNameOf, sameId } from "../wire/arm-path.ts";
import { objectAt, sameText, textAt } from "../wire/json-fields.ts";
import { findRoleDefinition, listsOf, scopeOf } from "./access.ts";

const TYPE = "Microsoft.Authorization/roleAssignments";
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A role assignment as a PUT asks for it. */
export interface AskedAssignment {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly roleDefinitionId: string;
  readonly principalId: string;
  readonly principalType: string | undefined;
  readonly properties: Json;
}

/** Reads the asked assignment, or throws the documented 400. */
export function readAsked(id: string, name: string, scope: string, body: Json | undefined): AskedAssignment {
  const properties = objectAt(body, "properties");
  const roleDefinitionId = textAt(properties, "roleDefinitionId");
  const principalId = textAt(properties, "principalId");
  if (!GUID.test(name)) {
    throw armError(
      400,
      "InvalidRoleAssignmentId",
      `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
    );
  }
  if (roleDefinitionId === undefined || principalId === undefined) {
    throw armError(400, "BadRequestFormat", "The request was incorrectly formatted.");
  }
  return {
    id,
    name,
    scope,
    roleDefinitionId,
    principalId,
    principalType: textAt(properties, "principalType"),
    properties,
  };
}

/** Throws Authorization's errors for an assignment it does not take (recorded: NotFound and Exists). */
export function checkAssignment(world: World, asked: AskedAssignment): void {
  if (findRoleDefinition(world, asked.roleDefinitionId) === undefined) {
    const guid = lastNameOf(asked.roleDefinitionId);
    throw armError(
      400,
      "RoleDefinitionDoesNotExist",
      `The specified role definition with ID '${guid.replaceAll("-", "")}' does not exist.`,
    );
  }
  if (asked.principalType === undefined && !isPrincipalKnown(world, asked.principalId)) {
    const principal = asked.principalId.replaceAll("-", "");
    const tenant = world.estate.tenantId;
    throw armError(
      400,
      "PrincipalNotFound",
      `Principal ${principal} does not exist in the directory ${tenant}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype`,
    );
  }
  const existing = world.documents.get(asked.id);
  if (existing !== undefined && !isSameGrant(existing, asked)) {
    throw armError(
      400,
      "RoleAssignmentUpdateNotPermitted",
      "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
    );
  }
  const twin = assignmentsOf(world).find((other) => !sameId(other.id, asked.id) && isSameGrant(other, asked));
  if (twin !== undefined) throw armError(409, "RoleAssignmentExists", "The role assignment already exists.");
}

function isSameGrant(other: ArmDocument, asked: AskedAssignment): boolean {
  const lastOf = (id: string | undefined): string => lastNameOf(id ?? "");
  return (
    sameId(scopeOf(other), asked.scope) &&
    sameText(textAt(other, "properties", "principalId"), asked.principalId) &&
    sameText(lastOf(textAt(other, "properties", "roleDefinitionId")), lastOf(asked.roleDefinitionId))
  );
}

/** A principal somewhere in the estate: in an identity, an assignment, or the caller itself. */
function isPrincipalKnown(world: World, principalId: string): boolean {
  if (sameText(principalId, world.estate.caller.objectId)) return true;
  const wanted = `"${principalId.toLowerCase()}"`;
  return world.documents.all().some((document) => JSON.stringify(document).toLowerCase().includes(wanted));
}

function assignmentsOf(world: World): readonly ArmDocument[] {
  return world.documents.ofType(TYPE);
}

/** The document a PUT makes. Recorded: createdBy is null in the 201, updatedBy is the caller. */
export function newAssignment(world: World, asked: AskedAssignment, callerObjectId: string): ArmDocument {
  const time = timestampOf(world);
  return {
    properties: {
      roleDefinitionId: asked.roleDefinitionId,
      principalId: asked.principalId,
      principalType: asked.principalType ?? "ServicePrincipal",
      scope: asked.scope,
      condition: textAt(asked.properties, "condition") ?? null,
      conditionVersion: textAt(asked.properties, "conditionVersion") ?? null,
      createdOn: time,
      updatedOn: time,
      createdBy: null,
      updatedBy: callerObjectId,
      delegatedManagedIdentityResourceId: null,
      description: textAt(asked.properties, "description") ?? null,
    },
    id: asked.id,
    type: TYPE,
    name: asked.name,
  };
}

/**
 * Whether an assignment made here shows in a list that is about to be answered: after its time by the clock, otherwise
 * after as many lists without it as the pace says.
 */
export function isShown(world: World, assignment: ArmDocument): boolean {
  const key = keyOf(assignment.id);
  const times = world.assignmentTimes.get(key);
  if (times === undefined) return true;
  if (world.timeline.isByClock) return times.shownAt <= world.clock.now();
  return countRead(world, listsOf(key)) >= world.timeline.looks;
}

interface ScopeFilter {
  readonly isAtScope: boolean;
  readonly principalId: string | undefined;
}

/** Reads `$filter` of an Authorization list; throws 400 for what it does not know. */
export function readScopeFilter(filter: string | null): ScopeFilter {
  const clauses = filter === null || filter.trim() === "" ? [] : filter.split(/ and /i).map((clause) => clause.trim());
  const read = clauses.map((clause) => {
    const principal = /^(?:assignedTo\('([^']*)'\)|principalId eq '([^']*)')$/i.exec(clause);
    const isAtScope = /^atScope\(\)$/i.test(clause);
    if (principal === null && !isAtScope) {
      throw armError(
        400,
        "UnsupportedQuery",
        `The filter '${filter ?? ""}' is not supported. Supported filters are atScope(), principalId eq '{value}' and assignedTo('{value}').`,
      );
    }
    return { isAtScope, principalId: principal?.[1] ?? principal?.[2] };
  });
  return {
    isAtScope: read.some((clause) => clause.isAtScope),
    principalId: read.find((clause) => clause.principalId !== undefined)?.principalId,
  };
}

/** Whether a document's scope is listed at a scope: at and above it with atScope(), below it as well without. */
export function isListedAt(document: ArmDocument, scope: string, filter: ScopeFilter): boolean {
  const own = scopeOf(document);
  return isAtOrBelow(scope, own) || (!filter.isAtScope && isAtOrBelow(own, scope));
}
