import { RunError } from "../errors.ts";
import type { Answer } from "./answer.ts";
import type { Arm } from "./arm.ts";
import { documentsAt, listAt, textAt, valueAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import { describe, refusalOf } from "./refusals.ts";
import type { Asked } from "./refusals.ts";

const path = "/providers/Microsoft.ResourceGraph/resources";

/** Documented as the most rows of one page. */
const pageSize = 1_000;

/** No fleet has that many pages: one that goes on is a loop with ever new tokens. */
const maxPages = 1_000;

/** What is made or deleted between two pages moves the rest: then all is read again. */
const attempts = 3;

export interface GraphQuery {
  /** Ordered by a column that no two rows share. */
  readonly query: string;
  /** At least one: without any, Resource Graph looks in the whole tenant. */
  readonly subscriptions: readonly string[];
}

/**
 * Every row of a query. Throws RunError SFH403 where the caller has no right in any of the subscriptions, SFH908 for an
 * answer that leaves rows out or isn't Resource Graph's, SFH915 where the rows never stood still: a part of them would
 * pass for all.
 */
export async function readAllRows(arm: Arm, asked: GraphQuery): Promise<readonly Document[]> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const rows = await readPages(arm, asked);
    if (rows !== undefined) return rows;
  }
  throw new RunError("SFH915", `Resources came and went while they were listed, ${attempts} times in a row.`, {
    fix: "Run again once nobody makes or deletes as many.",
  });
}

/** All pages, or undefined where there came to be more or fewer rows meanwhile. */
async function readPages(arm: Arm, asked: GraphQuery): Promise<readonly Document[] | undefined> {
  let page = await readPage(arm, asked, "");
  const { total } = page;
  const rows = [...page.rows];
  const tokens = new Set<string>();
  while (page.token !== "") {
    if (tokens.has(page.token)) throw nonsense("its pages lead back to one read before");
    if (tokens.size === maxPages) throw nonsense(`it goes on after ${maxPages} pages`);
    tokens.add(page.token);
    page = await readPage(arm, asked, page.token);
    if (page.total !== total) return undefined;
    rows.push(...page.rows);
  }
  if (rows.length !== total) throw nonsense(`it counts ${total} rows and gives ${rows.length}`);
  return rows;
}

interface Page {
  readonly rows: readonly Document[];
  readonly total: number;
  /** "" for the last one. */
  readonly token: string;
}

async function readPage(arm: Arm, { query, subscriptions }: GraphQuery, before: string): Promise<Page> {
  const continued = before === "" ? {} : { $skipToken: before };
  const options = { $top: pageSize, resultFormat: "objectArray", ...continued };
  const answer = await arm.ask(path, { subscriptions, query, options }, refused);
  if (answer.is !== "known") throw nonsense("there is nothing in it");
  const { value } = answer;
  const rows = documentsAt(value, "data");
  const total = valueAt(value, "totalRecords");
  if (
    typeof total !== "number" ||
    !Array.isArray(valueAt(value, "data")) ||
    rows.length !== listAt(value, "data").length
  ) {
    throw nonsense("it has no rows in the form that was asked for");
  }
  const token = textAt(value, "$skipToken");
  // A text in 2021-03-01, as recorded.
  const isTruncated = wordAt(value, "resultTruncated") === "true" || valueAt(value, "resultTruncated") === true;
  if (isTruncated && token === "") throw nonsense("it leaves rows out and doesn't say how to get them");
  return { rows, total, token };
}

function refused(answer: Answer, asked: Asked): never {
  if (answer.status === 404) {
    throw new RunError("SFH908", `There is no Resource Graph here: ${describe(answer)}`, {
      fix: "Name each hub instead: a private cloud may not have Resource Graph.",
      status: answer.status,
    });
  }
  if (answer.status !== 403) throw refusalOf(answer, asked);
  throw new RunError("SFH403", `The caller may not ask Resource Graph: ${describe(answer)}`, {
    fix: "Give the caller Reader on the subscriptions to look in (grants take up to ten minutes to act).",
    status: answer.status,
    ...(answer.correlationId === undefined ? {} : { correlationId: answer.correlationId }),
  });
}

function nonsense(what: string): RunError {
  return new RunError("SFH908", `The answer of Resource Graph can't be used: ${what}.`);
}
