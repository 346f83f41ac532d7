/** The promise, as a property over random estates: whatever a run does, no path that had to stay open is ever lost. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyNearlyGoodEstate, directedEstates } from "../support/nearly-good-estates.ts";
import { anyEstate } from "../support/random-estates.ts";
import { estates, runJudged, seed, withTwists } from "./run-judged.ts";

describe("whatever the estate", () => {
  it.each([
    ["nasty", withTwists(anyEstate), Math.ceil(estates / 3)],
    ["nearly good", fc.oneof(withTwists(anyNearlyGoodEstate), fc.oneof(...directedEstates)), estates],
  ] as const)(
    "no run on a %s one loses a required path, at any moment",
    { timeout: 900_000 },
    async (kind, world, runs) => {
      let closings = 0;
      await fc.assert(
        fc.asyncProperty(world, async (random) => {
          const outcome = await runJudged(random);
          closings += outcome.closings;
          expect(outcome.lost).toEqual([]);
        }),
        { seed, numRuns: runs, endOnFailure: true },
      );
      console.info(
        `${kind}: seed ${String(seed)}, ${String(runs)} estates, ${String(closings)} settings written, nothing lost`,
      );
      if (kind === "nearly good") expect(closings).toBeGreaterThan(runs / 2);
    },
  );
});
