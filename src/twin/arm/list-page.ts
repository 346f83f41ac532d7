import type { Json } from "../estate.ts";
import { ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";
import type { HandlerContext } from "./handler.ts";

/** `{value}` with a nextLink when the list is longer than a page; the link keeps the query and adds `$skipToken`. */
export function answerList(context: HandlerContext, rows: readonly Json[]): Answer {
  const { world, path, query } = context;
  const from = Number(query.get("$skipToken") ?? query.get("$skip") ?? "0") || 0;
  const to = from + world.behaviour.pageSize;
  const value = rows.slice(from, to);
  if (to >= rows.length) return ok({ value });
  const next = new URLSearchParams(query);
  next.delete("$skip");
  next.set("$skipToken", String(to));
  return ok({ value, nextLink: `${world.baseUrl}${path.id}?${next.toString()}` });
}
