import type { AiService, World } from "../ports.ts";
import { known, unknown, valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey, isSameId } from "../snapshot/resource-id.ts";
import { hasBypass, type Service } from "../snapshot/service.ts";
import type { AiServiceDependent, Dependent, WorkspaceDependent } from "../snapshot/snapshot.ts";
import type { Workspace } from "../snapshot/workspace.ts";
import { mapBounded } from "./read-all.ts";
import { ownServiceIds, readableOf, unreadLists, type WorkspaceLists } from "./workspaces.ts";

/** What is looked at to find who else uses the hub's services. */
export interface DependentSubjects {
  readonly hub: Workspace;
  readonly lists: WorkspaceLists;
  /** The hub's own and connected ones, as far as they could be read. */
  readonly services: readonly Service[];
  readonly subscriptions: readonly string[];
}

/**
 * Other hubs, workspaces and AI services that use one of the hub's services: as their own, or by a role that their identity
 * holds there. A project isn't listed beside its hub: it reaches the services through the hub's network. Unknown where the
 * workspaces or AI services of a subscription the caller sees can't be listed: one of them may use the same account.
 */
export async function readDependents(world: World, subjects: DependentSubjects): Promise<Read<readonly Dependent[]>> {
  const [hidden] = unreadLists(subjects.lists);
  if (hidden !== undefined) return unknown(`${hidden.what} (${hidden.id}): ${hidden.why}`);
  const lists = await mapBounded(subjects.subscriptions, async (id) => ({
    id,
    read: await world.services.aiServicesIn(id),
  }));
  const unlisted = lists.find(({ read }) => read.is === "unknown");
  if (unlisted?.read.is === "unknown") return unknown(`AI services of ${unlisted.id}: ${unlisted.read.why}`);
  const aiServices = lists.flatMap(({ read }) => valueOr(read, []));
  return known([...(await readWorkspaces(world, subjects)), ...findAiServices(subjects, aiServices)]);
}

async function readWorkspaces(world: World, subjects: DependentSubjects): Promise<readonly WorkspaceDependent[]> {
  const others = readableOf(subjects.lists)
    .filter((workspace) => !isOurs(workspace, subjects.hub))
    .map((workspace) => ({ workspace, uses: usedByWorkspace(subjects, workspace) }))
    .filter(({ uses }) => uses.length > 0);
  const keys = new Set(others.map(({ workspace }) => idKey(workspace.id)));
  const standing = others.filter(({ workspace: w }) => w.hubId === undefined || !keys.has(idKey(w.hubId)));
  return mapBounded(standing, async ({ workspace, uses }) => ({
    kind: "workspace",
    id: workspace.id,
    workspace,
    outboundRules: await world.workspaces.outboundRules(workspace.hubId ?? workspace.id),
    uses,
  }));
}

function isOurs(workspace: Workspace, hub: Workspace): boolean {
  return isSameId(workspace.id, hub.id) || (workspace.hubId !== undefined && isSameId(workspace.hubId, hub.id));
}

function usedByWorkspace({ hub, services }: DependentSubjects, workspace: Workspace): readonly string[] {
  const named = ownServiceIds(workspace).map(idKey);
  const identities = workspace.identities.map((identity) => identity.principalId.toLowerCase());
  return ownServiceIds(hub).filter((id) => named.includes(idKey(id)) || isUsedBy(services, id, identities));
}

function findAiServices(
  { hub, services }: DependentSubjects,
  all: readonly AiService[],
): readonly AiServiceDependent[] {
  const own = services.filter((service) => hasBypass(service.role));
  return all.flatMap(({ id, identities, storageAccounts, keyHost }) => {
    const uses = own
      .filter(
        (service) =>
          storageAccounts.some((account) => isSameId(account, service.id)) ||
          service.doors.some((door) => keyHost !== "" && door.names.includes(keyHost)) ||
          (!isConnected(services, id) && isUsedBy(services, service.id, identities)),
      )
      .map((service) => service.id);
    return uses.length === 0 || isSameId(id, hub.id) ? [] : [{ kind: "ai-service", id, identities, uses }];
  });
}

/** A connected service's role on the hub's storage is what the hub gave it. */
function isConnected(services: readonly Service[], id: string): boolean {
  return services.some((service) => isSameId(service.id, id));
}

function isUsedBy(services: readonly Service[], id: string, identities: readonly string[]): boolean {
  const users = services.find((service) => isSameId(service.id, id))?.users ?? known([]);
  return valueOr(users, []).some((user) => identities.includes(user.principalId));
}
