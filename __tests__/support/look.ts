import { observe } from "../../src/observe/observe.ts";
import { possibleSteps, preflightQuestions } from "../../src/plan/possible-steps.ts";
import type { Clock, World } from "../../src/ports.ts";
import type { Snapshot } from "../../src/snapshot/snapshot.ts";
import type { HubSpec } from "../../src/spec/hub-spec.ts";

/** The first look of a run: what there is, and what could forbid the steps it may come to. */
export function lookBeforeWriting(world: World, hub: string, spec: HubSpec, clock: Clock): Promise<Snapshot> {
  const ask = (seen: Snapshot): ReturnType<typeof preflightQuestions> =>
    preflightQuestions(seen, possibleSteps(seen, spec));
  return observe(world, { hub, extraTargets: [], clock, ask });
}
