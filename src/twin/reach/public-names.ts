import type { EstateIndex } from "./estate-index.ts";
import { documentsOf, findDocument } from "./estate-index.ts";
import type { Door } from "./door.ts";
import { hostOf, namesOfDoor } from "./door-names.ts";
import { isProject, workspaceType } from "./hub.ts";
import { textAt } from "./json.ts";
import { privateNameOf } from "./private-names.ts";
import { findServiceDoors } from "./service-doors.ts";

/** The doors that have names of their own, and those names in lower case. Projects have none. */
export function findNamedDoors(index: EstateIndex): readonly (Door & { readonly names: readonly string[] })[] {
  return findServiceDoors(index).flatMap((door) => {
    const service = findDocument(index, door.resource);
    if (service === undefined || isProject(service)) return [];
    return [{ ...door, names: namesOfDoor(index, door) }];
  });
}

/**
 * Whether the public DNS holds a name, in lower case. Below a suffix that Private Link shadows a name exists while its
 * service does; everything else is taken to exist.
 */
export function isInPublicDns(index: EstateIndex, name: string): boolean {
  if (privateNameOf(name) === undefined) return true;
  if (findNamedDoors(index).some(({ names }) => names.includes(name))) return true;
  return documentsOf(index, workspaceType).some((workspace) => {
    const regional = hostOf(textAt(workspace, "properties", "discoveryUrl")).toLowerCase();
    const deployments = `.${textAt(workspace, "properties", "workspaceId").toLowerCase()}.inference.`;
    return name === regional || (deployments !== "..inference." && name.includes(deployments));
  });
}
