import type { ConnectionFacts, World } from "../ports.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";

/** A workspace's connections, listed once however many ask. */
export type ListConnections = (workspace: ResourceId) => Promise<Read<readonly ConnectionFacts[]>>;

export function createConnectionLister(world: Pick<World, "workspaces">): ListConnections {
  const lists = new Map<string, Promise<Read<readonly ConnectionFacts[]>>>();
  return (workspace) => {
    const list = lists.get(idKey(workspace)) ?? world.workspaces.connections(workspace);
    lists.set(idKey(workspace), list);
    return list;
  };
}
