import type { Compute, World } from "../ports.ts";
import { valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import type { InnerIdentities, Project } from "../snapshot/snapshot.ts";
import type { Workspace } from "../snapshot/workspace.ts";
import { mapBounded } from "./read-all.ts";

export interface InnerRead {
  /** Of the hub. */
  readonly computes: Read<readonly Compute[]>;
  readonly inner: InnerIdentities;
}

/** The computes and online endpoints of the hub and its projects. */
export async function readInnerIdentities(
  world: World,
  hub: Workspace,
  projects: Read<readonly Project[]>,
): Promise<InnerRead> {
  const workspaces = [hub, ...valueOr(projects, []).map((project) => project.workspace)];
  const all = await mapBounded(workspaces, async (workspace) => ({
    workspace,
    computes: await world.workspaces.computes(workspace.id),
    endpoints: await world.workspaces.onlineEndpoints(workspace.id),
  }));
  return {
    computes: all[0]?.computes ?? { is: "absent" },
    inner: {
      identities: all.flatMap(({ computes, endpoints }) =>
        [...valueOr(computes, []), ...valueOr(endpoints, [])].flatMap(({ identities }) => identities),
      ),
      managed: all.flatMap(({ workspace: { name }, computes, endpoints }) => [
        ...valueOr(computes, []).flatMap((one) => (one.isManaged ? [`compute ${one.name} of ${name}`] : [])),
        ...valueOr(endpoints, []).flatMap((one) => (one.isManaged ? [`online endpoint ${one.name} of ${name}`] : [])),
      ]),
      unread: all.flatMap(({ workspace: { id, name }, computes, endpoints }) => [
        ...(computes.is === "unknown" ? [{ id, what: `computes of ${name}`, why: computes.why }] : []),
        ...(endpoints.is === "unknown" ? [{ id, what: `online endpoints of ${name}`, why: endpoints.why }] : []),
      ]),
    },
  };
}
