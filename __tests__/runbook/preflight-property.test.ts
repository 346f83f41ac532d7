/** Whatever the estate: a step is never planned on a question that wasn't asked, and asking writes nothing. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { observe } from "../../src/observe/observe.ts";
import { needsOf } from "../../src/plan/needs.ts";
import { planHub } from "../../src/plan/plan-hub.ts";
import { possibleSteps, preflightQuestions } from "../../src/plan/possible-steps.ts";
import type { Step } from "../../src/plan/step.ts";
import { locksAt, policiesOn, registrationOf, rightsAt } from "../../src/snapshot/preflight.ts";
import type { Snapshot } from "../../src/snapshot/snapshot.ts";
import { anyNearlyGoodEstate } from "../support/nearly-good-estates.ts";
import { anyEstate, type RandomEstate } from "../support/random-estates.ts";
import { estates, seed, spec, withTwists } from "./run-judged.ts";
import { runOnTwin, type TwinRun } from "./run-on-twin.ts";

/** What a step needs and nobody was asked about. */
function unasked(snapshot: Snapshot, step: Step): readonly string[] {
  const { preflight } = snapshot;
  const { actions, written, providers, setting } = needsOf(snapshot, step);
  const isLocked = (scope: string): boolean => {
    const locks = locksAt(preflight, scope);
    return locks?.is === "known" && locks.value.some((lock) => lock.level === "ReadOnly");
  };
  return [
    ...actions.filter(({ scope }) => rightsAt(preflight, scope) === undefined).map(({ scope }) => `rights ${scope}`),
    ...written.filter((scope) => locksAt(preflight, scope) === undefined).map((scope) => `locks ${scope}`),
    ...providers.filter((one) => registrationOf(preflight, one) === undefined).map((one) => one.namespace),
    ...(setting === undefined || isLocked(setting.resourceId) || policiesOn(preflight, setting) !== undefined
      ? []
      : [`policies ${setting.resourceId}`]),
  ];
}

async function lookAt(
  run: TwinRun,
  hub: string,
): Promise<{ readonly steps: number; readonly unasked: readonly string[] }> {
  const ask = (seen: Snapshot): ReturnType<typeof preflightQuestions> =>
    preflightQuestions(seen, possibleSteps(seen, spec));
  const snapshot = await observe(run.world, { hub, extraTargets: [], clock: run.clock, ask });
  const { steps } = planHub(snapshot, spec);
  return { steps: steps.length, unasked: steps.flatMap(({ step }) => unasked(snapshot, step)) };
}

it.each([
  ["nasty", withTwists(anyEstate)],
  ["nearly good", withTwists(anyNearlyGoodEstate)],
])("on a %s estate everything a step needs was asked", { timeout: 600_000 }, async (kind, world) => {
  const runs = Math.ceil(estates / 6);
  let steps = 0;
  await fc.assert(
    fc.asyncProperty<[RandomEstate]>(world, async ({ estate, behaviour }) => {
      const run = await runOnTwin(estate, { spec, behaviour });
      const looked = await lookAt(run, estate.hub);
      steps += looked.steps;
      expect([looked.unasked, run.writes()]).toEqual([[], []]);
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
  console.info(`${kind}: seed ${String(seed)}, ${String(runs)} estates, ${String(steps)} steps, every need asked`);
});
