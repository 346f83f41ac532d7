import { finding, type Finding } from "../../checks/finding.ts";
import { findBrokenLink } from "../../checks/store-chain.ts";
import { valueOr } from "../../snapshot/read.ts";
import type { Project, Snapshot } from "../../snapshot/snapshot.ts";
import { otherStoresMissing, workingDirectory } from "../late-stores.ts";
import type { DiagnosisCheck } from "../look.ts";

/** SFH506 and SFH507. A list that can't be read is SFH505. */
export const checkDefaultDatastores: DiagnosisCheck = ({ snapshot }) =>
  valueOr(snapshot.projects, []).flatMap((project) => [
    ...missingStores(snapshot, project),
    ...misplacedDirectory(project),
  ]);

function missingStores(snapshot: Snapshot, project: Project): readonly Finding[] {
  const missing = otherStoresMissing(project);
  if (missing.length === 0) return [];
  const broken = findBrokenLink(snapshot, project);
  const hope = broken === undefined ? "Nothing is in the way to blobs: it may be late." : `In the way: ${broken}.`;
  const byHand = missing.includes(workingDirectory)
    ? ` Of workspaces without a hub it is published how to add ${workingDirectory} by hand: the file share code-391ff5ac-6576-460f-ba4d-7e03433c68b6, then the datastore. Of projects that is not confirmed.`
    : "";
  const first = broken === undefined ? "" : "Mend that first. ";
  return [
    finding("SFH506", {
      resourceId: project.workspace.id,
      detail: `Project ${project.workspace.name} has no ${missing.join(", no ")}. ${hope}`,
      fix: `${first}The service makes it, late when storage is private: refresh the project's settings in the portal, and look again with --wait MINUTES (input wait-minutes).${byHand}`,
    }),
  ];
}

function misplacedDirectory({ workspace, data }: Project): readonly Finding[] {
  const store = valueOr(data.datastores, []).find((d) => d.name.toLowerCase() === workingDirectory);
  if (store === undefined || store.type === "azurefile" || store.type === "") return [];
  const detail = `${workingDirectory} of project ${workspace.name} is of type ${store.type}, in ${store.accountName}.`;
  return [finding("SFH507", { resourceId: workspace.id, detail })];
}
