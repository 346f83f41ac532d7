import type { ArmDocument, JsonObject } from "../estate.ts";
import { countRead, timestampOf } from "../state/world.ts";
import type { World } from "../state/world.ts";
import { ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";
import { armError, connectionNotFound, mlNotFound, resourceNotFound } from "../wire/arm-error.ts";
import type { MlOccasion } from "../wire/arm-error.ts";
import { isAtOrBelow, nameOf, parentIdOf, parseArmPath, typeOf } from "../wire/arm-path.ts";
import type { ArmPath } from "../wire/arm-path.ts";
import { sameText, textAt } from "../wire/json-fields.ts";
import { isHidden } from "../rules/late-datastores.ts";
import type { HandlerContext } from "./handler.ts";
import { answerList } from "./list-page.ts";
import { embeddedChildren, wireForm } from "./wire-form.ts";

/** GET of any document by its id, in its wire form; the layer that misses it decides the 404. */
export function answerResource(context: HandlerContext): Answer {
  const { world, path } = context;
  const document = world.documents.get(path.id);
  if (document !== undefined && !isHidden(world, document)) return withEtag(path, ok(wireForm(world, document)));
  const parentId = parentIdOf(path);
  const embedded = embeddedChildren(world, parentId, path.types.at(-1) ?? "");
  const child = embedded?.find((candidate) => sameText(textAt(candidate, "name"), nameOf(path)));
  if (child !== undefined) return withEtag(path, ok(child));
  throw notFound(context);
}

/** Network repeats a document's etag in the header (recorded); other providers send none. */
function withEtag(path: ArmPath, given: Answer): Answer {
  const etag = sameText(path.provider, "Microsoft.Network") ? textAt(given.body, "etag") : undefined;
  return etag === undefined ? given : { ...given, headers: { ...given.headers, ETag: etag } };
}

/** The document, or the 404 that its layer answers. */
export function requireDocument(context: HandlerContext, id = context.path.id): ArmDocument {
  const document = context.world.documents.get(id);
  if (document !== undefined) return document;
  const path = parseArmPath(id);
  throw notFound(path === undefined ? context : { ...context, path });
}

function notFound(context: HandlerContext): Error {
  const { world, path } = context;
  const parent = world.documents.get(parentIdOf(path));
  if (path.types.length > 1 && parent === undefined) {
    const message = `Failed to perform '${verbOf(context.method)}' on resource(s) of type '${path.types.join("/")}', because the parent resource '${parentIdOf(path)}' could not be found.`;
    return armError(404, "ParentResourceNotFound", message);
  }
  const occasion = occasionOf(world, textAt(parent, "location") ?? "");
  switch (path.pattern) {
    case "microsoft.machinelearningservices/workspaces/*/connections/*":
      return connectionNotFound(nameOf(path), occasion);
    case "microsoft.machinelearningservices/workspaces/*/datastores/*":
      return mlNotFound(`Could not find datastore: ${nameOf(path)}.`, occasion);
    case "microsoft.machinelearningservices/workspaces/*/outboundrules/*":
      // Not confirmed: no 404 of a rule is recorded; the layer is the datastores' one.
      return mlNotFound(`Could not find outbound rule: ${nameOf(path)}.`, occasion);
    default:
      return resourceNotFound(`${path.provider ?? ""}/${interleaved(path.types, path.names)}`, path.resourceGroup);
  }
}

function occasionOf(world: World, location: string): MlOccasion {
  const id = world.guids.next().replaceAll("-", "");
  return { location, time: timestampOf(world), correlation: { operation: id, request: id.slice(0, 16) } };
}

function verbOf(method: string): string {
  return method === "GET" ? "read" : method === "DELETE" ? "delete" : "write";
}

function interleaved(types: readonly string[], names: readonly string[]): string {
  return types.map((type, index) => `${type}/${names[index] ?? ""}`).join("/");
}

/** GET of a child collection: `{parent}/{childType}`. */
export function answerChildren(context: HandlerContext): Answer {
  const { world, path } = context;
  const parentId = parentIdOf(path);
  const childType = path.types.at(-1) ?? "";
  requireDocument(context, parentId);
  const embedded = embeddedChildren(world, parentId, childType);
  if (embedded !== undefined) return answerList(context, embedded);
  const children = world.documents.childrenOf(parentId, childType).filter((child) => !isHidden(world, child));
  return answerList(
    context,
    children.map((child) => wireForm(world, child)),
  );
}

/** GET of a type's list in a subscription or group: the rows the caller may read, 403 when it has no right there. */
export function answerScopeList(context: HandlerContext): Answer {
  const { world, path } = context;
  const rows = readableRows(context, path.scope, world.documents.ofType(typeOf(path), path.scope));
  const kind = context.query.get("kind");
  const ofKind = kind === null ? rows : rows.filter((row) => sameText(textAt(row, "kind"), kind));
  return answerList(
    context,
    ofKind.map((row) => wireForm(world, row)),
  );
}

/** Of these documents, those below a scope that the caller may read; throws 403 when it has no right anywhere in the scope. */
export function readableRows(
  context: HandlerContext,
  scope: string,
  documents: readonly ArmDocument[],
): readonly ArmDocument[] {
  const { access, caller, path } = context;
  if (!access.isAnywhereIn(scope)) throw authorizationFailed(caller, `${typeOf(path)}/read`, scope);
  return documents.filter((document) => {
    const own = parseArmPath(document.id);
    return (
      own?.provider !== undefined &&
      isAtOrBelow(document.id, scope) &&
      access.allows(`${typeOf(own)}/read`, document.id)
    );
  });
}

/** ARM's 403, naming client, object id, action and scope. */
export function authorizationFailed(
  caller: { readonly appId: string; readonly objectId: string },
  action: string,
  scope: string,
): Error {
  const message = `The client '${caller.appId}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`;
  return armError(403, "AuthorizationFailed", message);
}

/** Rows in an order that changes with every read: lists of rules are not stable (recorded). */
export function inUnstableOrder<T>(world: World, what: string, rows: readonly T[]): readonly T[] {
  if (rows.length === 0) return rows;
  const shift = countRead(world, `order of ${what}`) % rows.length;
  return [...rows.slice(shift), ...rows.slice(0, shift)];
}

/** The row of the ARM-wide `/resources` list: no properties. */
export function resourceRow(document: ArmDocument): JsonObject {
  const { id, name, type, location } = document;
  const own = parseArmPath(id);
  return {
    id,
    name: name ?? (own === undefined ? "" : nameOf(own)),
    type: type ?? (own === undefined ? "" : typeOf(own)),
    location: location ?? null,
    ...Object.fromEntries(["kind", "sku", "identity", "tags"].flatMap((field) => entryOf(document, field))),
  };
}

function entryOf(document: ArmDocument, field: string): readonly (readonly [string, JsonObject[string]])[] {
  return document[field] === undefined ? [] : [[field, document[field]]];
}
