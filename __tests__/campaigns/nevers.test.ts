/** What no run ever does, and what no run ever drops: on the twin's log and documents, over many estates with faults. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { estateNamed } from "../support/edit-estate.ts";
import { findLostConfig } from "../support/kept-config.ts";
import { anyNearlyGoodEstate } from "../support/nearly-good-estates.ts";
import { findForbiddenRequests } from "../support/never-judge.ts";
import { anyEstate, type RandomEstate } from "../support/random-estates.ts";
import { estates, seed, withTwists } from "../runbook/run-judged.ts";
import { closeEverything, runOnTwin } from "../runbook/run-on-twin.ts";

/** Everything a run and the one after it did that they never should, as sentences. */
async function wrongsOf({
  estate,
  behaviour,
  faults,
}: RandomEstate): Promise<{ wrongs: readonly string[]; writes: number }> {
  const run = await runOnTwin(estate, {
    spec: closeEverything(),
    behaviour: { ...behaviour, plantUnknownFields: true },
    faults,
  });
  // As the twin has it at the beginning, with what it plants.
  const [start, before] = [run.twin.estate(), run.twin.documents()];
  await run.plan();
  await run.apply();
  await run.apply();
  await run.verify();
  const lost = findLostConfig(estate, before, run.twin.documents()).filter((what) => !isPlatforms(faults, what));
  return { wrongs: [...findForbiddenRequests(start, run.twin.log), ...lost], writes: run.writes().length };
}

/** A rule that the platform is told to lose is no run's doing. */
function isPlatforms(faults: RandomEstate["faults"], what: string): boolean {
  return faults.some((fault) => fault.do.kind === "lostRule") && /outboundRules.* is gone$/i.test(what);
}

describe("no run, whatever the estate and whatever goes wrong", () => {
  it(
    "deletes, opens, changes or asks for what isn't its business, and every setting it doesn't mean to change is kept",
    { timeout: 600_000 },
    async () => {
      let writes = 0;
      const numRuns = Math.ceil(estates / 2);
      await fc.assert(
        fc.asyncProperty(fc.oneof(withTwists(anyNearlyGoodEstate), withTwists(anyEstate)), async (random) => {
          const { wrongs, writes: made } = await wrongsOf(random);
          writes += made;
          expect(wrongs).toEqual([]);
        }),
        { seed, numRuns, endOnFailure: true },
      );
      console.info(`seed ${String(seed)}: ${String(numRuns)} estates, ${String(writes)} writes looked at`);
      expect(writes).toBeGreaterThan(numRuns);
    },
  );

  it.each([
    "fresh-approved-only",
    "fresh-internet-outbound",
    "hardened",
    "shared-storage",
    "subnet-and-resource-rules",
  ])("does any of it on %s", async (name) => {
    const { wrongs } = await wrongsOf({ estate: estateNamed(name), behaviour: {}, faults: [] });
    expect(wrongs).toEqual([]);
  });
});
