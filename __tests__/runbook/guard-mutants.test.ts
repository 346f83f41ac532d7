/** Takes the guard's clauses away one by one: without any of them, the twin's reach table sees somebody locked out. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { guardClauses, type GuardClause } from "../../src/plan/guard.ts";
import { planHub } from "../../src/plan/plan-hub.ts";
import { isRefused } from "../../src/plan/plan.ts";
import { connectDirectly } from "../support/direct-world.ts";
import { lookBeforeWriting } from "../support/look.ts";
import { anyNearlyGoodEstate, directedEstates } from "../support/nearly-good-estates.ts";
import { runJudged, spec, withTwists } from "./run-judged.ts";

describe("each clause of the guard is needed", () => {
  const caught = new Map<string, string>();

  // One pass for all mutants: only where a mutant's plan goes further than the guard's is there anything to run.
  beforeAll(async () => {
    const sample = fc.sample(fc.oneof(fc.oneof(...directedEstates), withTwists(anyNearlyGoodEstate)), {
      seed: 20_261_122,
      numRuns: 1_500,
    });
    for (const random of sample) {
      const open = guardClauses.filter((c) => !caught.has(c.name));
      if (open.length === 0) return;
      const { world, clock } = await connectDirectly(random.estate, {
        behaviour: random.behaviour,
        faults: random.faults.filter((f) => f.times !== undefined),
        pace: { kind: "clock" },
      });
      const snapshot = await lookBeforeWriting(world, random.estate.hub, spec, clock);
      const goes = (clauses: readonly GuardClause[]): number =>
        planHub(snapshot, spec, undefined, { clauses }).steps.filter((s) => !isRefused(s)).length;
      const usual = goes(guardClauses);
      for (const clause of open) {
        const others = guardClauses.filter((c) => c !== clause);
        if (goes(others) === usual && clause.name !== "closing keeps trusted services' way") continue;
        const { lost } = await runJudged(random, others);
        if (lost[0] !== undefined) caught.set(clause.name, lost[0]);
      }
    }
  }, 900_000);

  it.each(guardClauses.map((c) => c.name))('without "%s" somebody is locked out', (name) => {
    expect(caught.get(name)).toBeDefined();
  });
});
