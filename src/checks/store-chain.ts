import { findPaths } from "../paths/find-paths.ts";
import { decisiveWay } from "../paths/pair.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Service } from "../snapshot/service.ts";
import type { Project, Snapshot } from "../snapshot/snapshot.ts";
import { findMissingReaders } from "./identities.ts";

/** True where the store can't come, however long one waits: keys are wanted by the one side and refused by the other. */
export function areKeysRefused(snapshot: Snapshot): boolean {
  const storage = snapshot.services.find((s) => s.role === "storage");
  return snapshot.hub.systemDatastoresAuthMode === "accesskey" && storage?.allowsSharedKey === false;
}

/**
 * The first broken link on the way to a project's workspaceblobstore, or undefined where nothing is in the way: then a
 * missing store is late, and worth waiting for. Network Active, rule Active, connection Approved, DNS, Reader; the
 * links matter once storage is private (the troubleshooting guide's order).
 */
export function findBrokenLink(snapshot: Snapshot, project: Project): string | undefined {
  if (areKeysRefused(snapshot)) return "the hub wants account keys and the storage account refuses them";
  const storage = snapshot.services.find((s) => s.role === "storage");
  if (storage?.publicAccess.state !== "disabled") return undefined;
  return brokenPath(snapshot, storage) ?? missingReader(snapshot, project);
}

function brokenPath(snapshot: Snapshot, storage: Service): string | undefined {
  const toBlob = findPaths(snapshot).filter(
    (p) => isSameId(p.door.service, storage.id) && p.door.subresource === "blob",
  );
  const compute = toBlob.find((p) => p.origin.kind === "managed-network");
  if (compute !== undefined && compute.state !== "open") return decisiveWay(compute)?.text;
  const endpoints = snapshot.privateEndpoints.filter(
    (e) => isSameId(e.target, storage.id) && e.groupIds.includes("blob"),
  );
  if (endpoints.length === 0) return `${storage.name} has no customer private endpoint for blob`;
  const clients = toBlob.filter(
    (p) => p.origin.kind === "network" && endpoints.some((e) => isSameId(e.network, p.origin.id)),
  );
  // What resolves in a network that can't be asked is unknown, which is no reason not to wait.
  const [first] = clients;
  const areAllBlocked = clients.every((p) => p.state === "blocked");
  return first !== undefined && areAllBlocked ? decisiveWay(first)?.text : undefined;
}

function missingReader(snapshot: Snapshot, { workspace }: Project): string | undefined {
  const own = workspace.identities.map((i) => i.principalId);
  const need = findMissingReaders(snapshot).find(
    (n) => own.includes(n.principalId) && n.endpoint.groupIds.includes("blob"),
  );
  return need === undefined ? undefined : `${workspace.name} has no Reader on ${need.endpoint.name}`;
}
