/** Whatever the estate: what a run closed is open again as it was, and nothing was lost on the way there and back. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { observe } from "../../src/observe/observe.ts";
import { isRefused } from "../../src/plan/plan.ts";
import { planRollback } from "../../src/plan/plan-rollback.ts";
import type { Report } from "../../src/report/report.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { anyNearlyGoodEstate, directedEstates } from "../support/nearly-good-estates.ts";
import { isOpening, networkSettings } from "../support/network-settings.ts";
import { anyEstate, type RandomEstate } from "../support/random-estates.ts";
import { applied, differences, patched, stepsOf, type Applied } from "./applied-with-capsule.ts";
import { estates, seed, spec, withTwists } from "./run-judged.ts";

/** A fault may end a rollback early; the next goes on. */
async function rollBack({ run }: Applied): Promise<Report> {
  let report = await run.rollback();
  for (let more = 0; more < 3 && ["failed", "incomplete"].includes(report.verdict); more += 1) {
    report = await run.rollback();
  }
  return report;
}

/** A bypass that had to stay may differ from the start; nothing else may. */
function unforgiven(found: readonly string[], refused: readonly string[]): readonly string[] {
  const forgiven = refused.map((id) => id.split(":").at(-1) ?? "");
  return found.filter((id) => !forgiven.some((name) => id.endsWith(`/${name}`)));
}

/** What is planned on the predicted end of a plan. */
async function plannedAfterwards({ run, capsule }: Applied, estate: EstateDocument): Promise<readonly string[]> {
  const { world, clock } = run;
  const snapshot = await observe(world, { hub: estate.hub, extraTargets: [], clock });
  const basis = {
    writes: capsule.kept(),
    publicAccessBy: world.services.publicAccessBy.bind(world.services),
  };
  const { predicted } = planRollback(snapshot, basis, spec);
  return planRollback(predicted, basis, spec)
    .steps.filter((s) => !isRefused(s))
    .map((s) => s.id);
}

async function thereAndBack({ estate, behaviour, faults }: RandomEstate) {
  const there = await applied(estate, {
    spec,
    behaviour,
    faults: faults.filter((f) => f.do.kind !== "lostRule"),
  });
  const { run, start } = there;
  const settings = networkSettings(start.resources);
  const changes = run.writes().filter((w) => w.method === "PATCH");
  const openings = changes.filter((w) => isOpening(w.body, settings.get(w.id.toLowerCase())));
  const after = await plannedAfterwards(there, estate);
  const closed = new Set(patched(run)).size;
  const report = await rollBack(there);
  const refused = stepsOf(report, "refused");
  return {
    closed,
    refused: refused.length,
    wrong: {
      openedByApply: openings.map((w) => w.id),
      plannedAfterwards: after,
      refusedDoors: refused.filter((id) => !id.startsWith("restore-bypass:")),
      verdict: ["restored", "refused"].includes(report.verdict) ? [] : [report.verdict, ...report.errors],
      differences: unforgiven(differences(start, run), refused),
      lost: there.judge.lost,
      deleted: run.twin.log.filter((entry) => entry.method === "DELETE"),
    },
  };
}

const right = {
  openedByApply: [],
  plannedAfterwards: [],
  refusedDoors: [],
  verdict: [],
  differences: [],
  lost: [],
  deleted: [],
};

describe("there and back", () => {
  it.each([
    ["nasty", withTwists(anyEstate), Math.ceil(estates / 15)],
    ["nearly good", fc.oneof(withTwists(anyNearlyGoodEstate), fc.oneof(...directedEstates)), Math.ceil(estates / 10)],
  ] as const)("leaves a %s estate as it was", { timeout: 900_000 }, async (kind, world, runs) => {
    let [closed, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(world, async (random) => {
        const outcome = await thereAndBack(random);
        closed += outcome.closed;
        refused += outcome.refused;
        expect(outcome.wrong).toEqual(right);
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
    console.info(
      `${kind}: seed ${String(seed)}, ${String(runs)} estates, ${String(closed)} services changed and put back, ${String(refused)} bypasses kept`,
    );
    if (kind === "nearly good") expect(closed).toBeGreaterThan(runs / 2);
  });
});
