import type { Discovery } from "../fleet/discovery.ts";
import { shardSize } from "../fleet/shards.ts";
import { indent, table } from "./layout.ts";
import { pageOf, type TextOptions } from "./page.ts";
import { joinSections } from "./text.ts";
import { count } from "./words.ts";

/** What was found for people at a terminal: how many, then the hubs of the shard, then what is not among them. */
export function renderDiscovery(discovery: Discovery, options: TextOptions = {}): string {
  const { palette, width } = pageOf(options);
  const { total, subscriptions, matrix } = discovery;
  const found = total === 0 ? "No hubs" : count(total, "hub");
  const rows = matrix.include.map(({ location, hub }) => [location, hub]);
  return joinSections([
    [
      palette.bold(`${found} in ${count(subscriptions.length, "subscription")}.`),
      ...indent("Only hubs that the caller may read are found.", 0, width).map(palette.dim),
    ],
    rows.length === 0 ? [] : table([{ title: "location" }, { title: "hub", isWide: true }], rows, width),
    describeShard(discovery).flatMap((line) => indent(line, 0, width)),
  ]);
}

/** `option` is what asks for a shard, as it is written. What the matrix doesn't hold, and what to do about it: at most a line each; none where it holds every hub. */
export function describeShard({ any, left, total, shards, shard }: Discovery, option = "--shard"): readonly string[] {
  const held = any
    ? `Shard ${shard} of ${shards} has ${total - left} of ${count(total, "hub")}: a GitHub matrix holds ${shardSize} at most.`
    : `There is no shard ${shard}: ${count(total, "hub")} make ${count(shards, "shard")}.`;
  const empty =
    "The matrix is empty, and GitHub fails a job with an empty matrix: run that job only where there is a hub.";
  return [
    ...(left === 0 ? [] : [`${held} ${left} more: ${describeOthers(shards, shard, option)}`]),
    ...(any ? [] : [empty]),
  ];
}

/** How to ask for the other shards: the ones before and the ones after. */
function describeOthers(shards: number, shard: number, option: string): string {
  const ranges = [
    [1, Math.min(shard - 1, shards)],
    [shard + 1, shards],
  ] as const;
  return ranges
    .filter(([from, to]) => from <= to)
    .map(([from, to]) => (from === to ? `${option} ${from}` : `${option} ${from} to ${option} ${to}`))
    .join(", ");
}
