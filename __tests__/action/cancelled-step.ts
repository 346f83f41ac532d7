/** A step of `mode: apply` on a twin that a test watches, cancelled as the runner does it at one moment of the run. */
import type { CampaignWorld } from "../campaigns/campaign-world.ts";
import { openStage, type Moment, type Stage } from "../campaigns/stage.ts";
import { scratchFile, scratchFolder } from "../cli/spawned.ts";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { cancelAsRunner, startStep, type RunningStep, type StepFiles } from "./as-runner.ts";

export const stopping = "Stopping: no new request is begun.";

/** Where a step runs, and what it is told. */
export type StepWorld = Pick<CampaignWorld, "estate" | "spec">;

/** What is begun is done at once, or at the second look, so many seconds after the first. */
export function openStepStage({ estate, spec }: StepWorld, retryAfter?: number): Promise<Stage> {
  return openStage({ estate, spec, polls: retryAfter === undefined ? 0 : 1, behaviour: { retryAfter } });
}

/** Starts the step in a workspace that holds the world's config. */
export function startOn(stage: Stage, { estate, spec }: StepWorld): RunningStep {
  const workspace = scratchFolder();
  writeFileSync(path.join(workspace, "secure-foundry-hub.yml"), JSON.stringify(spec));
  const env = { ...stage.env, NODE_EXTRA_CA_CERTS: scratchFile("ca.pem", stage.caPem) };
  return startStep({ mode: "apply", hub: estate.hub }, env, workspace);
}

/** Every moment of a step that nobody cancels, in the order in which they took effect. */
export async function rehearseStep(world: StepWorld): Promise<readonly Moment[]> {
  const stage = await openStepStage(world);
  try {
    const moments: Moment[] = [];
    stage.watch({ after: (moment) => void moments.push(moment) });
    const step = startOn(stage, world);
    await step.ended;
    const { outputs } = step.files();
    if (outputs.status !== "private") throw new Error(`the step ends ${outputs.status ?? "without a status"}`);
    return moments;
  } finally {
    await stage.close();
  }
}

/** The signal comes while this request, the nth of the step, is under way: before it takes effect, or before its answer. */
export interface Stop {
  readonly nth: number;
  readonly when: "before" | "after";
}

export interface Cancelled extends StepFiles {
  /** What was under way when the signal was sent. */
  readonly met: Moment | undefined;
  /** Writes that had arrived by then, itself included. */
  readonly writesBefore: readonly string[];
  /** Writes that arrived after it. */
  readonly writesAfter: readonly string[];
  readonly signals: readonly NodeJS.Signals[];
  readonly tookMs: number;
  readonly code: number | null;
  readonly out: string;
}

/** Starts the step and cancels it there; resolves once it has ended and what was under way is done. */
export async function cancelAt(stage: Stage, world: StepWorld, { nth, when }: Stop): Promise<Cancelled> {
  const seen = { before: 0, after: 0 };
  const writes: string[] = [];
  let met: Moment | undefined;
  let cancelled: ReturnType<typeof cancelAsRunner> | undefined;
  let arrived = 0;
  const cancel = async (moment: Moment): Promise<void> => {
    met = moment;
    arrived = writes.length;
    cancelled = cancelAsRunner(step);
    await step.saying(stopping);
  };
  const isThere = (at: Stop["when"]): boolean => (seen[at] += 1) === nth + 1 && at === when;
  const handled = new Promise<void>((resolve) => {
    stage.watch({
      before: async (moment) => {
        if (moment.kind === "write") writes.push(describeMoment(moment));
        if (isThere("before")) await cancel(moment);
      },
      after: async (moment) => {
        if (isThere("after")) await cancel(moment);
        if (moment === met) resolve();
      },
    });
  });
  const step = startOn(stage, world);
  const { code, out } = await step.ended;
  const over = await cancelled?.over;
  if (over === undefined) throw new Error(`the step ended before its request ${String(nth)}:\n${out}`);
  await handled;
  stage.watch({});
  return {
    ...step.files(),
    ...over,
    met,
    writesBefore: writes.slice(0, arrived),
    writesAfter: writes.slice(arrived),
    code,
    out,
  };
}

export function describeMoment({ method, path: asked }: Moment): string {
  return `${method} ${asked.split("/").slice(-2).join("/")}`;
}
