import fc from "fast-check";
import { expect } from "vitest";
import { judgePrefixes } from "../support/prefix-judge.ts";
import { anySmallEstate } from "../support/small-estates.ts";
import { prefixEstates, seed, spec } from "./run-judged.ts";

/**
 * Half of the estates: every prefix of every plan keeps what must stay open, and the plan on the predicted end is empty.
 * Prints what was judged, and fails where that is too little to mean anything.
 */
export async function judgeHalf(half: 0 | 1): Promise<void> {
  const numRuns = Math.ceil(prefixEstates / 2);
  const total = { steps: 0, closings: 0, refused: 0, idle: 0 };
  await fc.assert(
    fc.asyncProperty(anySmallEstate, async (random) => {
      const { lost, left, steps, closings, refused } = await judgePrefixes(random, spec);
      total.steps += steps;
      total.closings += closings;
      total.refused += refused;
      if (steps === 0) total.idle += 1;
      expect({ lost, left }).toEqual({ lost: [], left: [] });
    }),
    { seed: seed + half, numRuns, endOnFailure: true },
  );
  console.info(
    `seed ${String(seed + half)}: ${String(numRuns)} estates, ${String(total.steps)} steps taken, ${String(total.closings)} of them closings, ${String(total.refused)} refused; ${String(total.idle)} estates with nothing to do`,
  );
  expect(total.closings).toBeGreaterThan(numRuns);
  expect(total.refused).toBeGreaterThan(numRuns / 2);
  expect(total.idle).toBeLessThan(numRuns / 5);
}
