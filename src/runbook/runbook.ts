import { applyPlan, type Applied } from "../apply/apply-plan.ts";
import { checkCapsule } from "../apply/keep.ts";
import type { StepOutcome } from "../plan/step-outcome.ts";
import type { RunError } from "../errors.ts";
import { leastRoles } from "../plan/least-roles.ts";
import { isRefused, noHistory, type Plan } from "../plan/plan.ts";
import { holdBoth } from "../plan/hold.ts";
import { planFacts, type PlanFacts } from "../plan/plan-facts.ts";
import { planRollback, type RollbackBasis } from "../plan/plan-rollback.ts";
import { checkSavedPlan, findMoved, holdToPlan, savePlan, type PlanOwner, type SavedPlan } from "../plan/saved-plan.ts";
import { findStays } from "../plan/what-stays.ts";
import type { Capsule, KeptWrite } from "../ports.ts";
import type { Step } from "../plan/step.ts";
import type { Command, Report } from "../report/report.ts";
import { buildPermissionsReport, type PermissionsReport } from "../report/roles.ts";
import { noPreflight, type Preflight } from "../snapshot/preflight.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { look, observeHub, planOn, type Looked, type RunInput } from "./look.ts";
import { reportOn } from "./report-on.ts";

export type { RunInput } from "./look.ts";

/** Reads, plans, writes nothing. */
export async function runPlan(input: RunInput): Promise<Report> {
  return runReadOnly(input, "plan");
}

/** The same, with the plan in a form that can be looked at now and applied later. */
export async function runPlanToSave(input: RunInput): Promise<{ readonly report: Report; readonly saved: SavedPlan }> {
  const startedAt = input.clock.now();
  // What this run may do with the hub is no part of what it saves.
  const seen = await look({ ...input, hold: undefined });
  const facts = planFacts(seen.snapshot, seen.plan);
  const saved = savePlan(ownerOf(input), { savedAt: new Date(startedAt).toISOString(), spec: input.spec, facts });
  return { report: reportOn(input, "plan", startedAt, { first: seen, last: seen }), saved };
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
  /** Carry this plan out and nothing else; its spec is the input's. */
  readonly savedPlan?: {
    readonly plan: SavedPlan;
    /** The hash that came another way than the file. */
    readonly expectedHash?: string | undefined;
  };
}

/** What was shown may be this old when the first step rests on it. */
const staleMs = 60_000;

/**
 * Plans, asks, carries out what stands by itself, and reads again. Of a saved plan: only its own steps, and only where the
 * facts it rests on still stand. Throws RunError SFH917 for a saved plan that was edited or isn't this run's.
 */
export async function runApply(input: RunInput, options: ApplyOptions): Promise<Report> {
  const { savedPlan } = options;
  const startedAt = input.clock.now();
  await ownWrites(input);
  if (savedPlan !== undefined) checkSavedPlan(savedPlan.plan, ownerOf(input), savedPlan.expectedHash);
  const bound = savedPlan === undefined ? input : { ...input, hold: holdBoth(holdToPlan(savedPlan.plan), input.hold) };
  const checkFirst = (snapshot: Snapshot): RunError | undefined =>
    savedPlan === undefined ? undefined : findMoved(savedPlan.plan, factsOn(input, snapshot));
  const seen = await look(bound);
  const moved = checkFirst(seen.snapshot);
  if (moved !== undefined) return reportOn(input, "apply", startedAt, { first: seen, last: seen, stopped: moved });
  const preview = reportOn(bound, "apply", startedAt, { first: seen, last: seen });
  const isBlocked = options.isAllOrNothing && seen.plan.steps.some(isRefused);
  if (isBlocked || seen.plan.steps.every(isRefused) || !(await options.confirm(preview))) return preview;
  // Somebody may have taken an hour to say yes.
  const first = isStale(bound, seen) ? await look(bound) : seen;
  const observe = observeAgain(bound, first.snapshot.preflight);
  const applied = await applyPlan({ ...bound, checkFirst, observe }, first.snapshot);
  const { outcomes, stopped } = applied;
  return reportOn(bound, "apply", startedAt, { first, last: worldAfter(applied), outcomes, stopped });
}

/** Plans what of the capsule can be put back, asks, carries it out, and reads again. */
export async function runRollback(
  input: RunInput & { readonly capsule: Capsule },
  { confirm }: Pick<ApplyOptions, "confirm">,
): Promise<Report> {
  const startedAt = input.clock.now();
  const writes = await ownWrites(input);
  const basis: RollbackBasis = {
    writes,
    publicAccessBy: (id, settings) => input.world.services.publicAccessBy(id, settings),
  };
  const planAnew = (snapshot: Snapshot, history = noHistory): Plan =>
    planRollback(snapshot, basis, input.spec, history, input.clauses);
  const look = async (): Promise<Looked> => {
    const undone = (world: Snapshot): readonly Step[] => planAnew(world).steps.map((s) => s.step);
    const snapshot = await observeHub(input, noPreflight, undone);
    return { snapshot, plan: planAnew(snapshot) };
  };
  const seen = await look();
  const told = (first: Looked, last: Looked, outcomes: readonly StepOutcome[] = [], stopped?: RunError): Report =>
    reportOn(input, "rollback", startedAt, { first, last, outcomes, stopped, stays: findStays(last.snapshot, writes) });
  const preview = told(seen, seen);
  if (seen.plan.steps.every(isRefused) || !(await confirm(preview))) return preview;
  const first = isStale(input, seen) ? await look() : seen;
  const observe = observeAgain(input, first.snapshot.preflight);
  const applied = await applyPlan({ ...input, planAnew, observe }, first.snapshot);
  return told(first, worldAfter(applied), applied.outcomes, applied.stopped);
}

/** What the capsule holds. Throws RunError SFH912 for one of another hub or cloud. */
async function ownWrites({ capsule, hub, world }: RunInput): Promise<readonly KeptWrite[]> {
  const writes = (await capsule?.writes()) ?? [];
  checkCapsule(writes, { hub, cloud: world.cloud.name });
  return writes;
}

function isStale({ clock }: RunInput, { snapshot }: Looked): boolean {
  return clock.now() - snapshot.readAt > staleMs;
}

function worldAfter({ snapshot, left, noticed }: Applied): Looked {
  return { snapshot, plan: { ...left, findings: [...left.findings, ...noticed] } };
}

async function runReadOnly(input: RunInput, command: Command): Promise<Report> {
  const startedAt = input.clock.now();
  const seen = await look(input);
  return reportOn(input, command, startedAt, { first: seen, last: seen });
}

/** What somebody says yes to: the world's facts, whatever this run may do with it. */
function factsOn(input: RunInput, snapshot: Snapshot): PlanFacts {
  return planFacts(snapshot, planOn({ ...input, hold: undefined }, snapshot).plan);
}

function ownerOf({ version, hub, world }: RunInput): PlanOwner {
  return { version, hub, cloud: world.cloud.name, caller: world.caller.objectId ?? "" };
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
