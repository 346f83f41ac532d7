import type { World } from "../ports.ts";
import { known, mapRead, unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey, isSameId, subscriptionOf } from "../snapshot/resource-id.ts";
import type { Project, Unread } from "../snapshot/snapshot.ts";
import type { Workspace } from "../snapshot/workspace.ts";
import type { ListConnections } from "./connection-lists.ts";
import { mapBounded, readAll } from "./read-all.ts";

/** Every workspace in the readable subscriptions, by subscription. */
export type WorkspaceLists = ReadonlyMap<string, Read<readonly Workspace[]>>;

export async function listWorkspaces(world: World, subscriptions: readonly string[]): Promise<WorkspaceLists> {
  const lists = await mapBounded(subscriptions, async (id) => ({ id, list: await world.workspaces.workspacesIn(id) }));
  return new Map(lists.map(({ id, list }) => [id, list]));
}

/** The lists that could not be read, as such. */
export function unreadLists(lists: WorkspaceLists): readonly Unread[] {
  return [...lists].flatMap(([id, list]) =>
    list.is === "unknown" ? [{ id: `/subscriptions/${id}`, what: "workspaces of a subscription", why: list.why }] : [],
  );
}

export interface ProjectsRead {
  readonly projects: Read<readonly Project[]>;
  readonly unread: readonly Unread[];
}

/**
 * The hub's projects: those it lists (in whatever casing) and those that name it. Unknown where neither the hub's own
 * subscription nor the hub tells; a single project that can't be read is unread.
 */
export async function readProjects(
  world: World,
  hub: Workspace,
  lists: WorkspaceLists,
  listConnections: ListConnections,
): Promise<ProjectsRead> {
  const listed = readableOf(lists).filter(
    (workspace) => workspace.hubId !== undefined && isSameId(workspace.hubId, hub.id),
  );
  const named = hub.associatedWorkspaces ?? [];
  const keys = new Set(listed.map((workspace) => idKey(workspace.id)));
  const others = named.filter((id) => !keys.has(idKey(id)));
  const own = lists.get(subscriptionOf(hub.id));
  if (own?.is === "unknown" && named.length === 0) return { projects: unknown(own.why), unread: [] };
  const more = await readAll(others, "project", (id) => world.workspaces.workspace(id));
  const workspaces = [...listed, ...more.found].filter((workspace) => !isSameId(workspace.id, hub.id));
  return {
    projects: known(await mapBounded(workspaces, (workspace) => readProject(world, workspace, listConnections))),
    unread: more.unread,
  };
}

/** A project's own lists, asked anew unless the lister has them. */
export async function readProject(
  world: Pick<World, "workspaces">,
  workspace: Workspace,
  listConnections: ListConnections,
): Promise<Project> {
  const [datastores, connections] = await Promise.all([
    world.workspaces.datastores(workspace.id),
    listConnections(workspace.id),
  ]);
  const connectionNames = mapRead(connections, (facts) => facts.map((connection) => connection.name.toLowerCase()));
  return { workspace, data: { datastores, connectionNames } };
}

export function readableOf(lists: WorkspaceLists): readonly Workspace[] {
  return [...lists.values()].flatMap((list) => (list.is === "known" ? list.value : []));
}

/** The hub's own storage account, key vault and registry, as far as it has them. */
export function ownServiceIds(hub: Workspace): readonly string[] {
  return [hub.storageAccount, hub.keyVault, hub.containerRegistry].filter((id) => id !== undefined);
}
