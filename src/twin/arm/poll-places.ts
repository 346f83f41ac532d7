import type { Confirmation } from "./handler.ts";

/** Where operations are polled: the patterns of the URLs that their first answers give. */
export interface PollPlace {
  /** Below the provider, values as `{}`. */
  readonly path: string;
  readonly confirmedBy: Confirmation;
  readonly remark?: string;
}

export const POLL_PLACES: readonly PollPlace[] = [
  {
    path: "Microsoft.MachineLearningServices/locations/{}/workspaceOperationsStatus/{}",
    confirmedBy: "recording",
    remark: "failed operations, and polls whose URL was cut or encoded anew",
  },
  {
    path: "Microsoft.ContainerRegistry/registries/{}/operationStatuses/{}",
    confirmedBy: "document",
    remark: "recorded for a creation only; a change is answered at once unless `registryPatch` says otherwise",
  },
  {
    path: "Microsoft.ContainerRegistry/registries/{}/privateEndpointConnections/{}/operationStatuses/{}",
    confirmedBy: "document",
  },
  { path: "Microsoft.Network/locations/{}/operations/{}", confirmedBy: "recording" },
  { path: "Microsoft.Network/locations/{}/operationResults/{}", confirmedBy: "recording" },
  { path: "Microsoft.Network/privateDnsOperationStatuses/{}", confirmedBy: "recording" },
  {
    path: "Microsoft.Network/privateDnsOperationResults/{}",
    confirmedBy: "not confirmed",
    remark: "recorded clients poll the status only",
  },
];
