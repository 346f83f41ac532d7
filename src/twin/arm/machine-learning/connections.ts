import type { ArmDocument } from "../../estate.ts";
import { answer, ok } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { lastNameOf, parentIdOf } from "../../wire/arm-path.ts";
import { sameText, textAt, valueAt } from "../../wire/json-fields.ts";
import { newConnection, newDatastore } from "../../rules/connection.ts";
import { isDataConnection, isHidden } from "../../rules/late-datastores.ts";
import { addRuleForConnection } from "../../rules/service-made-rules.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { answerList } from "../list-page.ts";
import { requireDocument } from "../read-handlers.ts";

const CONNECTION = "Microsoft.MachineLearningServices/workspaces/*/connections/*";
const DATASTORE = "Microsoft.MachineLearningServices/workspaces/*/datastores/*";

/** A workspace's connections and datastores. Reading a single one is generic. */
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
  {
    method: "PUT",
    path: CONNECTION,
    confirmedBy: "recording",
    remark: "the rule that the service makes for a connection is documented, not recorded",
    handle: putConnection,
  },
  { method: "DELETE", path: CONNECTION, confirmedBy: "document", handle: deleteChild },
  { method: "PUT", path: DATASTORE, confirmedBy: "recording", handle: putDatastore },
  { method: "DELETE", path: DATASTORE, confirmedBy: "recording", handle: deleteChild },
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
  return world.documents
    .childrenOf(hubId, "connections")
    .filter((connection) => valueAt(connection, "properties", "isSharedToAll") === true)
    .filter((connection) => !own.some((other) => sameText(lastNameOf(other.id), lastNameOf(connection.id))));
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
    .filter(({ id }) => names === undefined || names.some((name) => sameText(name, lastNameOf(id))))
    .filter((row) => isDefault === null || String(valueAt(row, "properties", "isDefault") === true) === isDefault);
  return answerList(context, rows);
}

function putConnection(context: HandlerContext): Answer {
  const { world, path, body, caller } = context;
  requireDocument(context, parentIdOf(path));
  const connection = newConnection(world, path.id, body, caller.objectId);
  world.documents.put(connection, { cause: "request", method: "PUT", what: "connection written" });
  addRuleForConnection(world, connection);
  return ok(connection);
}

/** Recorded: 201 with the datastore's own URL, 200 for one that was there. */
function putDatastore(context: HandlerContext): Answer {
  const { world, path, query, body, caller } = context;
  requireDocument(context, parentIdOf(path));
  const before = world.documents.get(path.id);
  const datastore = newDatastore(world, path.id, body, caller.objectId);
  world.documents.put(datastore, { cause: "request", method: "PUT", what: "datastore written" });
  if (before !== undefined) return ok(datastore);
  return answer(201, datastore, { Location: `${world.baseUrl}${path.id}?${query.toString()}` });
}

function deleteChild({ world, path }: HandlerContext): Answer {
  if (world.documents.get(path.id) === undefined) return answer(204);
  world.documents.remove(path.id, { cause: "request", method: "DELETE", what: `${path.types.at(-1) ?? ""} removed` });
  return answer(200);
}
