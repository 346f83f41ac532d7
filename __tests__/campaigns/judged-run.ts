/** One run under every judge: what a run must never do, whatever is in its way, is a fault, told as a sentence. */
import { RunError } from "../../src/errors.ts";
import type { Journal } from "../../src/ports.ts";
import type { Report } from "../../src/report/report.ts";
import { exitCodeOf } from "../../src/report/verdict.ts";
import { runApply } from "../../src/runbook/runbook.ts";
import { createTwin, type Fault, type Twin } from "../../src/twin/twin.ts";
import { connectTo, twinUrl } from "../support/in-process.ts";
import { findLostConfig } from "../support/kept-config.ts";
import { findForbiddenRequests } from "../support/never-judge.ts";
import { judgeReach } from "../support/reach-judge.ts";
import { findUntrueSteps } from "../support/told-steps.ts";
import { createVirtualClock, type VirtualClock } from "../support/virtual-clock.ts";
import { memoryJournal } from "../runbook/run-on-twin.ts";
import type { CampaignWorld } from "./campaign-world.ts";

/** A twin with the judges that watch it all along, whatever runs on it. */
export interface Stage {
  readonly world: CampaignWorld;
  readonly twin: Twin;
  readonly clock: VirtualClock;
  readonly worldKey: () => string;
  /** Faults of everything so far: paths lost, things never to be done, config not kept. */
  readonly faults: () => readonly string[];
}

export function stageOf(world: CampaignWorld, faults: readonly Fault[]): Stage {
  const { estate, behaviour } = world;
  const clock = createVirtualClock();
  const judge = judgeReach(
    estate,
    () => twin.estate(),
    () => world.reachOf(twin.documents(), () => twin.estate()),
  );
  const options = { estate, behaviour, faults, clock, baseUrl: twinUrl, onChange: judge.onChange };
  const twin = createTwin({ ...options, pace: { kind: "clock" } });
  const start = twin.documents();
  return {
    world,
    twin,
    clock,
    worldKey: () => world.keyOf(twin.documents()),
    faults: () => [
      ...judge.lost,
      ...findForbiddenRequests({ ...estate, resources: start }, twin.log),
      ...findLostConfig(estate, start, twin.documents()),
    ],
  };
}

/** How a run ended, as whoever started it sees it. */
export interface End {
  readonly exit: number;
  readonly verdict: Report["verdict"] | "no report";
  /** Codes of the errors it ended with. */
  readonly codes: readonly string[];
  readonly report: Report | undefined;
  /** What it tells that isn't so, or doesn't tell. */
  readonly faults: readonly string[];
}

/** A whole `apply`, by a process of its own: it knows nothing of earlier ones but what a journal tells it. */
export async function applyOn(stage: Stage, journal: Journal = memoryJournal()): Promise<End> {
  const { world, twin, clock } = stage;
  try {
    const connected = await connectTo(twin, clock);
    const report = await runApply(
      {
        ...{ world: connected.world, hub: world.estate.hub, spec: world.spec, clock, journal },
        emit: () => undefined,
        version: "0.0.0-test",
        traffic: () => ({ requests: connected.requests.length, throttled: 0, correlationIds: [] }),
      },
      { confirm: () => Promise.resolve(true), isAllOrNothing: false },
    );
    const codes = report.errors.map((error) => error.code);
    const faults = [...findUntrueSteps(report.steps, twin.documents()), ...unnamed(report)];
    return { exit: exitCodeOf(report.verdict), verdict: report.verdict, codes, report, faults };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const exit = error.code === "SFH905" ? 130 : 1;
    return { exit, verdict: "no report", codes: [error.code], report: undefined, faults: [] };
  }
}

/** A verdict that isn't green says by name what it rests on. */
function unnamed({ verdict, errors, steps, findings, paths }: Report): readonly string[] {
  const isNamed = {
    private: () => errors.length === 0,
    restored: () => errors.length === 0,
    failed: () => errors.length > 0,
    cancelled: () => errors.some((error) => error.code === "SFH905"),
    incomplete: () => errors.some((error) => error.code === "SFH914" || error.code === "SFH916"),
    refused: () => steps.some((step) => step.state === "refused" && step.reason !== ""),
    drift: () =>
      findings.some((finding) => finding.state === "open" || finding.state === "refused") ||
      steps.some((step) => step.state === "planned") ||
      paths.some((path) => path.required && path.after === "blocked"),
    unproven: () =>
      findings.some((finding) => finding.state === "unknown") ||
      paths.some((path) => path.required && path.after === "unknown"),
  }[verdict];
  return isNamed() ? [] : [`ended ${verdict} without saying what of`];
}
