import type { Json } from "../../estate.ts";
import { QueryError } from "../../graph/query-error.ts";
import type { Query } from "../../graph/query.ts";
import { isLimited, runQuery } from "../../graph/run-query.ts";
import type { Table } from "../../graph/table.ts";
import type { QuotaState } from "../../state/graph-quota.ts";
import { countRead, timestampOf } from "../../state/world.ts";
import { ok } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { ArmError } from "../../wire/arm-error.ts";
import { accessDenied, queryRefused, rateLimited, withHeaders } from "../../wire/graph-error.ts";
import type { GraphIncident } from "../../wire/graph-error.ts";
import { answerPage, firstPage, readPageToken } from "./graph-page.ts";
import { readGraphRequest } from "./graph-request.ts";
import type { GraphRequest } from "./graph-request.ts";
import { readTable } from "./graph-tables.ts";
import type { Handler, HandlerContext } from "../handler.ts";

/** Resource Graph: queries over what the caller can read. It lags behind writes: for discovery, never for proof. */
export const RESOURCE_GRAPH_HANDLERS: readonly Handler[] = [
  {
    method: "POST",
    path: "Microsoft.ResourceGraph/resources",
    confirmedBy: "recording",
    remark:
      "A subset of the query language; what lies outside it is a 501 that names it. Recorded: the form of an answer and of a syntax error; 403, 429 and an unknown table are as pasted in public. Not confirmed: the details for a wrong name, type, option or skip token; a tenant-wide query without rights (403 here); `Retry-After`; ids of role definitions.",
    handle: answerMetered,
  },
];

/** Every answer says what is left of the caller's quota; only under throttling is one refused for it. */
function answerMetered(context: HandlerContext): Answer {
  const { world, caller } = context;
  const incident = { time: timestampOf(world), correlationId: world.guids.next() };
  const quota = world.graphQuota.take(caller.objectId);
  const headers = quotaHeaders(quota);
  try {
    if (quota.isExceeded && world.behaviour.throttling) throw rateLimited(incident, quota.resetsAfter);
    return { ...ok(answerQuery(context, incident)), headers };
  } catch (cause) {
    if (cause instanceof ArmError) throw withHeaders(cause, headers);
    throw cause;
  }
}

/** Recorded: the tenant's limit counts down with the user's. */
function quotaHeaders({ remaining, resetsAfter }: QuotaState): Readonly<Record<string, string>> {
  return {
    "x-ms-ratelimit-remaining-tenant-resource-requests": String(remaining),
    "x-ms-user-quota-remaining": String(remaining),
    "x-ms-user-quota-resets-after": `00:00:${String(resetsAfter).padStart(2, "0")}`,
  };
}

function answerQuery(context: HandlerContext, incident: GraphIncident): Json {
  const request = readGraphRequest(context.body, incident);
  const subscriptionIds = visibleSubscriptions(context, request);
  if (subscriptionIds.length === 0) throw accessDenied(incident);
  const token = readPageToken(request, incident) ?? firstPage(countRead(context.world, "order of Resource Graph"));
  try {
    const query = context.world.queryReader.read(request.query);
    const table = shifted(readTable(context, tableOf(query), subscriptionIds), token.shift);
    return answerPage(request, runQuery(query, table), { ...token, isLimited: isLimited(query) });
  } catch (cause) {
    if (cause instanceof QueryError) throw queryRefused(cause.fault, incident);
    throw cause;
  }
}

/** A query without a table is about resources (documented). */
function tableOf({ table }: Query): string {
  return table ?? "resources";
}

/**
 * The subscriptions asked in which the caller has any right: as long as there is one, the others are left out without a
 * word, whether they exist or not (documented).
 */
function visibleSubscriptions({ world, access }: HandlerContext, { subscriptions }: GraphRequest): readonly string[] {
  const asked = subscriptions?.map((id) => id.toLowerCase());
  return world.estate.subscriptions
    .map(({ subscriptionId }) => subscriptionId)
    .filter((id) => asked === undefined || asked.includes(id.toLowerCase()))
    .filter((id) => access.isAnywhereIn(`/subscriptions/${id}`));
}

/** Without a sort, rows come in another order every time (documented). */
function shifted({ columns, rows }: Table, shift: number): Table {
  if (rows.length === 0) return { columns, rows };
  const first = shift % rows.length;
  return { columns, rows: [...rows.slice(first), ...rows.slice(0, first)] };
}
