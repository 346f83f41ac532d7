import { findDoors, namesOf, serviceOf } from "../paths/doors.ts";
import type { Asked } from "../snapshot/evidence.ts";
import { heldNames } from "../snapshot/private-endpoint.ts";
import { valueOr } from "../snapshot/read.ts";
import { idKey } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

export function askedOf(snapshot: Snapshot): Asked {
  const projects = valueOr(snapshot.projects, []).map(({ workspace }) => workspace);
  return {
    names: askedNames(snapshot),
    networks: [...new Set(snapshot.privateEndpoints.map((endpoint) => endpoint.network))],
    targets: [...new Map(snapshot.privateEndpoints.map(({ target }) => [idKey(target), target])).values()],
    workspaces: [snapshot.hub, ...projects].map(({ id, name }) => ({ id, name })),
  };
}

/** A wildcard can't be asked for: it stands for the names of deployments, which no document lists. */
function askedNames(snapshot: Snapshot): readonly string[] {
  const ofDoors = findDoors(snapshot)
    .filter((door) => serviceOf(snapshot, door)?.role !== "connected")
    .flatMap((door) => namesOf(snapshot, door));
  const names = [...heldNames(snapshot.privateEndpoints), ...ofDoors.map((name) => name.toLowerCase())];
  return [...new Set(names)].filter((name) => !name.includes("*"));
}
