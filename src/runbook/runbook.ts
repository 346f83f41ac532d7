import type { ApplyContext } from "../apply/apply-context.ts";
import { applyPlan } from "../apply/apply-plan.ts";
import type { StepOutcome } from "../plan/step-outcome.ts";
import type { RunError } from "../errors.ts";
import { observe } from "../observe/observe.ts";
import { leastRoles } from "../plan/least-roles.ts";
import { isRefused, noHistory, type Plan } from "../plan/plan.ts";
import { planHub } from "../plan/plan-hub.ts";
import { preflightQuestions } from "../plan/possible-steps.ts";
import { buildReport } from "../report/build-report.ts";
import type { Command, Report } from "../report/report.ts";
import { buildPermissionsReport, type PermissionsReport } from "../report/roles.ts";
import { noPreflight, type Preflight, type PreflightQuestions } from "../snapshot/preflight.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/** What a run is given; whoever composes chooses world, clock and journal. */
export interface RunInput extends Omit<ApplyContext, "observe"> {
  readonly version: string;
  /** Counts since the process began. */
  readonly traffic: () => Omit<Report["run"], "durationMs">;
}

interface Looked {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
}

/** Reads, plans, writes nothing. */
export async function runPlan(input: RunInput): Promise<Report> {
  return runReadOnly(input, "plan");
}

/** Reads and judges, independently of any run before; writes nothing. */
export async function runVerify(input: RunInput): Promise<Report> {
  return runReadOnly(input, "verify");
}

/** Reads and plans, and tells the roles that carrying it out takes; writes nothing. */
export async function runPermissions(input: RunInput): Promise<PermissionsReport> {
  const snapshot = await observeHub(input);
  return buildPermissionsReport(snapshot, leastRoles(snapshot, input.spec));
}

export interface ApplyOptions {
  /** Asks before the first write; false ends the run with nothing written. */
  readonly confirm: (report: Report) => Promise<boolean>;
  /** Stop before the first write when anything is refused. */
  readonly isAllOrNothing: boolean;
}

/** What was shown may be this old when the first step rests on it. */
const staleMs = 60_000;

/** Plans, asks, carries out what stands by itself, and reads again. */
export async function runApply(input: RunInput, options: ApplyOptions): Promise<Report> {
  const startedAt = input.clock.now();
  const seen = await look(input);
  const preview = report(input, "apply", startedAt, seen, seen, [], undefined);
  const isBlocked = options.isAllOrNothing && seen.plan.steps.some(isRefused);
  if (isBlocked || seen.plan.steps.every(isRefused) || !(await options.confirm(preview))) return preview;
  // Somebody may have taken an hour to say yes.
  const first = input.clock.now() - seen.snapshot.readAt > staleMs ? await look(input) : seen;
  const applied = await applyPlan({ ...input, observe: observeAgain(input, first.snapshot.preflight) }, first.snapshot);
  return report(
    input,
    "apply",
    startedAt,
    first,
    { snapshot: applied.snapshot, plan: { ...applied.left, findings: [...applied.left.findings, ...applied.noticed] } },
    applied.outcomes,
    applied.stopped,
  );
}

async function runReadOnly(input: RunInput, command: Command): Promise<Report> {
  const startedAt = input.clock.now();
  const seen = await look(input);
  return report(input, command, startedAt, seen, seen, [], undefined);
}

async function look(input: RunInput): Promise<Looked> {
  const snapshot = await observeHub(input);
  return { snapshot, plan: planHub(snapshot, input.spec, noHistory, input.clauses) };
}

function observeHub({ world, hub, spec, clock }: RunInput, asked: Preflight = noPreflight): Promise<Snapshot> {
  const ask = (snapshot: Snapshot): PreflightQuestions => preflightQuestions(snapshot, spec);
  return observe(world, { hub, extraTargets: spec.outboundPrivateEndpoints, clock, ask, asked });
}

/** Later looks of one run: what was asked before its first write is not asked again. */
function observeAgain(input: RunInput, before: Preflight): () => Promise<Snapshot> {
  let asked = before;
  return async () => {
    const snapshot = await observeHub(input, asked);
    asked = snapshot.preflight;
    return snapshot;
  };
}

function report(
  input: RunInput,
  command: Command,
  startedAt: number,
  first: Looked,
  last: Looked,
  outcomes: readonly StepOutcome[],
  stopped: RunError | undefined,
): Report {
  return buildReport({
    command,
    version: input.version,
    cloud: input.world.cloud.name,
    caller: input.world.caller,
    spec: input.spec,
    startedAt,
    endedAt: input.clock.now(),
    first,
    last,
    outcomes,
    stopped,
    traffic: input.traffic(),
  });
}
