import type { CallerRights } from "../snapshot/preflight.ts";
import { mapRead, unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { covers } from "../snapshot/role.ts";
import type { ActionSet } from "../snapshot/role.ts";
import type { Arm } from "./arm.ts";
import type { ReadRoleDefinition } from "./role-definitions.ts";
import { actionSet, parseAssignment } from "./role-documents.ts";
import { readDenials } from "./roles.ts";

const assignRoles = "Microsoft.Authorization/roleAssignments/write";

/**
 * What the caller may do at a scope: by the permissions that Azure lists for whoever asks, groups and all, and by the
 * deny assignments, which that list leaves out.
 */
export async function readCallerRights(
  arm: Arm,
  readDefinition: ReadRoleDefinition,
  scope: ResourceId,
  caller: string | undefined,
): Promise<CallerRights> {
  const [listed, denials, underCondition] = await Promise.all([
    arm.list(`${scope}/providers/Microsoft.Authorization/permissions`),
    caller === undefined ? unknown("the token doesn't tell who the caller is") : readDenials(arm, scope, caller),
    isGrantedOn(scope) && caller !== undefined ? readConditional(arm, readDefinition, scope, caller) : [],
  ]);
  return { allows: mapRead(listed, (documents) => documents.map(actionSet)), denials, underCondition };
}

/** The only resources that roles are ever granted on. */
function isGrantedOn(scope: ResourceId): boolean {
  return typeOf(scope) === "microsoft.network/privateendpoints";
}

/** Assigning roles, where only assignments under a condition allow it; nothing where that can't be told. */
async function readConditional(
  arm: Arm,
  readDefinition: ReadRoleDefinition,
  scope: ResourceId,
  caller: string,
): Promise<readonly string[]> {
  const filter = `atScope() and assignedTo('${caller}')`;
  const listed = await arm.list(`${scope}/providers/Microsoft.Authorization/roleAssignments`, { $filter: filter });
  if (listed.is !== "known") return [];
  const granting = await Promise.all(
    listed.value.map(parseAssignment).map(async ({ roleDefinitionId, isConditional }) => ({
      isConditional,
      grants: allowsAssigning(mapRead(await readDefinition(roleDefinitionId), ({ allows }) => allows)),
    })),
  );
  const grants = granting.filter((assignment) => assignment.grants);
  return grants.length > 0 && grants.every((assignment) => assignment.isConditional) ? [assignRoles] : [];
}

function allowsAssigning(role: Read<readonly ActionSet[]>): boolean {
  return role.is === "known" && role.value.some((set) => covers(set, assignRoles));
}
