import { isShadowed } from "./connections.ts";
import { namesOfDoor } from "./door-names.ts";
import type { EstateIndex } from "./estate-index.ts";
import { findPrivateEndpoints } from "./private-endpoints.ts";
import type { PrivateEndpoint } from "./private-endpoints.ts";
import { findServiceDoors } from "./service-doors.ts";

/** An index with what every question about names and addresses asks again, found once. */
export interface NetworkView extends EstateIndex {
  readonly endpoints: readonly PrivateEndpoint[];
  /** Public names that are a CNAME into `privatelink.*`, in lower case. */
  readonly shadowedNames: ReadonlySet<string>;
  /** What a name below a shadowed workspace's wildcard contains. */
  readonly shadowedStems: readonly string[];
}

export function viewNetwork(index: EstateIndex): NetworkView {
  const shadowed = findServiceDoors(index).filter((door) => isShadowed(index, door));
  const workspaces = shadowed.filter((door) => door.subresource === "amlworkspace");
  return {
    ...index,
    endpoints: findPrivateEndpoints(index),
    shadowedNames: new Set(shadowed.flatMap((door) => namesOfDoor(index, door))),
    // <deployment>.<workspace GUID>.inference.<region>.api.azureml.ms
    shadowedStems: workspaces.map((door) => `.${namesOfDoor(index, door)[0]?.split(".")[0] ?? ""}.inference.`),
  };
}
