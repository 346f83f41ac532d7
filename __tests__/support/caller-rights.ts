/** What an estate's caller may do, changed. */
import type { ArmDocument, EstateDocument, JsonObject } from "../../src/twin/estate.ts";
import { textAt } from "../../src/twin/wire/json-fields.ts";

const roleId = "c0c0c0c0-0000-4000-8000-000000000001";

/** A role of these actions, and where the caller holds it. */
export interface CallerRole {
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly scopes: readonly string[];
  readonly condition?: string;
}

/** The caller with these roles instead of its own. */
export function withCallerRoles(estate: EstateDocument, ...roles: readonly CallerRole[]): EstateDocument {
  return withPrincipalRoles(estate, estate.caller.objectId, ...roles);
}

/** The caller with these roles besides its own. */
export function withMoreRoles(estate: EstateDocument, ...roles: readonly CallerRole[]): EstateDocument {
  return withAddedRoles(estate, estate.caller.objectId, roles);
}

/** Somebody with these roles instead of its own. */
export function withPrincipalRoles(
  estate: EstateDocument,
  principalId: string,
  ...roles: readonly CallerRole[]
): EstateDocument {
  const others = estate.resources.filter((document) => !isAssignedTo(principalId, document));
  return withAddedRoles({ ...estate, resources: others }, principalId, roles);
}

function withAddedRoles(estate: EstateDocument, principalId: string, roles: readonly CallerRole[]): EstateDocument {
  const first = estate.resources.filter(({ id }) => id.includes(`/roleDefinitions/${roleId.slice(0, -1)}`)).length;
  const documents = roles.flatMap((role, at) => documentsOf(estate, principalId, role, first + at));
  return { ...estate, resources: [...estate.resources, ...documents] };
}

/** The caller as owner of everything, but for these actions. */
export function withoutActions(estate: EstateDocument, ...notActions: readonly string[]): EstateDocument {
  return withCallerRoles(estate, { actions: ["*"], notActions, scopes: subscriptionsOf(estate) });
}

export function subscriptionsOf(estate: EstateDocument): readonly string[] {
  return estate.subscriptions.map(({ subscriptionId }) => `/subscriptions/${subscriptionId}`);
}

/** A deny assignment that takes actions from the caller at a scope and below. */
export function denial(estate: EstateDocument, scope: string, ...actions: readonly string[]): ArmDocument {
  return extension(scope, "denyAssignments", "d1d1d1d1-0000-4000-8000-000000000009", {
    permissions: [{ actions, notActions: [] }],
    scope,
    principals: [{ id: estate.caller.objectId, type: "ServicePrincipal" }],
    excludePrincipals: [],
  });
}

export function lock(scope: string, level: "ReadOnly" | "CanNotDelete"): ArmDocument {
  return extension(scope, "locks", `keep-${level.toLowerCase()}`, { level });
}

function extension(scope: string, type: string, name: string, properties: JsonObject): ArmDocument {
  const full = `Microsoft.Authorization/${type}`;
  return { id: `${scope}/providers/${full}/${name}`, name, type: full, properties };
}

function isAssignedTo(principalId: string, document: ArmDocument): boolean {
  return (
    document.id.includes("/providers/Microsoft.Authorization/roleAssignments/") &&
    textAt(document, "properties", "principalId") === principalId
  );
}

function documentsOf(
  estate: EstateDocument,
  principalId: string,
  role: CallerRole,
  at: number,
): readonly ArmDocument[] {
  const [subscription = ""] = subscriptionsOf(estate);
  const definition = extension(subscription, "roleDefinitions", roleId.replace(/1$/, String(at + 1)), {
    roleName: `test role ${String(at)}`,
    type: "CustomRole",
    permissions: [{ actions: role.actions, notActions: role.notActions ?? [], dataActions: [], notDataActions: [] }],
  });
  const assignments = role.scopes.map((scope, index) =>
    extension(scope, "roleAssignments", `c1c1c1c1-0000-4000-8000-0000000${String(10 * at + index).padStart(5, "0")}`, {
      roleDefinitionId: definition.id,
      ...{ principalId, principalType: "ServicePrincipal", scope },
      condition: role.condition ?? null,
    }),
  );
  return [definition, ...assignments];
}
