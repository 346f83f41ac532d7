import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { discoveryOf } from "../../src/fleet/discovery.ts";
import { readShard } from "../../src/fleet/shards.ts";
import type { FoundHub } from "../../src/snapshot/found-hub.ts";
import { runErrorOf } from "../support/run-error.ts";

const subscriptions = ["aaaaaaaa-0000-4000-8000-000000000000", "bbbbbbbb-0000-4000-8000-000000000000"];

function hub(number: number, spell: (id: string) => string = (id) => id): FoundHub {
  const subscriptionId = subscriptions[number % 2] ?? "";
  const [resourceGroup, name] = [`rg-${number % 7}`, `hub-${number}`];
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
  return { id: spell(id), name, resourceGroup, subscriptionId, location: "eastus2" };
}

const casing = fc.constantFrom(
  (id: string) => id,
  (id: string) => id.toUpperCase(),
  (id: string) => id.toLowerCase(),
);

/** Up to 700 different hubs in any order and casing. */
const anyFleet = fc
  .uniqueArray(fc.integer({ min: 0, max: 2_000 }), { maxLength: 700 })
  .chain((numbers) =>
    fc.tuple(...numbers.map((number) => casing.map((spell) => hub(number, spell)))).map((hubs) => hubs),
  );

/** The matrices of all shards, as keys of the ids in them. */
function allShards(hubs: readonly FoundHub[]): readonly (readonly string[])[] {
  const { shards } = discoveryOf({ subscriptions, hubs });
  return Array.from({ length: shards }, (_, i) =>
    discoveryOf({ subscriptions, hubs }, i + 1).matrix.include.map((entry) => entry.hub.toLowerCase()),
  );
}

describe("shards", () => {
  it("hold every hub exactly once, none more than 256, and in one order however the hubs came", () => {
    const anyCase = anyFleet.chain((hubs) =>
      fc.tuple(fc.constant(hubs), fc.shuffledSubarray(hubs, { minLength: hubs.length }), casing),
    );
    fc.assert(
      fc.property(anyCase, ([hubs, shuffled, spell]) => {
        const shards = allShards(hubs);
        const expected = hubs.map(({ id }) => id.toLowerCase()).sort();
        expect(shards.flat()).toEqual(expected);
        expect(shards.every(({ length }) => length > 0 && length <= 256)).toBe(true);
        expect(shards.slice(0, -1).every(({ length }) => length === 256)).toBe(true);
        expect(allShards(shuffled.map((one) => ({ ...one, id: spell(one.id) })))).toEqual(shards);
      }),
      { numRuns: 60 },
    );
  });

  it("say of each how many hubs are in others, and that one beyond the last is empty", () => {
    const hubs = Array.from({ length: 600 }, (_, i) => hub(i));
    const told = [1, 2, 3, 4].map((shard) => {
      const { any, left, shards, total, matrix } = discoveryOf({ subscriptions, hubs }, shard);
      return { any, left, shards, total, held: matrix.include.length };
    });
    const all = { shards: 3, total: 600 };
    expect(told).toEqual([
      { ...all, any: true, left: 344, held: 256 },
      { ...all, any: true, left: 344, held: 256 },
      { ...all, any: true, left: 512, held: 88 },
      { ...all, any: false, left: 600, held: 0 },
    ]);
  });

  it("of no hubs are none", () => {
    expect(discoveryOf({ subscriptions, hubs: [] })).toMatchObject({
      total: 0,
      shards: 0,
      shard: 1,
      any: false,
      left: 0,
    });
  });

  it("hold a hub once that is told in two casings", () => {
    const { hubs } = discoveryOf({ subscriptions, hubs: [hub(1), hub(1, (id) => id.toUpperCase())] });
    expect(hubs).toEqual([hub(1)]);
  });

  it.each(["0", "-1", "1.5", "two", "", "1e3"])('are not numbered "%s"', async (text) => {
    expect((await runErrorOf(() => readShard(text))).code).toBe("SFH912");
  });
});
