import type { Datastore } from "../snapshot/hub-connection.ts";
import { valueOr } from "../snapshot/read.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { Project, Snapshot } from "../snapshot/snapshot.ts";
import { finding, type Check, type Finding } from "./finding.ts";
import { placeOf } from "./lines/place.ts";
import { azLine } from "./lines/shell.ts";
import { areKeysRefused, findBrokenLink } from "./store-chain.ts";

const storeName = "workspaceblobstore";

/** SFH501 to SFH505: the datastore every project lives on, and the connection the studio shows. */
export const checkWorkspaceBlobStore: Check = (snapshot) => [
  ...checkKeys(snapshot),
  ...unreadProjects(snapshot),
  ...valueOr(snapshot.projects, []).flatMap((project) => checkProject(snapshot, project)),
];

/** True where the project's list was read and the store isn't in it. */
export function isStoreMissing({ data }: Project): boolean {
  return data.datastores.is === "known" && !data.datastores.value.some((d) => d.name.toLowerCase() === storeName);
}

function checkKeys(snapshot: Snapshot): readonly Finding[] {
  if (!areKeysRefused(snapshot)) return [];
  const { id, name } = snapshot.hub;
  const detail = `${name} has systemDatastoresAuthMode accesskey, its storage account allowSharedKeyAccess false.`;
  const line = azLine("ml workspace update", { ...placeOf(id), name, "system-datastores-auth-mode": "identity" });
  return [finding("SFH503", { resourceId: id, detail, mendLines: [{ tool: "az", lines: [line] }] })];
}

function unreadProjects(snapshot: Snapshot): readonly Finding[] {
  if (snapshot.projects.is === "known") return [];
  const why = snapshot.projects.is === "unknown" ? snapshot.projects.why : "the list is absent";
  return [finding("SFH505", { resourceId: snapshot.hub.id, state: "unknown", detail: `The hub's projects: ${why}.` })];
}

function checkProject(snapshot: Snapshot, { workspace, data }: Project): readonly Finding[] {
  const of = { resourceId: workspace.id };
  if (data.datastores.is !== "known") {
    const why = data.datastores.is === "unknown" ? data.datastores.why : "the list is absent";
    return [finding("SFH505", { ...of, state: "unknown", detail: `Project ${workspace.name}: ${why}.` })];
  }
  const store = data.datastores.value.find((d) => d.name.toLowerCase() === storeName);
  if (store === undefined) {
    const { hope, fix } = outlook(findBrokenLink(snapshot, { workspace, data }));
    return [finding("SFH501", { ...of, detail: `Project ${workspace.name} has no ${storeName}. ${hope}`, fix })];
  }
  return [...pointsElsewhere(snapshot, workspace, store), ...missingConnection(workspace, data)];
}

/** What is only late is waited for; what can't come needs something else mended first. */
function outlook(broken: string | undefined): { readonly hope: string; readonly fix: string } {
  if (broken === undefined) {
    const fix =
      "The service makes it, late when storage is private. Refresh the project's settings in the portal, and look again with diagnose --wait MINUTES (input wait-minutes); apply waits for it too.";
    return { hope: "Nothing is in its way: it is late.", fix };
  }
  return { hope: `It can't come: ${broken}.`, fix: "Mend what is in its way; then the service makes it." };
}

function pointsElsewhere(snapshot: Snapshot, project: Project["workspace"], store: Datastore): readonly Finding[] {
  const account = nameOf(snapshot.hub.storageAccount ?? "");
  const isAccount = store.accountName.toLowerCase() === account.toLowerCase();
  // Two spellings are seen: "<id>-azureml-blobstore" and "azureml-blobstore-<id>".
  const isContainer = store.containerName.toLowerCase().includes(project.workspaceId.toLowerCase());
  if (isAccount && isContainer) return [];
  const detail = `${storeName} of ${project.name} is container ${store.containerName} in ${store.accountName}, not ${project.workspaceId}'s in ${account}.`;
  return [finding("SFH502", { resourceId: project.id, detail })];
}

function missingConnection(project: Project["workspace"], data: Project["data"]): readonly Finding[] {
  if (data.connectionNames.is === "known" && data.connectionNames.value.includes(storeName)) return [];
  if (data.connectionNames.is !== "known") {
    const why = data.connectionNames.is === "unknown" ? data.connectionNames.why : "the list is absent";
    const detail = `Whether project ${project.name} lists the connection ${storeName}: ${why}.`;
    const fix = "Give the caller Microsoft.MachineLearningServices/workspaces/connections/read on the project.";
    return [finding("SFH504", { resourceId: project.id, state: "unknown", detail, fix })];
  }
  return [
    finding("SFH504", { resourceId: project.id, detail: `Project ${project.name} lists no connection ${storeName}.` }),
  ];
}
