import { RunError } from "../errors.ts";
import type { FoundHub } from "../snapshot/found-hub.ts";
import { idKey } from "../snapshot/resource-id.ts";

/** A GitHub matrix makes at most this many jobs in a workflow run. */
export const shardSize = 256;

/** Each hub once, in the order of their ids, whatever casing they came in and in what order. */
export function inOrder(hubs: readonly FoundHub[]): readonly FoundHub[] {
  const byKey = new Map([...hubs].reverse().map((hub) => [idKey(hub.id), hub]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hub]) => hub);
}

/** How many shards hold that many hubs; 0 for none. */
export function countShards(total: number): number {
  return Math.ceil(total / shardSize);
}

/** The hubs of one shard, counted from 1; none beyond the last. `ordered` as `inOrder` gives them. */
export function takeShard(ordered: readonly FoundHub[], shard: number): readonly FoundHub[] {
  return ordered.slice((shard - 1) * shardSize, shard * shardSize);
}

/** The number of a shard as people write it. Throws RunError SFH912 for what is none. */
export function readShard(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text.trim())) return Number(text);
  throw new RunError("SFH912", `The shard "${text}" is no number of a shard.`, {
    fix: "Give a whole number from 1 on: 1 is the first shard, and what is taken without one.",
  });
}
