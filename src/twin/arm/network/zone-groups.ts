import { durationOf } from "../../behaviour.ts";
import { answer } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { textAt } from "../../wire/json-fields.ts";
import { settleEndpoint } from "../../rules/private-endpoint.ts";
import {
  endpointIdOf,
  readZoneConfigs,
  removeRecords,
  writeRecords,
  zoneGroupDocument,
  zonesOf,
} from "../../rules/zone-group.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { refuseUnlinked } from "../linked-scope.ts";
import { networkFolder } from "../operation-folder.ts";
import { beginOperation, failAt } from "../operation.ts";
import { requireDocument } from "../read-handlers.ts";

const GROUP = "Microsoft.Network/privateEndpoints/*/privateDnsZoneGroups/*";

/** DNS zone groups: what keeps an endpoint's records in private zones. */
export const ZONE_GROUP_HANDLERS: readonly Handler[] = [
  { method: "PUT", path: GROUP, confirmedBy: "recording", handle: putGroup },
  { method: "DELETE", path: GROUP, confirmedBy: "recording", handle: deleteGroup },
];

function putGroup(context: HandlerContext): Answer {
  const { world, path, body } = context;
  const endpoint = requireDocument(context, endpointIdOf(path.id));
  const configs = readZoneConfigs(world, body);
  for (const { zoneId } of configs) refuseUnlinked(context, "Microsoft.Network/privateDnsZones/join/action", zoneId);
  const before = world.documents.get(path.id);
  const group = zoneGroupDocument(world, path.id, configs, "Updating");
  world.documents.put(group, { cause: "request", method: "PUT", what: "DNS zone group written" });
  const begun = beginOperation(context, {
    ...{ style: "network", what: "zone group PUT", subject: endpoint.id, target: path.id },
    ...networkFolder(context, textAt(endpoint, "location") ?? "global"),
    watched: [path.id],
    durationMs: durationOf(world.behaviour, "zoneGroup"),
    effect: () => {
      const kept = configs.map(({ zoneId }) => zoneId.toLowerCase());
      for (const zoneId of zonesOf(before)) {
        if (!kept.includes(zoneId.toLowerCase())) removeRecords(world, endpoint, zoneId);
      }
      for (const { zoneId } of configs) writeRecords(world, endpoint, zoneId);
      const settled = zoneGroupDocument(world, path.id, configs, "Succeeded");
      world.documents.put(settled, { cause: "platform", what: "DNS zone group Succeeded" });
      settleEndpoint(world, endpoint.id, "private endpoint changed");
      return undefined;
    },
    undo: () => {
      failAt(world, path.id, "DNS zone group Failed");
    },
  });
  // Recorded: 201 for a new one, 200 for a change, both with an operation to poll.
  return answer(before === undefined ? 201 : 200, group, begun.headers);
}

function deleteGroup(context: HandlerContext): Answer {
  const { world, path } = context;
  const group = world.documents.get(path.id);
  if (group === undefined) return answer(204);
  const endpoint = requireDocument(context, endpointIdOf(path.id));
  const begun = beginOperation(context, {
    ...{ style: "networkDelete", what: "zone group DELETE", subject: endpoint.id, target: path.id },
    ...networkFolder(context, textAt(endpoint, "location") ?? "global"),
    watched: [path.id],
    durationMs: durationOf(world.behaviour, "zoneGroup"),
    effect: () => {
      for (const zoneId of zonesOf(group)) removeRecords(world, endpoint, zoneId);
      world.documents.remove(path.id, { cause: "platform", what: "DNS zone group removed" });
      settleEndpoint(world, endpoint.id, "private endpoint changed");
      return undefined;
    },
  });
  return answer(202, undefined, begun.headers);
}
