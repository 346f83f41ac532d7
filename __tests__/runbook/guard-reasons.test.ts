/** What the property over random estates rests on: everything the guard can say, it says often enough to be tried. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockReasons, unknownReasons } from "../../src/paths/pair.ts";
import { guardClauses } from "../../src/plan/guard.ts";
import { planHub } from "../../src/plan/plan-hub.ts";
import { isRefused, noHistory, type Plan } from "../../src/plan/plan.ts";
import type { Snapshot } from "../../src/snapshot/snapshot.ts";
import { connectDirectly } from "../support/direct-world.ts";
import { lookBeforeWriting } from "../support/look.ts";
import { anyNearlyGoodEstate, directedEstates } from "../support/nearly-good-estates.ts";
import { anyEstate } from "../support/random-estates.ts";
import { estates, seed, spec, withTwists } from "./run-judged.ts";

describe("over many random estates", () => {
  it(
    "every reason to block, to doubt and to refuse really occurs, and the plan on a predicted end is empty",
    { timeout: 900_000 },
    async () => {
      const names: readonly string[] = [...blockReasons, ...unknownReasons, ...guardClauses.map((c) => c.name)];
      const counts = new Map<string, number>(names.map((r) => [r, 0]));
      const count = (key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);
      let refused = 0;
      const runs = estates * 9;
      const sample = fc.sample(
        fc.oneof(
          { weight: 1, arbitrary: withTwists(anyEstate) },
          { weight: 1, arbitrary: withTwists(anyNearlyGoodEstate) },
          { weight: 4, arbitrary: fc.oneof(...directedEstates) },
        ),
        { seed, numRuns: runs },
      );
      for (const { estate, behaviour, faults } of sample) {
        const { world, clock } = await connectDirectly(estate, {
          behaviour,
          // In the range of the first network there is, which may be chance.
          runner: { network: undefined, addresses: ["10.40.0.9"] },
          faults: faults.filter((f) => f.times !== undefined),
          pace: { kind: "clock" },
        });
        const snapshot = await lookBeforeWriting(world, estate.hub, spec, clock);
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
      expect(
        [...counts].filter(([key, n]) => names.includes(key) && n < 100).map(([key, n]) => `${key}: ${String(n)}`),
      ).toEqual([]);
      expect(refused / runs).toBeGreaterThan(0.3);
    },
  );
});

/** What a run plans once every attempt to let trusted services in has failed. */
function afterFailedBypass(snapshot: Snapshot, plan: Plan): Plan {
  const failed = new Set(plan.steps.filter((s) => s.step.kind === "let-trusted-services-in").map((s) => s.id));
  return failed.size === 0 ? { ...plan, steps: [] } : planHub(snapshot, spec, { ...noHistory, failed });
}

function formatCounts(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([key, n]) => `  ${String(n).padStart(6)}  ${key}`).join("\n");
}
