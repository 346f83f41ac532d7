import type { ArmDocument } from "../../estate.ts";
import { durationOf } from "../../behaviour.ts";
import { answer } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { armError } from "../../wire/arm-error.ts";
import { parseArmPath, sameId, typeOf } from "../../wire/arm-path.ts";
import { listAt, textAt } from "../../wire/json-fields.ts";
import { mayApprove, placeConnection } from "../../rules/managed-endpoint.ts";
import { newEndpoint, readAskedEndpoint, settleEndpoint } from "../../rules/private-endpoint.ts";
import type { AskedEndpoint } from "../../rules/private-endpoint.ts";
import { removeRecords, zonesOf } from "../../rules/zone-group.ts";
import type { World } from "../../state/world.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { linkedAuthorizationFailed, refuseUnlinked } from "../linked-scope.ts";
import { networkFolder } from "../operation-folder.ts";
import { beginOperation, failAt } from "../operation.ts";

const ENDPOINT = "Microsoft.Network/privateEndpoints/*";

/** Customers' private endpoints. Reading them is generic. */
export const PRIVATE_ENDPOINT_HANDLERS: readonly Handler[] = [
  {
    method: "PUT",
    path: ENDPOINT,
    confirmedBy: "recording",
    remark: "refusals; changing an endpoint that is there is not served",
    handle: putEndpoint,
  },
  {
    method: "DELETE",
    path: ENDPOINT,
    confirmedBy: "spec",
    remark: "what becomes of the connection on the target; it is taken away here",
    handle: deleteEndpoint,
  },
];

function putEndpoint(context: HandlerContext): Answer {
  const { world, path, body } = context;
  const asked = readAskedEndpoint(world, body);
  if (world.documents.get(path.id) !== undefined) {
    throw armError(
      501,
      "NotServedByTwin",
      "The twin makes private endpoints and does not change them: delete it first.",
    );
  }
  refuseUnlinked(context, "Microsoft.Network/virtualNetworks/subnets/join/action", asked.subnetId);
  for (const link of asked.links.filter(({ isManual }) => !isManual)) refuseUnapproved(context, link.target);
  const { endpoint, nic } = newEndpoint(world, path.id, asked);
  const change = { cause: "request", method: "PUT" } as const;
  world.documents.put(nic, { ...change, what: "network interface written" });
  world.documents.put(endpoint, { ...change, what: "private endpoint written" });
  connect(world, endpoint.id, asked);
  const begun = beginOperation(context, {
    ...{ style: "network", what: "endpoint PUT", subject: path.id, target: path.id },
    ...networkFolder(context, asked.location),
    watched: [],
    durationMs: durationOf(world.behaviour, "privateEndpoint"),
    effect: () => {
      settleEndpoint(world, endpoint.id, "private endpoint Succeeded");
      return undefined;
    },
    undo: () => {
      failAt(world, endpoint.id, "private endpoint Failed");
    },
  });
  return answer(201, endpoint, begun.headers);
}

function connect(world: World, endpointId: string, asked: AskedEndpoint): void {
  for (const { target, subresource, isManual } of asked.links) {
    placeConnection(world, target, { id: endpointId, subresource }, !isManual);
  }
}

/** Who makes an endpoint that approves itself has to be allowed to approve on the target (wording not confirmed). */
function refuseUnapproved(context: HandlerContext, target: ArmDocument): void {
  if (mayApprove(context.world, context.caller.objectId, target.id)) return;
  const path = parseArmPath(target.id);
  const type = path === undefined ? "" : typeOf(path);
  throw linkedAuthorizationFailed(context, `${type}/privateEndpointConnectionsApproval/action`, target.id);
}

function deleteEndpoint(context: HandlerContext): Answer {
  const { world, path } = context;
  const endpoint = world.documents.get(path.id);
  if (endpoint === undefined) return answer(204);
  const begun = beginOperation(context, {
    ...{ style: "networkDelete", what: "endpoint DELETE", subject: path.id, target: path.id },
    ...networkFolder(context, textAt(endpoint, "location") ?? "global"),
    watched: [path.id],
    durationMs: durationOf(world.behaviour, "privateEndpoint"),
    effect: () => {
      removeEndpoint(world, endpoint);
      return undefined;
    },
  });
  return answer(202, undefined, begun.headers);
}

function removeEndpoint(world: World, endpoint: ArmDocument): void {
  const gone = { cause: "platform" } as const;
  for (const group of world.documents.childrenOf(endpoint.id, "privateDnsZoneGroups")) {
    for (const zoneId of zonesOf(group)) removeRecords(world, endpoint, zoneId);
  }
  const connections = world.documents
    .all()
    .filter(({ id }) => /\/privateEndpointConnections\/[^/]+$/i.test(id))
    .filter((connection) => sameId(textAt(connection, "properties", "privateEndpoint", "id"), endpoint.id));
  for (const { id } of connections)
    world.documents.remove(id, { ...gone, what: "private endpoint connection removed" });
  for (const nic of listAt(endpoint, "properties", "networkInterfaces")) {
    world.documents.remove(textAt(nic, "id") ?? "", { ...gone, what: "network interface removed" });
  }
  world.documents.remove(endpoint.id, { ...gone, what: "private endpoint removed" });
}
