import type { StepOutcome } from "../plan/step-outcome.ts";
import { finding, findingKey, type Finding } from "../checks/finding.ts";
import type { Diagnosis } from "../diagnose/diagnosis.ts";
import { chainOf } from "../diagnose/chain/first-broken-link.ts";
import { links } from "../diagnose/chain/link.ts";
import type { RunError } from "../errors.ts";
import { decisiveWay, pairKey, type Pair, type PairState } from "../paths/pair.ts";
import { describeDoor, describeOrigin, type Refusal } from "../plan/refusal.ts";
import { isRefused, type Plan, type PlannedStep } from "../plan/plan.ts";
import { requirementOf } from "../plan/required-paths.ts";
import type { Stay } from "../plan/what-stays.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ManagedNetwork } from "../snapshot/workspace.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { runErrorCodes } from "../checks/run-error-codes.ts";
import { isSettled } from "../checks/run-checks.ts";
import { describeAcceptance } from "./acceptance.ts";
import { accountOf } from "./account.ts";
import { reportChain } from "./chain.ts";
import { reportDiagnosis } from "./diagnosis.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type {
  Command,
  Report,
  ReportError,
  ReportFinding,
  ReportLink,
  ReportPath,
  ReportRefusal,
  ReportStep,
} from "./report.ts";
import { describePutBack } from "./rollback-words.ts";
import { verdictOf } from "./verdict.ts";
import { withoutSecrets } from "./without-secrets.ts";
import { hasWritten } from "./words.ts";

/** Everything a report is made of. `last` is the world as read last; for plan and verify it is the first. */
export interface RunFacts {
  readonly command: Command;
  readonly version: string;
  readonly cloud: string;
  readonly caller: { readonly objectId: string | undefined; readonly credential: string };
  readonly spec: HubSpec;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly first: { readonly snapshot: Snapshot; readonly plan: Plan };
  readonly last: { readonly snapshot: Snapshot; readonly plan: Plan };
  readonly outcomes: readonly StepOutcome[];
  readonly stopped: RunError | undefined;
  /** Of a rollback: what it leaves as it is. */
  readonly stays?: readonly Stay[];
  /** Of a diagnosis: what it looked at besides. Its findings stand in the last plan. */
  readonly diagnosis?: Diagnosis;
  readonly traffic: {
    readonly requests: number;
    readonly throttled: number;
    readonly correlationIds: readonly string[];
  };
}

/** The report of a run: pure, so that every renderer says the same. */
export function buildReport(facts: RunFacts): Report {
  return withoutSecrets(assemble(facts));
}

function assemble(facts: RunFacts): Report {
  const { hub } = facts.last.snapshot;
  const findings = [...mergeFindings(facts), ...acceptedLosses(facts)];
  const left = facts.last.plan.steps;
  return {
    schema: "secure-foundry-hub/report/1",
    tool: { name: "secure-foundry-hub", version: facts.version },
    command: facts.command,
    verdict: verdictOf({
      findings,
      requiredPaths: requiredStates(facts),
      // A diagnosis was asked for no step: what apply would refuse is only still to be done.
      isRefused: facts.command !== "diagnose" && left.some(isRefused),
      stepsLeft: left.filter((s) => facts.command === "diagnose" || !isRefused(s)).length,
      isPending: facts.outcomes.some((o) => o.state === "pending"),
      hasFailedStep: facts.outcomes.some((o) => o.state === "failed"),
      stopped: facts.stopped,
      isUnsettled: !isSettled(facts.last.snapshot),
      otherwise: facts.command === "rollback" ? "restored" : "private",
    }),
    hub: { id: hub.id, name: hub.name, location: hub.location, managedNetwork: networkState(hub.managedNetwork) },
    cloud: facts.cloud,
    caller: { objectId: facts.caller.objectId ?? "", credential: facts.caller.credential },
    startedAt: iso(facts.startedAt),
    planHash: fingerprintOf(facts.first.plan.steps.map((s) => `${s.id}${isRefused(s) ? "!" : ""}`)),
    findings: findings.map(toReportFinding),
    steps: [
      ...facts.outcomes.map((o) => fromOutcome(facts, o)),
      ...left.filter((s) => !isTried(facts, s)).map((s) => fromPlanned(facts, s)),
      ...(facts.stays ?? []).map(fromStay),
    ],
    paths: comparePaths(facts),
    ...(facts.command === "rollback" ? {} : { chain: chainOfRun(facts) }),
    ...(facts.diagnosis === undefined ? {} : { diagnosis: reportDiagnosis(facts.diagnosis) }),
    errors: [
      ...facts.outcomes.flatMap((o) => (o.error === undefined ? [] : [o.error])),
      ...(facts.stopped === undefined ? [] : [facts.stopped]),
    ]
      .filter((e, i, all) => all.indexOf(e) === i)
      .map(toReportError),
    unread: facts.last.snapshot.unread.map((u) => ({ resourceId: u.id, what: u.what, why: u.why })),
    run: { ...facts.traffic, durationMs: facts.endedAt - facts.startedAt },
  };
}

function networkState({ isolationMode, isActive }: ManagedNetwork): Report["hub"]["managedNetwork"] {
  if (isolationMode === "Disabled") return "Disabled";
  return isActive ? "Active" : "Inactive";
}

/** The chain as the world was read last. */
function chainOfRun({ last, spec, diagnosis }: RunFacts): readonly ReportLink[] {
  const { findings, before } = last.plan;
  const isRequired = (pair: Pair): boolean => requirementOf(last.snapshot, spec, pair).is === "required";
  const pairs = before.map((pair) => ({ pair, isRequired: isRequired(pair) }));
  const looked = diagnosis === undefined ? undefined : { links, unseen: diagnosis.unseen };
  return reportChain(last.snapshot, chainOf({ findings, pairs }, looked));
}

/** A rollback is measured by its capsule alone: what must be open or shut is for the other commands. */
function requiredStates({ command, last, spec }: RunFacts): readonly PairState[] {
  if (command === "rollback") return [];
  const required = last.plan.before.filter((p) => requirementOf(last.snapshot, spec, p).is === "required");
  return required.map((p) => p.state);
}

/** What was found at the end, and what was found at the start and is gone: fixed. */
function mergeFindings({ first, last }: RunFacts): readonly Finding[] {
  const now = new Set(last.plan.findings.map(findingKey));
  const fixed = first.plan.findings.filter((f) => !now.has(findingKey(f)) && f.state !== "unknown");
  return [...last.plan.findings, ...fixed.map((f): Finding => ({ ...f, state: "fixed" }))];
}

/** What was accepted by name, kept with its reason for whoever asks later. */
function acceptedLosses({ last, outcomes }: RunFacts): readonly Finding[] {
  const steps = [...outcomes.map((o) => o.step), ...last.plan.steps];
  const findings = steps.flatMap(({ accepted }) =>
    accepted.map(({ code, resource, origin, door, text, reason }): Finding => {
      const subject = [origin, door?.subresource ?? ""].join(" ");
      const detail = describeAcceptance({ lost: text, reason });
      return { ...finding(code, { resourceId: resource, subject, detail, fix: "" }), state: "accepted" };
    }),
  );
  return [...new Map(findings.map((f) => [findingKey(f), f])).values()];
}

function isTried(facts: RunFacts, step: PlannedStep): boolean {
  return facts.outcomes.some((o) => o.step.id === step.id);
}

function toReportFinding(f: Finding): ReportFinding {
  const { code, severity, state, resourceId, title, detail, fix, mendLines } = f;
  const said = {
    code,
    severity,
    state,
    resourceId,
    title,
    detail,
    fix,
    ...(mendLines.length === 0 ? {} : { mendLines }),
  };
  return { ...said, fingerprint: fingerprintOf([findingKey(f)]) };
}

function fromOutcome(facts: RunFacts, { step, state, reason, durationMs }: StepOutcome): ReportStep {
  return { ...aboutStep(facts, step), state, reason, refusals: [], durationMs };
}

function fromPlanned(facts: RunFacts, step: PlannedStep): ReportStep {
  return {
    ...aboutStep(facts, step),
    state: isRefused(step) ? "refused" : "planned",
    reason: isRefused(step)
      ? step.refusals.map((r) => `${r.reason}; missing: ${r.missing}`).join("\n")
      : describePutBack(step.step),
    refusals: step.refusals.map(toReportRefusal),
    durationMs: 0,
  };
}

function aboutStep(
  { last }: RunFacts,
  planned: PlannedStep,
): Pick<ReportStep, "id" | "kind" | "resourceId" | "accepted" | "account"> {
  const { id, step, accepted, account } = planned;
  return {
    id,
    kind: step.kind,
    resourceId: resourceOf(planned),
    accepted: accepted.map(({ code, resource, origin, text, reason }) => ({
      code,
      resource,
      origin,
      lost: text,
      reason,
    })),
    account: accountOf(last.snapshot, step.resourceId, account),
  };
}

function fromStay({ stepId, kind, resourceId, reason }: Stay): ReportStep {
  return {
    id: stepId,
    kind,
    resourceId,
    state: "skipped",
    reason,
    refusals: [],
    accepted: [],
    account: [],
    durationMs: 0,
  };
}

/** A rule is about what it leads to, not about the hub it belongs to. */
function resourceOf({ step }: PlannedStep): string {
  return step.kind === "declare-rule" ? step.rule.target : step.resourceId;
}

function toReportRefusal({ code, reason, missing, acceptable }: Refusal): ReportRefusal {
  return { code, lost: reason, missing, ...(acceptable === undefined ? {} : { acceptable }) };
}

function comparePaths(facts: RunFacts): readonly ReportPath[] {
  const { first, last, spec, command } = facts;
  const isReadLast = hasWritten({ command, steps: facts.outcomes.map((o) => fromOutcome(facts, o)) });
  const [ends, seenLast] = isReadLast ? [last.plan.before, last.snapshot] : [last.plan.after, first.snapshot];
  const byKey = new Map(ends.map((p) => [pairKey(p), p]));
  const known = new Set(first.plan.before.map(pairKey));
  const since = isReadLast ? ends.filter((p) => !known.has(pairKey(p))) : [];
  return [
    ...first.plan.before.map((p) => toReportPath(spec, first.snapshot, p, byKey.get(pairKey(p)) ?? p, seenLast)),
    // Who came into sight, or out of it, only later: how it stood at first can't be told.
    ...since.map((p): ReportPath => ({ ...toReportPath(spec, last.snapshot, p, p, seenLast), before: "unknown" })),
  ];
}

function toReportPath(spec: HubSpec, snapshot: Snapshot, before: Pair, end: Pair, seenLast: Snapshot): ReportPath {
  const requirement = requirementOf(snapshot, spec, before);
  return {
    from: describeOrigin(snapshot, before.origin),
    to: describeDoor(before.door),
    via: decisiveWay(end)?.via ?? "",
    before: before.state,
    after: end.state,
    required: requirement.is === "required",
    reason: requirement.is === "required" ? (decisiveWay(end)?.text ?? "") : requirement.reason,
    evidence: evidenceFor(end, seenLast),
  };
}

function evidenceFor(pair: Pair, snapshot: Snapshot): ReportPath["evidence"] {
  return pair.ways.map((w) => ({ fact: `${w.via} ${w.is}: ${w.text}`, readAt: iso(snapshot.readAt) }));
}

function toReportError(error: RunError): ReportError {
  const { fix, correlationId } = error.details;
  return {
    code: error.code,
    message: error.message,
    fix: fix ?? runErrorCodes[error.code].mend,
    correlationId: correlationId ?? "",
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
