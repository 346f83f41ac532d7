import type { ArmDocument, Json } from "../../estate.ts";
import type { Column, Row, Table } from "../../graph/table.ts";
import { QueryError } from "../../graph/query-error.ts";
import { isShown } from "../../rules/role-assignment.ts";
import { isAtOrBelow, nameOf, parseArmPath, typeOf } from "../../wire/arm-path.ts";
import type { ArmPath } from "../../wire/arm-path.ts";
import { notServedByTwin } from "../../wire/graph-error.ts";
import { sameText, textAt } from "../../wire/json-fields.ts";
import type { HandlerContext } from "../handler.ts";
import { OTHER_TABLES } from "./graph-table-names.ts";
import { wireForm } from "../wire-form.ts";

/** The columns of every table the twin serves, in the order in which the service answers them. */
const COLUMNS: readonly Column[] = [
  ...["id", "name", "type", "tenantId", "kind", "location", "resourceGroup", "subscriptionId", "managedBy"].map(
    (name): Column => ({ name, type: "string" }),
  ),
  ...["sku", "plan", "properties", "tags", "identity", "zones", "extendedLocation"].map((name): Column => ({
    name,
    type: "dynamic",
  })),
];

/**
 * The children that the public list of supported types has in `resources`: those that are resources of their own.
 * It has neither datastores nor connections, outbound rules, zone groups or private endpoint connections; the records of
 * private zones stand in the table dnsresources, which the twin does not serve.
 */
const CHILD_TYPES: ReadonlySet<string> = new Set([
  "microsoft.network/privatednszones/virtualnetworklinks",
  "microsoft.cognitiveservices/accounts/projects",
  "microsoft.machinelearningservices/workspaces/onlineendpoints",
  "microsoft.machinelearningservices/workspaces/batchendpoints",
]);

const READ_GROUP = "Microsoft.Resources/subscriptions/resourceGroups/read";
const READ_SUBSCRIPTION = "Microsoft.Resources/subscriptions/read";

/**
 * The rows of a table, by its name in any case, in the given subscriptions: only those the caller may read, without any
 * sign that there are others (documented). Throws QueryError for a table that does not exist, 501 for one not served.
 */
export function readTable(context: HandlerContext, name: string, subscriptionIds: readonly string[]): Table {
  const isAsked = (id: string): boolean => subscriptionIds.some((known) => isAtOrBelow(id, `/subscriptions/${known}`));
  switch (name.toLowerCase()) {
    case "resources":
      return tableOf(documentRows(context, isAsked, isResourceRow));
    case "authorizationresources":
      return tableOf(documentRows(context, isAsked, isAuthorizationRow));
    case "resourcecontainers":
      return tableOf([...subscriptionRows(context, subscriptionIds), ...groupRows(context, isAsked)]);
    default:
      if (OTHER_TABLES.has(name.toLowerCase())) throw notServedByTwin(`the table ${name.toLowerCase()}`);
      throw new QueryError({ kind: "unknownTable", table: name });
  }
}

function tableOf(rows: readonly Row[]): Table {
  return { columns: COLUMNS, rows };
}

function documentRows(
  context: HandlerContext,
  isAsked: (id: string) => boolean,
  belongs: (context: HandlerContext, document: ArmDocument, path: ArmPath) => boolean,
): readonly Row[] {
  const { world, access } = context;
  return world.graphDocuments.all().flatMap((document) => {
    const path = parseArmPath(document.id);
    if (path?.provider === undefined || !isAsked(document.id) || !belongs(context, document, path)) return [];
    return access.allows(`${typeOf(path)}/read`, document.id) ? [documentRow(context, document, path)] : [];
  });
}

/** A resource of a group. What extends another resource, and what Authorization keeps, is none. */
function isResourceRow(_: HandlerContext, __: ArmDocument, path: ArmPath): boolean {
  const isInGroup = parseArmPath(path.scope)?.pattern === "subscriptions/*/resourcegroups/*";
  if (!isInGroup || sameText(path.provider, "Microsoft.Authorization")) return false;
  return path.types.length === 1 || CHILD_TYPES.has(typeOf(path).toLowerCase());
}

/** Not confirmed: whether the ids of built-in roles begin with the subscription, as in the list of a subscription. */
function isAuthorizationRow({ world }: HandlerContext, document: ArmDocument, path: ArmPath): boolean {
  const type = typeOf(path).toLowerCase();
  if (type === "microsoft.authorization/roleassignments") return isShown(world, document);
  return type === "microsoft.authorization/roledefinitions";
}

function documentRow({ world }: HandlerContext, document: ArmDocument, path: ArmPath): Row {
  const asGraphSees = wireForm({ ...world, documents: world.graphDocuments }, document);
  return rowOf(world.estate.tenantId, path.resourceGroup ?? "", {
    ...asGraphSees,
    id: document.id,
    name: document.name ?? nameOf(path),
    type: typeOf(path),
  });
}

function groupRows({ world, access }: HandlerContext, isAsked: (id: string) => boolean): readonly Row[] {
  return world.graphDocuments.all().flatMap((document) => {
    const path = parseArmPath(document.id);
    const isGroup = path?.pattern === "subscriptions/*/resourcegroups/*";
    if (!isGroup || !isAsked(document.id) || !access.allows(READ_GROUP, document.id)) return [];
    const group = path.resourceGroup ?? "";
    const type = "microsoft.resources/subscriptions/resourcegroups";
    return [rowOf(world.estate.tenantId, group, { ...document, name: document.name ?? group, type })];
  });
}

function subscriptionRows({ world, access }: HandlerContext, subscriptionIds: readonly string[]): readonly Row[] {
  return world.estate.subscriptions.flatMap(({ subscriptionId, displayName, state }) => {
    const id = `/subscriptions/${subscriptionId}`;
    const isAsked = subscriptionIds.some((asked) => sameText(asked, subscriptionId));
    if (!isAsked || !access.allows(READ_SUBSCRIPTION, id)) return [];
    const type = "microsoft.resources/subscriptions";
    return [rowOf(world.estate.tenantId, "", { id, name: displayName, type, properties: { state } })];
  });
}

/** Types and groups are in lower case; a missing text is "", a missing object null (as the service answers them). */
function rowOf(tenantId: string, resourceGroup: string, form: Readonly<Record<string, Json | undefined>>): Row {
  const own: Readonly<Record<string, Json | undefined>> = {
    ...form,
    tenantId,
    type: textAt(form, "type")?.toLowerCase(),
    resourceGroup: resourceGroup.toLowerCase(),
    subscriptionId: parseArmPath(textAt(form, "id") ?? "")?.subscriptionId,
  };
  return COLUMNS.map(({ name, type }) => own[name] ?? (type === "string" ? "" : null));
}
