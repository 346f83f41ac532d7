import type { ArmDocument, Json, JsonObject } from "../../estate.ts";
import { durationOf } from "../../behaviour.ts";
import { meetsConditions } from "../../rules/conditions.ts";
import { answer } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { armError } from "../../wire/arm-error.ts";
import { nameOf, parentIdOf, parseArmPath, typeOf } from "../../wire/arm-path.ts";
import { listAt, objectAt, textAt, valueAt } from "../../wire/json-fields.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { refuseUnlinked } from "../linked-scope.ts";
import { privateDnsFolder } from "../operation-folder.ts";
import { beginOperation } from "../operation.ts";
import { requireDocument } from "../read-handlers.ts";

const ZONE = "Microsoft.Network/privateDnsZones/*";
const LINK = `${ZONE}/virtualNetworkLinks/*`;
const RECORD = `${ZONE}/A/*`;

/** Private DNS zones, their links and their A records. Reading them is generic. */
export const PRIVATE_DNS_HANDLERS: readonly Handler[] = [
  { method: "PUT", path: ZONE, confirmedBy: "recording", handle: (context) => putLater(context, newZone) },
  { method: "DELETE", path: ZONE, confirmedBy: "spec", handle: deleteZone },
  { method: "PUT", path: LINK, confirmedBy: "recording", handle: putLink },
  { method: "DELETE", path: LINK, confirmedBy: "spec", handle: deleteLater },
  {
    method: "PUT",
    path: RECORD,
    confirmedBy: "spec",
    remark: "record sets of other types are not served",
    handle: putRecord,
  },
  { method: "DELETE", path: RECORD, confirmedBy: "spec", handle: deleteRecord },
];

/** Accepted with 202 and an empty object; conditions that do not hold fail in the poll (recorded for links). */
function putLater(context: HandlerContext, make: (context: HandlerContext) => ArmDocument): Answer {
  const { world, path, conditions } = context;
  const begun = beginOperation(context, {
    ...{ style: "privateDns", what: "private DNS PUT", subject: path.id, target: path.id },
    ...privateDnsFolder(context),
    watched: [],
    durationMs: durationOf(world.behaviour, "privateDns"),
    effect: () => {
      if (!meetsConditions(world.documents.get(path.id), conditions)) throw preconditionFailed(context);
      const document = make(context);
      world.documents.put(document, { cause: "platform", what: `${typeOf(path)} written` });
      return document;
    },
  });
  return answer(202, {}, begun.headers);
}

/** The text of a link is recorded; that of the others is made like it. */
function preconditionFailed({ path }: HandlerContext): Error {
  const isLink = path.types.length === 2;
  const zone = path.names[0] ?? "";
  const what = isLink
    ? `The Virtual Network link ${nameOf(path)} for the Private DNS zone ${zone}`
    : `The Private DNS zone ${zone}`;
  return armError(412, "PreconditionFailed", `${what} exists already and hence cannot be created again.`);
}

function newZone({ world, path, body }: HandlerContext): ArmDocument {
  const before = world.documents.get(path.id);
  return {
    ...{ id: before?.id ?? path.id, name: nameOf(path), type: "Microsoft.Network/privateDnsZones" },
    ...{ etag: world.guids.next(), location: "global" },
    ...tagsOf(body),
    properties: {
      maxNumberOfRecordSets: 25_000,
      maxNumberOfVirtualNetworkLinks: 1000,
      maxNumberOfVirtualNetworkLinksWithRegistration: 100,
      numberOfRecordSets: 1,
      numberOfVirtualNetworkLinks: 0,
      numberOfVirtualNetworkLinksWithRegistration: 0,
      ...objectAt(before, "properties"),
      provisioningState: "Succeeded",
    },
  };
}

function tagsOf(body: Json | undefined): JsonObject {
  const tags = valueAt(body, "tags");
  return tags === undefined ? {} : { tags };
}

function putLink(context: HandlerContext): Answer {
  const vnetId = textAt(context.body, "properties", "virtualNetwork", "id") ?? "";
  requireDocument(context, parentIdOf(context.path));
  if (context.world.documents.get(vnetId) === undefined) {
    throw armError(400, "BadRequest", `The virtual network '${vnetId}' was not found.`);
  }
  refuseUnlinked(context, "Microsoft.Network/virtualNetworks/join/action", vnetId);
  return putLater(context, newLink);
}

function newLink({ world, path, body }: HandlerContext): ArmDocument {
  const policy = textAt(body, "properties", "resolutionPolicy");
  return {
    ...{ id: world.documents.get(path.id)?.id ?? path.id, name: nameOf(path) },
    type: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    ...{ etag: `"${world.guids.next()}"`, location: "global" },
    ...tagsOf(body),
    properties: {
      provisioningState: "Succeeded",
      registrationEnabled: valueAt(body, "properties", "registrationEnabled") === true,
      ...(policy === undefined ? {} : { resolutionPolicy: policy }),
      virtualNetwork: { id: textAt(body, "properties", "virtualNetwork", "id") ?? "" },
      virtualNetworkLinkState: "Completed",
    },
  };
}

/** A zone with links can't be deleted (documented). */
function deleteZone(context: HandlerContext): Answer {
  const { world, path } = context;
  if (world.documents.childrenOf(path.id, "virtualNetworkLinks").length > 0) {
    const message = `The Private DNS zone ${nameOf(path)} has virtual network links; delete them before the zone.`;
    throw armError(409, "CannotDeleteResource", message);
  }
  return deleteLater(context);
}

function deleteLater(context: HandlerContext): Answer {
  const { world, path } = context;
  if (world.documents.get(path.id) === undefined) return answer(204);
  const begun = beginOperation(context, {
    ...{ style: "privateDns", what: "private DNS DELETE", subject: path.id, target: path.id },
    ...privateDnsFolder(context),
    watched: [path.id],
    durationMs: durationOf(world.behaviour, "privateDns"),
    effect: () => {
      world.documents.remove(path.id, { cause: "platform", what: `${typeOf(path)} removed` });
      return undefined;
    },
  });
  return answer(202, undefined, begun.headers);
}

/** Records are written at once; conditions that do not hold are a 412 (documented). */
function putRecord(context: HandlerContext): Answer {
  const { world, path, body, conditions } = context;
  const zone = requireDocument(context, parentIdOf(path));
  const before = world.documents.get(path.id);
  if (!meetsConditions(before, conditions)) throw recordPrecondition(context);
  const records = listAt(body, "properties", "aRecords");
  const document: ArmDocument = {
    ...{ id: before?.id ?? path.id, name: nameOf(path), type: "Microsoft.Network/privateDnsZones/A" },
    etag: world.guids.next(),
    properties: {
      fqdn: `${nameOf(path)}.${nameOf(parseArmPath(zone.id) ?? path)}.`,
      ttl: valueAt(body, "properties", "ttl") ?? 3600,
      aRecords: records.map((record) => ({ ipv4Address: textAt(record, "ipv4Address") ?? "" })),
      isAutoRegistered: false,
    },
  };
  world.documents.put(document, { cause: "request", method: "PUT", what: "private DNS record written" });
  return answer(before === undefined ? 201 : 200, document, { ETag: textAt(document, "etag") ?? "" });
}

function deleteRecord(context: HandlerContext): Answer {
  const { world, path, conditions } = context;
  const before = world.documents.get(path.id);
  if (before === undefined) return answer(204);
  if (!meetsConditions(before, conditions)) throw recordPrecondition(context);
  world.documents.remove(path.id, { cause: "request", method: "DELETE", what: "private DNS record removed" });
  return answer(200);
}

function recordPrecondition({ path }: HandlerContext): Error {
  return armError(
    412,
    "PreconditionFailed",
    `The condition '${nameOf(path)}' in the If-Match or If-None-Match header was not satisfied: the record set has been changed.`,
  );
}
