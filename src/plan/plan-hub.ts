import { isSettled, runChecks } from "../checks/run-checks.ts";
import { findPaths } from "../paths/find-paths.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { guardClauses, type GuardClause } from "./guard.ts";
import { holdNothing, type Hold } from "./hold.ts";
import { markFindings } from "./mark-findings.ts";
import { isRefused, noHistory, type Plan, type PlannedStep, type RunHistory } from "./plan.ts";
import { preflightFindings } from "./preflight-findings.ts";
import { proposeClosings } from "./propose-closings.ts";
import { proposeDatastoreWaits } from "./propose-datastore-waits.ts";
import { proposeNetwork } from "./propose-network.ts";
import { proposeReaders } from "./propose-readers.ts";
import { proposeRules } from "./propose-rules.ts";
import { isTried, predict, type Propose } from "./proposal.ts";
import { effectOf } from "./step.ts";

/** The runbook's order: ways open first, doors close last, and only then is anything waited for. */
const phases: readonly Propose[] = [
  proposeReaders,
  proposeNetwork.waiting,
  proposeRules,
  proposeNetwork.provisioning,
  proposeNetwork.settling,
  proposeClosings,
  proposeDatastoreWaits,
];

/** What a plan keeps to besides the spec. */
export interface PlanLimits {
  /** The guard's rules; only the tests ever hand in others. */
  readonly clauses?: readonly GuardClause[] | undefined;
  /** Which steps are not for this run; none by default. */
  readonly hold?: Hold | undefined;
}

/**
 * Compares what is with what should be, orders the steps that mend it, and refuses those that can't be shown sound.
 * Pure. Each phase is judged on the predicted end of those before it; apply never acts on a prediction: it plans anew
 * on what it reads after every write, and takes only the first step.
 */
export function planHub(
  snapshot: Snapshot,
  spec: HubSpec,
  history: RunHistory = noHistory,
  { clauses = guardClauses, hold = holdNothing }: PlanLimits = {},
): Plan {
  const findings = runChecks(snapshot, spec);
  const before = findPaths(snapshot);
  if (!isSettled(snapshot)) return { findings, steps: [], before, after: before, predicted: snapshot };
  let world = snapshot;
  const steps: PlannedStep[] = [];
  for (const propose of phases) {
    const proposal = { world, spec, history, clauses, hold, refusedSoFar: steps.filter(isRefused) };
    const proposed = propose(proposal).filter((s) => !isTried(history, s));
    world = predict(world, proposed, history);
    steps.push(...proposed);
  }
  const shown = foldRefusedRules(steps);
  const told = [...markFindings(findings, shown), ...preflightFindings(snapshot, shown)];
  return { findings: told, steps: shown, before, after: findPaths(world), predicted: world };
}

/** A rule refused for the sake of a closing that is refused too is one refusal, the closing's. */
function foldRefusedRules(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const closings = steps
    .filter((s) => isRefused(s) && effectOf(s.step) === "closes")
    .map((s) => s.step.resourceId.toLowerCase());
  return steps.filter(
    (s) => !(isRefused(s) && s.step.kind === "declare-rule" && closings.includes(s.step.rule.target.toLowerCase())),
  );
}
