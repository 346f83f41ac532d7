/** What the service makes in every project by itself, and may still make. */
import { findBrokenLink } from "../checks/store-chain.ts";
import { isStoreMissing } from "../checks/workspace-blob-store.ts";
import { valueOr } from "../snapshot/read.ts";
import type { Project, Snapshot } from "../snapshot/snapshot.ts";

export const workingDirectory = "workspaceworkingdirectory";

/** Besides workspaceblobstore. */
const otherStores = ["workspaceartifactstore", "workspacefilestore", workingDirectory];

/** Those of them that a project's list was read to lack. */
export function otherStoresMissing({ data }: Project): readonly string[] {
  if (data.datastores.is !== "known") return [];
  const names = data.datastores.value.map((store) => store.name.toLowerCase());
  return otherStores.filter((name) => !names.includes(name));
}

/** The projects with a store, or the connection that shows it, missing and nothing in its way: only time is wanting. */
export function lateProjects(snapshot: Snapshot): readonly Project[] {
  return valueOr(snapshot.projects, []).filter(
    (project) => isIncomplete(project) && findBrokenLink(snapshot, project) === undefined,
  );
}

/** True where both lists were read and nothing is missing in them. */
export function isComplete(project: Project): boolean {
  const { datastores, connectionNames } = project.data;
  return datastores.is === "known" && connectionNames.is === "known" && !isIncomplete(project);
}

/** What can't be read is not missing: it isn't known. */
function isIncomplete(project: Project): boolean {
  const { connectionNames } = project.data;
  const isConnectionMissing = connectionNames.is === "known" && !connectionNames.value.includes("workspaceblobstore");
  return isStoreMissing(project) || isConnectionMissing || otherStoresMissing(project).length > 0;
}
