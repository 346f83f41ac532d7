import type { ApplyContext } from "../apply/apply-context.ts";
import { observe } from "../observe/observe.ts";
import { noHistory, type Plan } from "../plan/plan.ts";
import { planHub } from "../plan/plan-hub.ts";
import { possibleSteps, preflightQuestions } from "../plan/possible-steps.ts";
import type { Step } from "../plan/step.ts";
import type { Report } from "../report/report.ts";
import { noPreflight, type Preflight, type PreflightQuestions } from "../snapshot/preflight.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/** What a run is given; whoever composes chooses world, clock and journal. */
export interface RunInput extends Omit<ApplyContext, "observe"> {
  readonly version: string;
  /** Counts since the process began. */
  readonly traffic: () => Omit<Report["run"], "durationMs">;
}

/** The world as it was read, and what would be done about it. */
export interface Looked {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
}

export async function look(input: RunInput): Promise<Looked> {
  return planOn(input, await observeHub(input));
}

export function planOn(input: RunInput, snapshot: Snapshot): Looked {
  return { snapshot, plan: planHub(snapshot, input.spec, noHistory, input) };
}

/** `stepsOf` says what a run on the snapshot may come to do: whatever could forbid it is asked. */
export function observeHub(
  { world, hub, spec, clock }: RunInput,
  asked: Preflight = noPreflight,
  stepsOf: (snapshot: Snapshot) => readonly Step[] = (snapshot) => possibleSteps(snapshot, spec),
): Promise<Snapshot> {
  const ask = (snapshot: Snapshot): PreflightQuestions => preflightQuestions(snapshot, stepsOf(snapshot));
  return observe(world, { hub, extraTargets: spec.outboundPrivateEndpoints, clock, ask, asked });
}
