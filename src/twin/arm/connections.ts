import type { ArmDocument } from "../estate.ts";
import type { Answer } from "../wire/answer.ts";
import { parentIdOf } from "../wire/arm-path.ts";
import { sameText, textAt, valueAt } from "../wire/json-fields.ts";
import { isDataConnection, isHidden } from "../rules/late-datastores.ts";
import type { Handler, HandlerContext } from "./handler.ts";
import { answerList } from "./list-page.ts";
import { requireDocument } from "./read-handlers.ts";

/** Lists of a workspace's connections. Single ones, and datastores, are generic reads. */
export const CONNECTION_HANDLERS: readonly Handler[] = [
  {
    method: "GET",
    path: "Microsoft.MachineLearningServices/workspaces/*/connections",
    confirmedBy: "recording",
    handle: listConnections,
  },
  {
    method: "GET",
    path: "Microsoft.MachineLearningServices/workspaces/*/datastores",
    confirmedBy: "recording",
    handle: listDatastores,
  },
];

/** `includeAll=true` adds the connections that stand for datastores and, in a project, those the hub shares to all. */
function listConnections(context: HandlerContext): Answer {
  const { world, path, query } = context;
  const workspace = requireDocument(context, parentIdOf(path));
  const isAll = sameText(query.get("includeAll"), "true");
  const own = world.documents
    .childrenOf(workspace.id, "connections")
    .filter((connection) => !isHidden(world, connection))
    .filter((connection) => isAll || !isDataConnection(world, connection));
  const rows = [...own, ...(isAll ? sharedByHub(context, workspace, own) : [])].filter(
    (connection) => isAsked(connection, query, "category") && isAsked(connection, query, "target"),
  );
  return answerList(context, rows);
}

function sharedByHub(
  { world }: HandlerContext,
  workspace: ArmDocument,
  own: readonly ArmDocument[],
): readonly ArmDocument[] {
  const hubId = textAt(workspace, "properties", "hubResourceId");
  if (hubId === undefined || hubId === "") return [];
  const nameOf = ({ id }: ArmDocument): string | undefined => id.split("/").at(-1);
  return world.documents
    .childrenOf(hubId, "connections")
    .filter((connection) => valueAt(connection, "properties", "isSharedToAll") === true)
    .filter((connection) => !own.some((other) => sameText(nameOf(other), nameOf(connection))));
}

function isAsked(connection: ArmDocument, query: URLSearchParams, field: string): boolean {
  const asked = query.get(field);
  return asked === null || sameText(textAt(connection, "properties", field), asked);
}

function listDatastores(context: HandlerContext): Answer {
  const { world, path, query } = context;
  const workspace = requireDocument(context, parentIdOf(path));
  const names = query.get("names")?.split(",");
  const isDefault = query.get("isDefault");
  const rows = world.documents
    .childrenOf(workspace.id, "datastores")
    .filter((datastore) => !isHidden(world, datastore))
    .filter(({ id }) => names === undefined || names.some((name) => sameText(name, id.split("/").at(-1))))
    .filter((row) => isDefault === null || String(valueAt(row, "properties", "isDefault") === true) === isDefault);
  return answerList(context, rows);
}
