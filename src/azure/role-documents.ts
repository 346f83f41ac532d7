/** Role assignments, role definitions and deny assignments as plain data. Pure. */
import { approvalActions, privateLinkType } from "../snapshot/private-link.ts";
import { known, unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey, typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { covers, holdsAction } from "../snapshot/role.ts";
import type { ActionSet, Denial, Permissions } from "../snapshot/role.ts";
import { documentsAt, textAt, textsAt, valueAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

export interface Assignment {
  readonly roleDefinitionId: ResourceId;
  /** Attribute-based: it may or may not apply. */
  readonly isConditional: boolean;
  /** Made or last changed, ms since the epoch; undefined where the wire doesn't tell. */
  readonly changedAt: number | undefined;
}

export function parseAssignment(document: Document): Assignment {
  return {
    roleDefinitionId: textAt(document, "properties", "roleDefinitionId"),
    isConditional: textAt(document, "properties", "condition") !== "",
    changedAt:
      timeOf(textAt(document, "properties", "updatedOn")) ?? timeOf(textAt(document, "properties", "createdOn")),
  };
}

function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** Since when one of the assignments alone grants all that is asked at the scope; undefined where none does. */
export function heldSince(
  grants: readonly { readonly allows: readonly ActionSet[]; readonly changedAt: number | undefined }[],
  scope: ResourceId,
): number | undefined {
  const asked = actionsAskedAt(scope);
  const times = grants
    .filter(({ allows }) => asked.every((action) => holdsAction({ allows, denies: [] }, action)))
    .flatMap(({ changedAt }) => changedAt ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}

export function parseRole(document: Document): readonly ActionSet[] {
  return documentsAt(document, "properties", "permissions").map(actionSet);
}

export function parseDataActions(document: Document): readonly string[] {
  return documentsAt(document, "properties", "permissions").flatMap((permission) => textsAt(permission, "dataActions"));
}

/** One element of a role's `permissions`, and of what a scope's own permissions list. */
export function actionSet(permission: Document): ActionSet {
  return { actions: textsAt(permission, "actions"), notActions: textsAt(permission, "notActions") };
}

/** Everybody, as deny assignments name them. */
const everyone = "00000000-0000-0000-0000-000000000000";

export function parseDenials(document: Document, principalId: string, scope: ResourceId): readonly Denial[] {
  const applies = appliesTo(document, principalId, scope);
  return documentsAt(document, "properties", "permissions").map((permission) => ({
    ...actionSet(permission),
    applies,
  }));
}

function appliesTo(document: Document, principalId: string, scope: ResourceId): Denial["applies"] {
  const own = textAt(document, "properties", "scope");
  if (valueAt(document, "properties", "doNotApplyToChildScopes") === true && idKey(own) !== idKey(scope)) return "no";
  const isHim = (principal: Document): boolean => wordAt(principal, "id") === principalId.toLowerCase();
  if (documentsAt(document, "properties", "excludePrincipals").some(isHim)) return "no";
  const principals = documentsAt(document, "properties", "principals");
  if (principals.some((principal) => isHim(principal) || wordAt(principal, "id") === everyone)) return "yes";
  return principals.some((principal) => wordAt(principal, "type") === "group") ? "perhaps" : "no";
}

/** What a run wants to know of a scope: reading a private endpoint, approving connections on anything else. */
export function actionsAskedAt(scope: ResourceId): readonly string[] {
  const type = typeOf(scope);
  if (type === "microsoft.network/privateendpoints") return ["Microsoft.Network/privateEndpoints/read"];
  const row = privateLinkType(type);
  return row === undefined ? [] : approvalActions(row);
}

export interface Grants {
  readonly unconditional: readonly ActionSet[];
  readonly conditional: readonly ActionSet[];
  readonly denials: Read<readonly Denial[]>;
}

/**
 * The permissions, or unknown where an asked action hangs on what can't be judged from here: a condition, a group in a
 * deny assignment, deny assignments that can't be read. What isn't held at all isn't held, whatever is denied.
 */
export function judgeGrants(grants: Grants, scope: ResourceId): Read<Permissions> {
  const asked = actionsAskedAt(scope);
  const held = (allows: readonly ActionSet[], action: string): boolean => holdsAction({ allows, denies: [] }, action);
  const hanging = asked.find((action) => !held(grants.unconditional, action) && held(grants.conditional, action));
  if (hanging !== undefined) return unknown(`${hanging} is held only under a condition`);
  const isHeld = asked.some((action) => held(grants.unconditional, action));
  if (grants.denials.is !== "known") {
    if (isHeld && grants.denials.is === "unknown")
      return unknown(`deny assignments can't be read: ${grants.denials.why}`);
    return known({ allows: grants.unconditional, denies: [] });
  }
  const perhaps = grants.denials.value.filter((denial) => denial.applies === "perhaps");
  const denied = asked.find(
    (action) => held(grants.unconditional, action) && perhaps.some((denial) => covers(denial, action)),
  );
  if (denied !== undefined) return unknown(`${denied} is denied to a group that the identity may be in`);
  const denies = grants.denials.value.filter((denial) => denial.applies === "yes");
  return known({ allows: grants.unconditional, denies });
}
