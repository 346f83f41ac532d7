/** Two runs on one hub, each a runner of its own that knows nothing of the other. */
import { describe, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { differencesOf } from "./documents.ts";
import { writesAbove } from "./cut-campaign.ts";
import { freshApprovedOnly } from "./fresh-estates.ts";
import { inLanes } from "./in-lanes.ts";
import { rehearse } from "./rehearse.ts";
import { openStage, type RunEnd, type Stage } from "./stage.ts";

const fresh = freshApprovedOnly();
const rehearsal = rehearse(fresh);

/** How the second run meets the first: while the answer to its nth write or poll is held back, or from then on. */
interface Meeting {
  readonly nth: number;
  readonly isHeld: boolean;
}

interface Met {
  readonly ends: readonly RunEnd[];
  readonly faults: readonly string[];
}

async function meet(meeting: Meeting): Promise<Met> {
  const stage = await openStage({ ...fresh, polls: 2, behaviour: { registryPatch: "lro" } });
  try {
    let seen = 0;
    let second: Promise<RunEnd> | undefined;
    const first = stage.start(rehearsal.program);
    stage.watch({
      after: async ({ kind }) => {
        if (kind === "read" || second !== undefined || (seen += 1) !== meeting.nth) return;
        second = stage.runHere();
        if (meeting.isHeld) await second;
      },
    });
    const { out } = await first.ended;
    const ends = [reportSchema.parse(JSON.parse(out)), ...(second === undefined ? [] : [await second])];
    // Both may write in the moment between the other's last look and its write; one that hears of nothing never does.
    const doubled = writesAbove(meeting.isHeld ? 1 : 2, stage, /\/roleAssignments\/|\/registries\//i);
    const faults = [...faultsOf(ends), ...doubled, ...(await faultsAfter(stage))];
    return { ends, faults: faults.map((fault) => `${describeIt(meeting)}: ${fault}`) };
  } finally {
    await stage.close();
  }
}

/** Either may find that somebody else is at work, say so and leave the rest; nothing else may go wrong. */
function faultsOf(ends: readonly RunEnd[]): readonly string[] {
  const isFine = ({ verdict, errors }: RunEnd): boolean =>
    (verdict === "private" && errors.length === 0) ||
    (verdict === "incomplete" && errors.every(({ code }) => code === "SFH914" || code === "SFH916"));
  return [
    ...(ends.length === 2 ? [] : ["the second run never began"]),
    ...ends.filter((end) => !isFine(end)).map(({ verdict, errors }) => `${verdict} ${JSON.stringify(errors)}`),
  ];
}

/** What a last run finds: nothing that isn't as after one run alone, and nothing that was ever lost on the way. */
async function faultsAfter(stage: Stage): Promise<readonly string[]> {
  const last = await stage.runHere();
  return [
    ...(last.verdict === rehearsal.uncut.verdict ? [] : [`at last ${last.verdict} ${JSON.stringify(last.errors)}`]),
    ...stage.lost.map((text) => `lost: ${text}`),
    ...differencesOf(rehearsal.uncut.documents, stage.twin.documents()),
  ];
}

function describeIt({ nth, isHeld }: Meeting): string {
  return `met at ${String(nth)}, ${isHeld ? "held" : "side by side"}`;
}

describe("two runs at once", () => {
  test.each([
    ["the first of which hears nothing of a write until the second has ended", true],
    ["that go on side by side", false],
  ] as const)("%s end, and the world is as after one", { timeout: 600_000 }, async (_how, isHeld) => {
    const nths = rehearsal.uncut.moments.flatMap(({ kind }, index) =>
      (isHeld ? kind === "write" : index % 3 === 2) ? [index + 1] : [],
    );
    const met = await inLanes(3, nths, (nth) => meet({ nth, isHeld }));
    const stopped = met.filter(({ ends }) => ends.some(({ verdict }) => verdict !== "private")).length;
    console.info(
      `${String(nths.length)} meetings ${isHeld ? "held" : "side by side"}; in ${String(stopped)} one run made way`,
    );
    expect(met.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
