import type { ArmDocument } from "../../estate.ts";
import type { Directory } from "./directory.ts";
import { buildRoleDefinition, roleIdOf } from "./role-definitions.ts";
import type { GrantRecipe } from "./recipe.ts";
import type { Site } from "./site.ts";

/** Every grant as a role assignment, and the definitions of their roles in each subscription concerned. */
export function buildRoles(site: Site, directory: Directory, grants: readonly GrantRecipe[]): readonly ArmDocument[] {
  const definitions = new Map<string, ArmDocument>();
  const assignments = grants.map((grant) => {
    const scope = directory.idOf(grant.on);
    const [, , subscriptionId = site.subscriptionId] = scope.split("/");
    const definition = buildRoleDefinition(subscriptionId, grant.role);
    definitions.set(definition.id, definition);
    return assignmentDocument(site, directory, grant, scope, definition.id);
  });
  return [...assignments, ...definitions.values()];
}

function assignmentDocument(
  site: Site,
  directory: Directory,
  grant: GrantRecipe,
  scope: string,
  roleDefinitionId: string,
): ArmDocument {
  const principalId = directory.principalOf(grant.to);
  const name = site.guid(`assignment ${scope} ${principalId} ${roleIdOf(grant.role)}`);
  const by = site.guid("principal platform team");
  return {
    properties: {
      roleDefinitionId,
      principalId,
      principalType: "ServicePrincipal",
      scope,
      condition: grant.condition ?? null,
      conditionVersion: grant.condition === undefined ? null : "2.0",
      createdOn: "2026-10-14T09:02:11.4431462Z",
      updatedOn: "2026-10-14T09:02:11.4431462Z",
      createdBy: by,
      updatedBy: by,
      delegatedManagedIdentityResourceId: null,
      description: null,
    },
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    type: "Microsoft.Authorization/roleAssignments",
    name,
  };
}
