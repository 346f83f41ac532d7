import { describe, expect, test } from "vitest";
import { cutsOf, tryCut } from "./cut-campaign.ts";
import type { FreshEstate } from "./fresh-estates.ts";
import { inLanes } from "./in-lanes.ts";
import { rehearse } from "./rehearse.ts";

/** A process does nothing half of the time: three keep two cores busy. */
const lanes = 3;

export function describeCuts(name: string, fresh: FreshEstate): void {
  describe(`on ${name} a run`, () => {
    const rehearsal = rehearse(fresh);

    test("that nobody cuts ends as the estate allows", () => {
      const { verdict, lost } = rehearsal.uncut;
      expect([verdict, lost]).toEqual([fresh.verdict, fresh.accepted]);
    });

    test(
      "killed at any write and at any poll is carried on by the next one to the same end",
      { timeout: 600_000 },
      async () => {
        const { program, uncut } = rehearsal;
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
