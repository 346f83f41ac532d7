import type { ArmDocument } from "../estate.ts";
import { countRead } from "../state/world.ts";
import type { World } from "../state/world.ts";
import { isAtOrBelow, keyOf, lastNameOf, nameOf, parseArmPath } from "../wire/arm-path.ts";
import { sameText, textAt } from "../wire/json-fields.ts";

const DATA_CATEGORIES: readonly string[] = ["azureblob", "azurefile", "adlsgen2", "azuredatalakegen2"];

/** True for the connection that stands for a datastore of its workspace. */
export function isDataConnection(world: World, connection: ArmDocument): boolean {
  const category = textAt(connection, "properties", "category")?.toLowerCase() ?? "";
  if (!DATA_CATEGORIES.includes(category)) return false;
  const path = parseArmPath(connection.id);
  if (path === undefined) return false;
  const workspaceId = connection.id.split("/").slice(0, -2).join("/");
  return world.documents
    .childrenOf(workspaceId, "datastores")
    .some((datastore) => sameText(lastNameOf(datastore.id), nameOf(path)));
}

/** A project's datastores, and the connections that stand for them, can appear late when storage is private. */
export function isHidden(world: World, document: ArmDocument): boolean {
  const late = Object.entries(world.behaviour.lateDatastores).find(([project]) => isAtOrBelow(document.id, project));
  if (late === undefined) return false;
  const pattern = parseArmPath(document.id)?.pattern ?? "";
  const isDatastore = pattern.endsWith("/datastores/*");
  const isConnection = pattern.endsWith("/connections/*") && isDataConnection(world, document);
  return (isDatastore || isConnection) && !hasArrived(world, late[0], late[1]);
}

function hasArrived(world: World, project: string, after: number): boolean {
  if (world.timeline.isByClock) return world.clock.now() - world.startedAt >= after;
  return (world.reads.get(lateKey(project)) ?? 0) > after;
}

/** Counts a look at a project's datastores or connections; the reads before they appear. */
export function countDatastoreLook(world: World, id: string): void {
  const isLook = /\/(datastores|connections)(\/[^/]+)?$/i.test(id);
  const project = Object.keys(world.behaviour.lateDatastores).find((candidate) => isAtOrBelow(id, candidate));
  if (isLook && project !== undefined) countRead(world, lateKey(project));
}

function lateKey(project: string): string {
  return `datastores of ${keyOf(project)}`;
}
