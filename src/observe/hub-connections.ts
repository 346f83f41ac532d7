import type { ConnectionFacts } from "../ports.ts";
import type { HubConnection } from "../snapshot/hub-connection.ts";
import { known, valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey } from "../snapshot/resource-id.ts";
import type { Project, Unread } from "../snapshot/snapshot.ts";
import type { Workspace } from "../snapshot/workspace.ts";
import type { ListConnections } from "./connection-lists.ts";
import { mapBounded } from "./read-all.ts";
import { findTarget } from "./targets.ts";
import type { FindHost } from "./targets.ts";

export interface ConnectionsRead {
  readonly hubConnections: Read<readonly HubConnection[]>;
  readonly unread: readonly Unread[];
}

/**
 * The connections of the hub and of its projects, each once (a project's list repeats the shared ones), with what they
 * lead to. Unknown where the hub's own can't be listed; a project's list that can't be read is unread.
 */
export async function readHubConnections(
  subject: { readonly hub: Workspace; readonly projects: Read<readonly Project[]>; readonly storageSuffix: string },
  listConnections: ListConnections,
  findHost: FindHost,
): Promise<ConnectionsRead> {
  const { hub, projects, storageSuffix } = subject;
  const owners = [hub, ...valueOr(projects, []).map((project) => project.workspace)];
  const lists = await mapBounded(owners, async (owner) => ({ owner, read: await listConnections(owner.id) }));
  const ofHub = lists[0]?.read;
  const byId = new Map(lists.flatMap(({ read }) => valueOr(read, [])).map((facts) => [idKey(facts.id), facts]));
  const resolve = async (facts: ConnectionFacts): Promise<HubConnection> => ({
    id: facts.id,
    name: facts.name,
    leadsTo: await findTarget(facts, hub, storageSuffix, findHost),
  });
  return {
    hubConnections: ofHub?.is === "known" ? known(await mapBounded([...byId.values()], resolve)) : (ofHub ?? known([])),
    unread: lists.flatMap(({ owner, read }) =>
      read.is === "unknown" ? [{ id: owner.id, what: `connections of ${owner.name}`, why: read.why }] : [],
    ),
  };
}
