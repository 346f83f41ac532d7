import type { FoundHub } from "../snapshot/found-hub.ts";
import { matrixOf, type Matrix } from "./matrix.ts";
import { countShards, inOrder, takeShard } from "./shards.ts";

/** The hubs that were found, and one shard of them as a matrix. */
export interface Discovery {
  readonly schema: "secure-foundry-hub/discovery/1";
  /** Where was looked: lower case ids. */
  readonly subscriptions: readonly string[];
  /** Every hub, in the order of the ids. */
  readonly hubs: readonly FoundHub[];
  readonly total: number;
  /** How many matrices it takes for all of them; 0 for no hubs. */
  readonly shards: number;
  /** Which of them `matrix` is, from 1 on. */
  readonly shard: number;
  /** False: `matrix` is empty, and GitHub would fail the job that takes it. */
  readonly any: boolean;
  /** Hubs that are not in `matrix`. */
  readonly left: number;
  readonly matrix: Matrix;
}

export interface Found {
  readonly subscriptions: readonly string[];
  readonly hubs: readonly FoundHub[];
}

/** Orders what was found and cuts out a shard: the first where none is asked for. */
export function discoveryOf({ subscriptions, hubs }: Found, shard = 1): Discovery {
  const ordered = inOrder(hubs);
  const taken = takeShard(ordered, shard);
  return {
    schema: "secure-foundry-hub/discovery/1",
    subscriptions,
    hubs: ordered,
    total: ordered.length,
    shards: countShards(ordered.length),
    shard,
    any: taken.length > 0,
    left: ordered.length - taken.length,
    matrix: matrixOf(taken),
  };
}
