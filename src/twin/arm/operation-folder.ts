import type { ArmDocument } from "../estate.ts";
import { textAt } from "../wire/json-fields.ts";
import type { HandlerContext } from "./handler.ts";

/** Where Machine Learning's operations are polled: under the subscription and the workspace's location. */
export function operationFolder({ path }: HandlerContext, workspace: ArmDocument): string {
  const location = textAt(workspace, "location") ?? "global";
  const provider = "Microsoft.MachineLearningServices";
  return `/subscriptions/${path.subscriptionId ?? ""}/providers/${provider}/locations/${location}/workspaceOperationsStatus`;
}

/** Where Network's operations are polled: status and result in folders of their own (recorded). */
export function networkFolder(
  { path }: HandlerContext,
  location: string,
): { readonly folder: string; readonly resultFolder: string } {
  const place = location.toLowerCase().replaceAll(" ", "");
  const base = `/subscriptions/${path.subscriptionId ?? ""}/providers/Microsoft.Network/locations/${place}`;
  return { folder: `${base}/operations`, resultFolder: `${base}/operationResults` };
}

/** Where private DNS operations are polled: below the zone's resource group (recorded). */
export function privateDnsFolder({ path }: HandlerContext): {
  readonly folder: string;
  readonly resultFolder: string;
} {
  const group = `/subscriptions/${path.subscriptionId ?? ""}/resourceGroups/${path.resourceGroup ?? ""}`;
  const base = `${group}/providers/Microsoft.Network`;
  return { folder: `${base}/privateDnsOperationStatuses`, resultFolder: `${base}/privateDnsOperationResults` };
}
