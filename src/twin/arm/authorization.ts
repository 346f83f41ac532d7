import type { ArmDocument, Json } from "../estate.ts";
import { answer, ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";
import { armError, resourceNotFound } from "../wire/arm-error.ts";
import { keyOf, lastNameOf, nameOf, parseArmPath } from "../wire/arm-path.ts";
import { sameText, textAt } from "../wire/json-fields.ts";
import { findRoleDefinition } from "../rules/access.ts";
import {
  checkAssignment,
  isListedAt,
  isShown,
  newAssignment,
  readAsked,
  readScopeFilter,
} from "../rules/role-assignment.ts";
import type { Handler, HandlerContext } from "./handler.ts";
import { answerList } from "./list-page.ts";

const AUTHORIZATION = "Microsoft.Authorization";

/** Role assignments, role definitions, deny assignments, locks and the caller's own permissions, at any scope. */
export const AUTHORIZATION_HANDLERS: readonly Handler[] = [
  { method: "GET", path: `${AUTHORIZATION}/permissions`, confirmedBy: "spec", handle: listPermissions },
  { method: "GET", path: `${AUTHORIZATION}/roleAssignments`, confirmedBy: "recording", handle: listAssignments },
  { method: "PUT", path: `${AUTHORIZATION}/roleAssignments/*`, confirmedBy: "recording", handle: putAssignment },
  { method: "DELETE", path: `${AUTHORIZATION}/roleAssignments/*`, confirmedBy: "recording", handle: deleteAssignment },
  { method: "GET", path: `${AUTHORIZATION}/roleDefinitions`, confirmedBy: "spec", handle: listDefinitions },
  { method: "GET", path: `${AUTHORIZATION}/roleDefinitions/*`, confirmedBy: "spec", handle: getDefinition },
  {
    method: "GET",
    path: `${AUTHORIZATION}/denyAssignments`,
    confirmedBy: "spec",
    handle: (context) => listAtScope(context, "denyAssignments"),
  },
  {
    method: "GET",
    path: `${AUTHORIZATION}/locks`,
    confirmedBy: "spec",
    handle: (context) => listAtScope(context, "locks"),
  },
];

function listPermissions(context: HandlerContext): Answer {
  requireScope(context);
  const permissions = context.access.permissionsAt(context.path.scope);
  if (permissions.length === 0 && !context.access.isAnywhereIn(context.path.scope)) return ok({ value: [] });
  return answerList(context, permissions);
}

function listAssignments(context: HandlerContext): Answer {
  const { world, path, query } = context;
  requireScope(context);
  const filter = readScopeFilter(query.get("$filter"));
  const rows = world.documents
    .ofType(`${AUTHORIZATION}/roleAssignments`)
    .filter((assignment) => isListedAt(assignment, path.scope, filter))
    .filter(
      (assignment) =>
        filter.principalId === undefined ||
        sameText(textAt(assignment, "properties", "principalId"), filter.principalId),
    )
    // Last: what is left out of a list counts the lists it would have been in.
    .filter((assignment) => isShown(world, assignment));
  return answerList(context, rows);
}

function listAtScope(context: HandlerContext, type: string): Answer {
  const { world, path, query } = context;
  requireScope(context);
  const filter = readScopeFilter(query.get("$filter"));
  const rows = world.documents
    .ofType(`${AUTHORIZATION}/${type}`)
    .filter((document) => isListedAt(document, path.scope, filter));
  return answerList(context, rows);
}

function putAssignment(context: HandlerContext): Answer {
  const { world, path, body, caller } = context;
  requireScope(context);
  const asked = readAsked(path.id, nameOf(path), path.scope, body);
  checkAssignment(world, asked);
  const assignment = newAssignment(world, asked, caller.objectId);
  const now = world.clock.now();
  const isNew = world.documents.get(path.id) === undefined;
  if (isNew) {
    world.assignmentTimes.set(keyOf(path.id), {
      shownAt: now + world.behaviour.roleAssignmentReplication,
      actsAt: now + world.behaviour.roleAssignmentPropagation,
    });
  }
  world.documents.put(assignment, { cause: "request", method: "PUT", what: "role assigned" });
  return answer(201, assignment);
}

function deleteAssignment({ world, path }: HandlerContext): Answer {
  const assignment = world.documents.get(path.id);
  if (assignment === undefined) return answer(204);
  world.documents.remove(path.id, { cause: "request", method: "DELETE", what: "role assignment removed" });
  return ok(assignment);
}

/** A definition resolves with and without a subscription before it: built-in roles are the tenant's. */
function getDefinition({ world, path }: HandlerContext): Answer {
  const definition = findRoleDefinition(world, path.id);
  if (definition !== undefined) return ok(definitionForm(definition, path.scope));
  const message = `The specified role definition with ID '${nameOf(path).replaceAll("-", "")}' does not exist.`;
  throw armError(404, "RoleDefinitionDoesNotExist", message);
}

function listDefinitions(context: HandlerContext): Answer {
  const { world, path, query } = context;
  const roleName = /roleName eq '([^']*)'/i.exec(query.get("$filter") ?? "")?.[1];
  const definitions = world.documents
    .ofType(`${AUTHORIZATION}/roleDefinitions`)
    .filter((row) => roleName === undefined || sameText(textAt(row, "properties", "roleName"), roleName));
  const byGuid = new Map(definitions.map((row) => [lastNameOf(row.id).toLowerCase(), row]));
  return answerList(
    context,
    [...byGuid.values()].map((row) => definitionForm(row, path.scope)),
  );
}

function definitionForm(definition: ArmDocument, scope: string): Json {
  const subscriptionId = parseArmPath(scope)?.subscriptionId;
  const prefix = subscriptionId === undefined ? "" : `/subscriptions/${subscriptionId}`;
  const guid = lastNameOf(definition.id);
  return { ...definition, id: `${prefix}/providers/${AUTHORIZATION}/roleDefinitions/${guid}` };
}

/** An extension needs the resource it extends; subscriptions and the tenant are always there. */
function requireScope({ world, path }: HandlerContext): void {
  const scope = parseArmPath(path.scope);
  if (scope === undefined || scope.pattern === "subscriptions/*") return;
  if (world.documents.get(path.scope) !== undefined) return;
  throw resourceNotFound(
    scope.types
      .map((type, index) => `${index === 0 ? `${scope.provider ?? ""}/` : ""}${type}/${scope.names[index] ?? ""}`)
      .join("/"),
    scope.resourceGroup,
  );
}
