import type { Json, JsonObject } from "../../src/twin/estate.ts";
import { listAt, textAt } from "../../src/twin/wire/json-fields.ts";
import {
  assignment,
  CALLER,
  HUB,
  OWNER,
  PROJECT,
  REGISTRY,
  SEARCH,
  STORAGE,
  SUBSCRIPTION,
  VAULT,
  VNET,
} from "./small-estate.ts";
import { fieldOf } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";

/** Where queries are sent. */
export const RESOURCE_GRAPH = "/providers/Microsoft.ResourceGraph/resources";

/** The rows of the table resources in the small estate, as it is without changes. */
export const TOP_LEVEL: readonly string[] = [HUB, PROJECT, STORAGE, VAULT, REGISTRY, SEARCH, VNET];

/** The small estate's assignment that makes the caller its owner. */
export const OWNERSHIP = assignment(1, `/subscriptions/${SUBSCRIPTION}`, CALLER, OWNER).id;

/** Asks a query. */
export function askGraph(client: TwinClient, query: string, more: JsonObject = {}): Promise<Reply> {
  return client.ask("POST", RESOURCE_GRAPH, { query, ...more });
}

/** The rows of an answer in the form objectArray. */
export function dataOf(reply: Reply): readonly Json[] {
  return listAt(reply.body, "data");
}

/** The ids of its rows. */
export function idsOf(reply: Reply): readonly (string | undefined)[] {
  return dataOf(reply).map((row) => textAt(row, "id"));
}

/** Follows the skip tokens to the end: every page's answer, the first one included. */
export async function allPages(
  client: TwinClient,
  query: string,
  $top: number,
  more: JsonObject = {},
): Promise<Reply[]> {
  const pages = [await askGraph(client, query, { options: { $top }, ...more })];
  for (;;) {
    const token = fieldOf(pages.at(-1) ?? { status: 0, headers: {}, body: undefined }, "$skipToken");
    if (typeof token !== "string") return pages;
    pages.push(await askGraph(client, query, { options: { $skipToken: token }, ...more }));
  }
}
