import type { ArmDocument, Json, JsonObject } from "../../estate.ts";
import { durationOf } from "../../behaviour.ts";
import { answer, ok } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { armError } from "../../wire/arm-error.ts";
import { keyOf, parentIdOf, parseArmPath, sameId, typeOf } from "../../wire/arm-path.ts";
import { isJsonObject, listAt, objectAt, sameText, textAt, withValueAt } from "../../wire/json-fields.ts";
import { connectionState, mayApprove } from "../../rules/managed-endpoint.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { beginOperation } from "../operation.ts";
import { authorizationFailed, requireDocument } from "../read-handlers.ts";

const TARGETS: readonly string[] = [
  ...["Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults", "Microsoft.ContainerRegistry/registries"],
  ...["Microsoft.MachineLearningServices/workspaces", "Microsoft.Search/searchServices"],
  ...["Microsoft.CognitiveServices/accounts", "Microsoft.DocumentDB/databaseAccounts", "Microsoft.Sql/servers"],
];

const STATUSES: readonly string[] = ["Approved", "Rejected", "Pending", "Disconnected"];

/** Approving and rejecting connections on a target. Reading them is generic. */
export const CONNECTION_APPROVAL_HANDLERS: readonly Handler[] = TARGETS.map((target) => ({
  method: "PUT",
  path: `${target}/*/privateEndpointConnections/*`,
  confirmedBy: "spec",
  handle: putConnection,
}));

function putConnection(context: HandlerContext): Answer {
  const { path, body } = context;
  const connection = requireDocument(context);
  const owner = parseArmPath(parentIdOf(path));
  const type = owner === undefined ? "" : typeOf(owner);
  const asked = objectAt(body, "properties", "privateLinkServiceConnectionState");
  const status = STATUSES.find((known) => sameText(known, textAt(asked, "status")));
  if (status === undefined) {
    throw armError(
      400,
      "InvalidValuesForRequestParameters",
      "Values for request parameters are invalid: privateLinkServiceConnectionState.status.",
    );
  }
  refuseReapproval(type, connection, status);
  if (status === "Approved") refuseUnlessApprover(context, type);
  const decided = decide(connection, connectionState(type, status, textAt(asked, "description") ?? ""));
  if (sameText(type, "Microsoft.ContainerRegistry/registries"))
    return beginRegistryDecision(context, connection, decided);
  keep(context, decided);
  return ok(decided);
}

/** Writing a connection is one right, approving it in some services another one (the approver role has both). */
function refuseUnlessApprover({ world, caller, path }: HandlerContext, type: string): void {
  const targetId = parentIdOf(path);
  if (mayApprove(world, caller.objectId, targetId)) return;
  throw authorizationFailed(caller, `${type}/privateEndpointConnectionsApproval/action`, targetId);
}

/** Recorded for storage only: a rejected connection can't be approved again. */
function refuseReapproval(type: string, connection: ArmDocument, status: string): void {
  const before = textAt(connection, "properties", "privateLinkServiceConnectionState", "status");
  if (!sameText(type, "Microsoft.Storage/storageAccounts")) return;
  if (sameText(before, "Rejected") && sameText(status, "Approved")) {
    throw armError(
      400,
      "InvalidValuesForRequestParameters",
      "Values for request parameters are invalid: privateLinkServiceConnectionState.",
    );
  }
}

function decide(connection: ArmDocument, state: JsonObject): ArmDocument {
  return withValueAt(connection, ["properties", "privateLinkServiceConnectionState"], state);
}

/** Recorded: 201 that still says Pending and Updating; its operation lies below the connection. */
function beginRegistryDecision(context: HandlerContext, before: ArmDocument, decided: ArmDocument): Answer {
  const { world } = context;
  const updating = withValueAt(before, ["properties", "provisioningState"], "Updating");
  world.documents.put(updating, { cause: "request", method: "PUT", what: "private endpoint connection Updating" });
  const begun = beginOperation(context, {
    ...{ style: "registryConnection", what: "connection PUT", subject: before.id, target: before.id },
    folder: `${before.id}/operationStatuses`,
    watched: [before.id, parentIdOf(context.path), `${parentIdOf(context.path)}/privateEndpointConnections`],
    durationMs: durationOf(world.behaviour, "registryConnection"),
    effect: () => {
      keep(context, decided);
      return decided;
    },
    undo: () => {
      world.documents.put(before, { cause: "platform", what: "private endpoint connection as it was" });
    },
  });
  return answer(201, updating, begun.headers);
}

/** Keeps a decision on both ends: the connection, and the customer's endpoint that asked for it. */
function keep({ world, path }: HandlerContext, decided: ArmDocument): void {
  const status = textAt(decided, "properties", "privateLinkServiceConnectionState", "status") ?? "";
  const reason = { cause: "request", method: "PUT", what: `private endpoint connection ${status}` } as const;
  world.documents.put(decided, reason);
  const endpoint = world.documents.get(textAt(decided, "properties", "privateEndpoint", "id") ?? "");
  if (endpoint === undefined) return;
  const targetId = parentIdOf(path);
  const withStatus = (field: string): readonly Json[] =>
    listAt(endpoint, "properties", field).map((link) => linkWithStatus(link, targetId, status));
  const fields = ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"];
  const changed = fields.reduce(
    (document, field) => withValueAt(document, ["properties", field], withStatus(field)),
    endpoint,
  );
  world.documents.put(changed, reason);
}

function linkWithStatus(link: Json, targetId: string, status: string): Json {
  const leadsHere = sameId(textAt(link, "properties", "privateLinkServiceId"), keyOf(targetId));
  if (!isJsonObject(link) || !leadsHere) return link;
  return withValueAt(link, ["properties", "privateLinkServiceConnectionState", "status"], status);
}
