import type { ArmDocument } from "../estate.ts";
import { textAt } from "../wire/json-fields.ts";
import type { HandlerContext } from "./handler.ts";

/** Where Machine Learning's operations are polled: under the subscription and the workspace's location. */
export function operationFolder({ path }: HandlerContext, workspace: ArmDocument): string {
  const location = textAt(workspace, "location") ?? "global";
  const provider = "Microsoft.MachineLearningServices";
  return `/subscriptions/${path.subscriptionId ?? ""}/providers/${provider}/locations/${location}/workspaceOperationsStatus`;
}
