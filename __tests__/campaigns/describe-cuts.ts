import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutsOf, runUncut, tryCut, type UncutRun } from "./cut-campaign.ts";
import type { FreshEstate } from "./fresh-estates.ts";
import { inLanes } from "./in-lanes.ts";
import { buildRunner, type Program } from "./stage.ts";

/** A process does nothing half of the time: three keep two cores busy. */
const lanes = 3;

export function describeCuts(name: string, fresh: FreshEstate): void {
  describe(`on ${name} a run`, () => {
    let program: Program;
    let uncut: UncutRun;
    beforeAll(async () => {
      program = await buildRunner();
      uncut = await runUncut(fresh);
    });
    afterAll(() => {
      program.remove();
    });

    test("that nobody cuts ends as the estate allows", () => {
      expect([uncut.verdict, uncut.lost]).toEqual([fresh.verdict, fresh.accepted]);
    });

    test(
      "killed at any write and at any poll is carried on by the next one to the same end",
      { timeout: 600_000 },
      async () => {
        const cuts = cutsOf(uncut.moments);
        const faults = await inLanes(lanes, cuts, (cut) => tryCut(fresh, program, cut, uncut));
        const writes = uncut.moments.filter(({ kind }) => kind === "write").length;
        const polls = uncut.moments.length - writes;
        const kept = cuts.filter(({ keepsJournal }) => keepsJournal).length;
        console.info(
          `${name}: killed at each of ${String(writes)} writes and ${String(polls)} polls, ${String(cuts.length)} times in all, ${String(kept)} with the journal kept`,
        );
        expect(faults.flat()).toEqual([]);
      },
    );
  });
}
