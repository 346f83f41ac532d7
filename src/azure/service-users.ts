/** Who may use a service's data, as far as Azure Resource Manager tells: role assignments and access policies. */
import { known, unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey, typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { ServiceUser } from "../snapshot/service.ts";
import type { Arm } from "./arm.ts";
import { documentsAt, textAt, valueAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import type { ReadRoleDefinition, RoleDefinition } from "./role-definitions.ts";

/**
 * The principals with data-plane rights by an assignment at the service, in it, or at its resource group, and those in the
 * access policies of a key vault that goes by them. Broader assignments are not looked into. Unknown where the
 * assignments or a role of theirs can't be read.
 */
export async function readServiceUsers(
  arm: Arm,
  readDefinition: ReadRoleDefinition,
  id: ResourceId,
  document: Document,
): Promise<Read<readonly ServiceUser[]>> {
  const policies = accessPolicies(document);
  if (typeOf(id) === "microsoft.keyvault/vaults" && isByPolicies(document)) return known(policies);
  // Without a filter the list has what lies above and below as well.
  const listed = await arm.list(`${id}/providers/Microsoft.Authorization/roleAssignments`);
  if (listed.is !== "known") return listed;
  const near = listed.value.filter((assignment) => isNear(assignment, id));
  const users: ServiceUser[] = [];
  for (const assignment of near) {
    const role = await readDefinition(textAt(assignment, "properties", "roleDefinitionId"));
    if (role.is === "unknown") return unknown(`a role assigned on ${id} can't be read: ${role.why}`);
    if (role.is === "known" && isForData(role.value, typeOf(id))) users.push(userOf(assignment, role.value));
  }
  return known([...users, ...policies]);
}

/** A vault says which of the two it goes by; where it doesn't, both may count. */
function isByPolicies(document: Document): boolean {
  return valueAt(document, "properties", "enableRbacAuthorization") === false;
}

function accessPolicies(document: Document): readonly ServiceUser[] {
  if (valueAt(document, "properties", "enableRbacAuthorization") === true) return [];
  return documentsAt(document, "properties", "accessPolicies").map((policy) => ({
    principalId: wordAt(policy, "objectId"),
    kind: "not told",
    by: "an access policy",
  }));
}

/** At the resource group or below it: not at the subscription or above. */
function isNear(assignment: Document, id: ResourceId): boolean {
  const scope = idKey(textAt(assignment, "properties", "scope"));
  const group = idKey(id).split("/providers/")[0] ?? "";
  return scope === group || scope.startsWith(`${group}/`);
}

const kinds: Readonly<Record<string, ServiceUser["kind"]>> = {
  serviceprincipal: "identity",
  user: "person",
  group: "group",
  foreigngroup: "group",
};

function userOf(assignment: Document, role: RoleDefinition): ServiceUser {
  return {
    principalId: wordAt(assignment, "properties", "principalId"),
    kind: kinds[wordAt(assignment, "properties", "principalType")] ?? "not told",
    by: `role ${role.name}`,
  };
}

/** Container Registry's pull and push are actions, not data actions; a role that manages everything isn't meant by them. */
function isForData(role: RoleDefinition, type: string): boolean {
  if (role.dataActions.some((pattern) => isWithin(pattern, `${type}/`))) return true;
  if (type !== "microsoft.containerregistry/registries") return false;
  const dataWords = [`${type}/pull/`, `${type}/push/`];
  return role.allows.some((set) =>
    set.actions.some((action) => dataWords.some((word) => action.toLowerCase().startsWith(word))),
  );
}

/** Whether a pattern ("*", "Microsoft.Storage/*", one action) names anything below the prefix. */
function isWithin(pattern: string, prefix: string): boolean {
  const [fixed = ""] = pattern.toLowerCase().split("*");
  return fixed.startsWith(prefix) || (pattern.includes("*") && prefix.startsWith(fixed));
}
