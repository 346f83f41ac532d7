/** Runs a random estate under the judgement of the twin's own reach table, which shares no code with the guard. */
import fc from "fast-check";
import type { GuardClause } from "../../src/plan/guard.ts";
import { anyTwists, twist } from "../support/estate-twists.ts";
import type { RandomEstate } from "../support/random-estates.ts";
import { judgeReach } from "../support/reach-judge.ts";
import { closeEverything, runOnTwin } from "./run-on-twin.ts";

/** The same estates on every run, so that red and green speak of the code; SFH_SEED explores others, SFH_ESTATES more. */
export const seed = Number(process.env.SFH_SEED ?? 20_261_122);
export const estates = Number(process.env.SFH_ESTATES ?? 300);
/** How many estates have every prefix of their plan judged, in two halves that run beside each other. */
export const prefixEstates = Number(process.env.SFH_PREFIX_ESTATES ?? 20_000);

export const spec = closeEverything();

/** The estates of an arbitrary, half of them with something that is hard to see. */
export function withTwists(base: fc.Arbitrary<RandomEstate>): fc.Arbitrary<RandomEstate> {
  return fc.tuple(base, anyTwists).map(([random, twists]) => ({ ...random, estate: twist(random.estate, twists) }));
}

/** What was lost in one run that had to stay, and how often a door was closed. */
export async function runJudged(
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
