import type { World } from "../ports.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey, isSameId } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { PermissionsOf } from "../snapshot/role.ts";
import type { Project, Snapshot } from "../snapshot/snapshot.ts";
import type { Workspace } from "../snapshot/workspace.ts";
import { mapBounded } from "./read-all.ts";

export interface Subjects {
  readonly hub: Workspace;
  readonly projects: Read<readonly Project[]>;
  readonly endpoints: readonly PrivateEndpoint[];
  /** Everything an outbound rule leads to or may come to lead to. */
  readonly targets: readonly ResourceId[];
}

/**
 * Who may do what where it matters: each identity of hub and projects at each customer endpoint of the storage account,
 * the approving identity at each target.
 */
export async function readPermissions(world: World, subjects: Subjects): Promise<Snapshot["permissions"]> {
  return mapBounded(questionsOf(subjects), async (question) => ({
    ...question,
    held: await world.roles.permissions(question.scope, question.principalId),
  }));
}

function questionsOf(subjects: Subjects): readonly PermissionsOf[] {
  const { hub, projects, endpoints, targets } = subjects;
  const storage = hub.storageAccount;
  const readers = [hub, ...valueOr(projects, []).map((project) => project.workspace)].flatMap(
    (workspace) => workspace.identities,
  );
  const storageEndpoints =
    storage === undefined ? [] : endpoints.filter((endpoint) => isSameId(endpoint.target, storage));
  const approvers = [hub.approvingIdentity?.principalId].filter((id) => id !== undefined);
  const all = [
    ...storageEndpoints.flatMap(({ id }) => readers.map(({ principalId }) => ({ scope: id, principalId }))),
    ...targets.flatMap((scope) => approvers.map((principalId) => ({ scope, principalId }))),
  ];
  return [
    ...new Map(
      all.map((question) => [`${idKey(question.scope)}|${question.principalId.toLowerCase()}`, question]),
    ).values(),
  ];
}
