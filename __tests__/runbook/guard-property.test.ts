/**
 * The promise, as a property over random estates: whatever a run does, no path that had to stay open is ever lost.
 * Judged by the twin's own reach table after every change of the world; it shares no code with the guard.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { blockReasons, unknownReasons } from "../../src/paths/pair.ts";
import { guardClauses, type GuardClause } from "../../src/plan/guard.ts";
import { planHub } from "../../src/plan/plan-hub.ts";
import { isRefused, noHistory, type Plan } from "../../src/plan/plan.ts";
import type { Snapshot } from "../../src/snapshot/snapshot.ts";
import { observe } from "../../src/observe/observe.ts";
import { connectTwin } from "../support/in-process.ts";
import { anyTwists, twist } from "../support/estate-twists.ts";
import { anyNearlyGoodEstate, directedEstates } from "../support/nearly-good-estates.ts";
import { anyEstate, type RandomEstate } from "../support/random-estates.ts";
import { judgeReach } from "../support/reach-judge.ts";
import { closeEverything, runOnTwin } from "./run-on-twin.ts";

/** SFH_SEED repeats a run, SFH_ESTATES makes a longer one. */
const seed = Number(process.env.SFH_SEED ?? Date.now() % 1_000_000);
const estates = Number(process.env.SFH_ESTATES ?? 300);

const anyWorld = (base: fc.Arbitrary<RandomEstate>): fc.Arbitrary<RandomEstate> =>
  fc.tuple(base, anyTwists).map(([random, twists]) => ({ ...random, estate: twist(random.estate, twists) }));

const spec = closeEverything();

/** What was lost in one run that had to stay, and how often a door was closed. */
async function runJudged(
  random: RandomEstate,
  clauses?: readonly GuardClause[],
): Promise<{ lost: readonly string[]; closings: number }> {
  let estateNow = (): RandomEstate["estate"] => random.estate;
  const judge = judgeReach(random.estate, () => estateNow());
  const run = await runOnTwin(random.estate, {
    spec,
    behaviour: random.behaviour,
    // A rule the platform loses is a path the platform takes; what the run does about it has a test of its own.
    faults: random.faults.filter((f) => f.do.kind !== "lostRule"),
    onChange: judge.onChange,
    ...(clauses === undefined ? {} : { clauses }),
  });
  estateNow = () => run.twin.estate();
  await run.apply();
  return { lost: judge.lost, closings: run.writes().filter((w) => w.method === "PATCH").length };
}

describe("whatever the estate", () => {
  it.each([
    ["nasty", anyWorld(anyEstate), Math.ceil(estates / 3)],
    ["nearly good", fc.oneof(anyWorld(anyNearlyGoodEstate), fc.oneof(...directedEstates)), estates],
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

  it(
    "every reason to block, to doubt and to refuse really occurs, and the plan on a predicted end is empty",
    { timeout: 900_000 },
    async () => {
      const names = [...blockReasons, ...unknownReasons, ...guardClauses.map((c) => c.name)];
      const counts = new Map<string, number>(names.map((r) => [r, 0]));
      const count = (key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
      let refused = 0;
      const runs = estates * 6;
      const sample = fc.sample(
        fc.oneof(
          { weight: 1, arbitrary: anyWorld(anyEstate) },
          { weight: 1, arbitrary: anyWorld(anyNearlyGoodEstate) },
          { weight: 4, arbitrary: fc.oneof(...directedEstates) },
        ),
        { seed, numRuns: runs },
      );
      for (const { estate, behaviour } of sample) {
        const { world, clock } = await connectTwin(estate, { behaviour, pace: { kind: "clock" } });
        const snapshot = await observe(world, { hub: estate.hub, extraTargets: [], clock });
        const plan = planHub(snapshot, spec);
        for (const way of [...plan.before, ...plan.after].flatMap((p) => p.ways))
          if (way.is !== "open") count(way.reason);
        const refusals = [...plan.steps, ...afterFailedBypass(snapshot, plan).steps].flatMap((s) => s.refusals);
        for (const refusal of refusals) count(refusal.clause);
        if (refusals.length > 0) refused += 1;
        const left = planHub(plan.predicted, spec).steps.filter(
          (s) => !isRefused(s) && s.step.kind !== "await-datastore",
        );
        expect(left.map((s) => s.id)).toEqual([]);
      }
      console.info(
        `seed ${String(seed)}, ${String(runs)} estates, ${String(refused)} with a refusal:\n${formatCounts(counts)}`,
      );
      expect([...counts].filter(([, n]) => n < 100).map(([key, n]) => `${key}: ${String(n)}`)).toEqual([]);
      expect(refused / runs).toBeGreaterThan(0.3);
    },
  );
});

describe("each clause of the guard is needed", () => {
  const caught = new Map<string, string>();

  // One pass for all mutants: only where a mutant's plan goes further than the guard's is there anything to run.
  beforeAll(async () => {
    const sample = fc.sample(fc.oneof(fc.oneof(...directedEstates), anyWorld(anyNearlyGoodEstate)), {
      seed: 20_261_122,
      numRuns: 1_500,
    });
    for (const random of sample) {
      const open = guardClauses.filter((c) => !caught.has(c.name));
      if (open.length === 0) return;
      const { world, clock } = await connectTwin(random.estate, {
        behaviour: random.behaviour,
        pace: { kind: "clock" },
      });
      const snapshot = await observe(world, { hub: random.estate.hub, extraTargets: [], clock });
      const goes = (clauses: readonly GuardClause[]): number =>
        planHub(snapshot, spec, undefined, clauses).steps.filter((s) => !isRefused(s)).length;
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

/** What a run plans once every attempt to let trusted services in has failed. */
function afterFailedBypass(snapshot: Snapshot, plan: Plan): Plan {
  const failed = new Set(plan.steps.filter((s) => s.step.kind === "let-trusted-services-in").map((s) => s.id));
  return failed.size === 0 ? { ...plan, steps: [] } : planHub(snapshot, spec, { ...noHistory, failed });
}

function formatCounts(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([key, n]) => `  ${String(n).padStart(6)}  ${key}`).join("\n");
}
