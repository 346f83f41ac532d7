import { z } from "zod";
import type { Json } from "../../estate.ts";
import type { ColumnType, Row, Table } from "../../graph/table.ts";
import { hexOf } from "../../state/guids.ts";
import { requestRefused } from "../../wire/graph-error.ts";
import type { GraphIncident } from "../../wire/graph-error.ts";
import type { GraphRequest } from "./graph-request.ts";

/** Documented: a query answers at most 1000 rows at once, and that many when it names no number. (Documents of 2021 said 100.) */
const PAGE_SIZE = 1000;

/**
 * What a `$skipToken` holds: page size, offset and the context of the query, as the specification says. `shift` is the
 * order the rows had: without it, rows that no sort key tells apart could change places between pages.
 */
const tokenForm = z.object({ offset: z.int().min(0), size: z.int().min(1), shift: z.int().min(0), of: z.string() });

export type PageToken = z.infer<typeof tokenForm>;

/** Reads the request's token; undefined without one. Throws 400 (not confirmed) for one of another query. */
export function readPageToken(request: GraphRequest, incident: GraphIncident): PageToken | undefined {
  if (request.skipToken === undefined) return undefined;
  const parsed = tokenForm.safeParse(parseToken(request.skipToken));
  if (!parsed.success || parsed.data.of !== fingerprintOf(request)) {
    throw requestRefused("The $skipToken is invalid, or belongs to another query.", incident);
  }
  return parsed.data;
}

function parseToken(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** A token is good for the same query and scopes only. */
function fingerprintOf({ query, subscriptions }: GraphRequest): string {
  return hexOf(JSON.stringify([query, subscriptions ?? null]), 16);
}

/**
 * One page of a result, in the form and the order of fields that was recorded. A result has no `$skipToken`, and says
 * that it is truncated, where the query itself limits its rows or no column but dynamic ones is left (documented;
 * older documents asked for a column `id`). A limited query ignores `$skip` (documented).
 */
export function answerPage(request: GraphRequest, result: Table, page: PageToken & { isLimited: boolean }): Json {
  const { rows, columns } = result;
  const size = request.top ?? page.size;
  const offset = page.isLimited ? 0 : (request.skip ?? page.offset);
  const shown = rows.slice(offset, offset + size);
  const isMore = offset + shown.length < rows.length;
  const isPaged = !page.isLimited && columns.some(({ type }) => type !== "dynamic");
  const next: PageToken = { offset: offset + shown.length, size, shift: page.shift, of: fingerprintOf(request) };
  return {
    totalRecords: rows.length,
    count: shown.length,
    data: request.format === "table" ? inTable(result, shown) : inObjects(result, shown),
    facets: [],
    resultTruncated: String(isMore && !isPaged),
    ...(isMore && isPaged ? { $skipToken: Buffer.from(JSON.stringify(next)).toString("base64") } : {}),
  };
}

/** The page a request without a token begins with. */
export function firstPage(shift: number): PageToken {
  return { offset: 0, size: PAGE_SIZE, shift, of: "" };
}

function inObjects({ columns }: Table, rows: readonly Row[]): Json {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at] ?? null])));
}

/** The specification's names of types. */
const TYPE_NAMES: Readonly<Record<ColumnType, string>> = {
  string: "string",
  long: "integer",
  real: "number",
  bool: "boolean",
  dynamic: "object",
};

function inTable({ columns }: Table, rows: readonly Row[]): Json {
  return { columns: columns.map(({ name, type }) => ({ name, type: TYPE_NAMES[type] })), rows };
}
