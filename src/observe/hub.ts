import { RunError } from "../errors.ts";
import type { World } from "../ports.ts";
import { nameOf, subscriptionOf, typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Workspace } from "../snapshot/workspace.ts";

/**
 * The hub. Throws RunError SFH910 where the id is something else's, saying what it is, and SFH911 where it doesn't exist
 * or can't be read.
 */
export async function readHub(world: World, id: ResourceId): Promise<Workspace> {
  refuseOtherTypes(id);
  const read = await world.workspaces.workspace(id);
  if (read.is === "known") return hubOnly(read.value);
  const why = read.is === "absent" ? "there is no such workspace" : read.why;
  throw new RunError("SFH911", `The hub ${id} can't be read: ${why}.`, {
    fix:
      read.is === "absent"
        ? `Check name, resource group and subscription, and the cloud: az resource list --subscription ${subscriptionOf(id)} --resource-type Microsoft.MachineLearningServices/workspaces`
        : `Give the caller Reader on it: az role assignment create --assignee <object id> --role Reader --scope "${id}"`,
  });
}

function refuseOtherTypes(id: ResourceId): void {
  const type = typeOf(id);
  if (type === "microsoft.machinelearningservices/workspaces") return;
  if (type.startsWith("microsoft.cognitiveservices/accounts")) {
    throw new RunError("SFH910", `${id} is a Microsoft Foundry resource (a Cognitive Services account), not a hub.`, {
      fix: "Give the id of a hub (Microsoft.MachineLearningServices/workspaces of kind Hub). Foundry resources have a network of their own, which this tool doesn't touch.",
    });
  }
  throw new RunError("SFH910", `${id} is of type "${type}", not a hub.`, {
    fix: "Give an id like /subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.MachineLearningServices/workspaces/<hub>.",
  });
}

function hubOnly(workspace: Workspace): Workspace {
  const name = nameOf(workspace.id);
  switch (workspace.kind) {
    case "hub":
      return workspace;
    case "project":
      throw new RunError("SFH910", `${name} is a project, not a hub; its hub is ${workspace.hubId ?? "not told"}.`, {
        fix: `Give the hub's id: ${workspace.hubId ?? "the project's properties.hubResourceId"}`,
      });
    case "default":
      throw new RunError("SFH910", `${name} is a Machine Learning workspace without a hub (kind Default).`, {
        fix: "Give the id of a workspace of kind Hub.",
      });
    case "featurestore":
      throw new RunError("SFH910", `${name} is a feature store, not a hub.`, {
        fix: "Give the id of a workspace of kind Hub.",
      });
    case "other":
      throw new RunError("SFH910", `${name} is a workspace of an unknown kind, not a hub.`, {
        fix: "Give the id of a workspace of kind Hub.",
      });
  }
}
