import type { EstateDocument } from "../../src/twin/estate.ts";

/** Makes the caller owner of the estate's first subscription: in most estates it may not write to networks. */
export function withOwner(given: EstateDocument): EstateDocument {
  const subscription = `/subscriptions/${given.subscriptions[0]?.subscriptionId ?? ""}`;
  const base = `${subscription}/providers/Microsoft.Authorization`;
  const [role, assignment] = ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "aaaaaaaa-0000-4000-8000-000000000001"];
  const roleDefinitionId = `${base}/roleDefinitions/${role}`;
  const principalId = given.caller.objectId;
  const resources = [
    { id: roleDefinitionId, name: role, properties: { permissions: [{ actions: ["*"], notActions: [] }] } },
    {
      id: `${base}/roleAssignments/${assignment}`,
      name: assignment,
      properties: { roleDefinitionId, principalId, scope: subscription },
    },
  ];
  return { ...given, resources: [...given.resources, ...resources] };
}
