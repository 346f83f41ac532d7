import type { Severity } from "../checks/codes.ts";
import { grouped } from "../grouped.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import { describeDiagnosis, describeNextOfDiagnosis } from "./diagnosis-words.ts";
import { describeNextOfRollback, describeRollback } from "./rollback-words.ts";
import type { Report, ReportFinding, ReportPath, ReportStep, Verdict } from "./report.ts";

/** `1 step`, `3 steps`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** A duration as people say it: `0 s`, `42 s`, `31 min`, `2 h 5 min`. */
export function describeDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
}

/** True where the paths shown last are those read at the end, not a prediction: a rollback nobody said yes to is one. */
export function hasWritten({ command, steps }: Pick<Report, "command" | "steps">): boolean {
  const isTried = ({ state }: ReportStep): boolean => state === "done" || state === "failed" || state === "pending";
  return command === "apply" || (command === "rollback" && steps.some(isTried));
}

/** What the verdict means for this hub, in one sentence. */
export function describeVerdict(report: Report): string {
  if (report.command === "rollback") return describeRollback(report);
  if (isWholeDiagnosis(report)) return describeDiagnosis(report);
  const { name } = report.hub;
  const steps = (state: ReportStep["state"]): number => report.steps.filter((s) => s.state === state).length;
  const sentences: Readonly<Record<Verdict, string>> = {
    private: `${name} is private, and every required path is open.`,
    drift:
      steps("planned") > 0
        ? `${name} is not private yet: ${count(steps("planned"), "step")} to do.`
        : driftOnly(report),
    unproven: `${name} may be private, but ${count(unknowns(report), "thing")} could not be told.`,
    refused: describeRefused(report, steps("refused")),
    incomplete: `${name} is not finished: run again to go on from here.`,
    failed: `${name}: the run failed.`,
    cancelled: `${name}: the run was cancelled.`,
    restored: `${name} is as it was.`,
  };
  return sentences[report.verdict];
}

/** One that came to its end: what stopped a run is told as of any other. */
function isWholeDiagnosis({ command, verdict, diagnosis }: Report): boolean {
  const isStopped = verdict === "failed" || verdict === "cancelled" || verdict === "incomplete";
  return command === "diagnose" && diagnosis !== undefined && !isStopped;
}

function describeRefused(report: Report, refused: number): string {
  const { name } = report.hub;
  if (report.errors.some((e) => e.code === "SFH917")) return `${name}: the saved plan doesn't fit any more.`;
  const isHeld = isHeldOnly(report);
  const [they, one] = [refused === 1 ? "it" : "they", refused === 1];
  const why = isHeld ? `${one ? "it is" : "they are"} not for this run to take` : `${they} can't be shown to be safe`;
  return `${name} is not private: ${count(refused, "step")} refused: ${why}.`;
}

/** Nothing is refused but what isn't for this run to take. */
function isHeldOnly({ steps }: Report): boolean {
  return steps.every((s) => s.refusals.every((r) => r.code === "SFH917" || r.code === "SFH918"));
}

function driftOnly(report: Report): string {
  const open = report.findings.filter((f) => f.severity !== "note" && f.state === "open").length;
  return `${report.hub.name} is not as it should be: ${count(open, "finding")} to mend by hand.`;
}

function unknowns(report: Report): number {
  return report.findings.filter((f) => f.severity !== "note" && f.state === "unknown").length;
}

/** What a step does, in words. The third part of its id is the rule's name or the identity. */
export function describeStep(step: Pick<ReportStep, "id" | "kind" | "resourceId">): string {
  const about = step.id.split(":")[2] ?? "";
  const resource = nameOf(step.resourceId);
  switch (step.kind) {
    case "await-managed-network":
      return `wait for the managed network of ${resource}`;
    case "grant-reader":
      return `grant Reader on ${resource} to identity ${about}`;
    case "declare-rule":
      return `declare rule ${about} to ${resource}${step.id.endsWith(":again") ? ", once more" : ""}`;
    case "provision-managed-network":
      return `provision the managed network of ${resource}`;
    case "approve-connection":
      return `approve private endpoint connection ${resource}`;
    case "let-trusted-services-in":
      return `let trusted Microsoft services into ${resource}`;
    case "close-public-access":
      return `close public access to ${resource}`;
    case "await-datastore":
      return `wait for workspaceblobstore of ${resource}`;
    case "reopen-public-access":
      return `open public access to ${resource} again, as it was`;
    case "restore-bypass":
      return `put the bypass for trusted Microsoft services on ${resource} back, as it was`;
    default:
      return `${step.kind} ${resource}`;
  }
}

/** What to know before saying yes: what can't be undone, what is billed. Empty for everything else. */
export function describeConsequence(step: ReportStep): string {
  if (step.kind === "reopen-public-access" || step.kind === "restore-bypass") return step.reason;
  if (step.kind === "provision-managed-network") return "can't be undone; billed";
  return step.kind === "declare-rule" ? "billed" : "";
}

/** Findings of one severity, those that still stand. */
export function standing(report: Report, severity: Severity): readonly ReportFinding[] {
  return report.findings.filter((f) => f.severity === severity && f.state !== "fixed");
}

/** What somebody should hear of: not notes, accepted losses, or what is mended. */
export function isDrift({ severity, state }: Pick<ReportFinding, "severity" | "state">): boolean {
  return severity !== "note" && state !== "fixed" && state !== "accepted";
}

export const severities: readonly Severity[] = ["error", "warning", "note"];

/** Findings that differ only in what they are about. */
export interface FindingGroup {
  readonly first: ReportFinding;
  readonly findings: readonly ReportFinding[];
}

/** The findings of one severity that still stand, those with the same code, state and remedy in one group. */
export function groupFindings(report: Report, severity: Severity): readonly FindingGroup[] {
  return group(standing(report, severity));
}

/** The findings the run has mended. */
export function groupFixed(report: Report): readonly FindingGroup[] {
  return group(report.findings.filter((f) => f.state === "fixed"));
}

function group(all: readonly ReportFinding[]): readonly FindingGroup[] {
  return grouped(all, ({ code, state, title, fix }) => [code, state, title, fix].join("|")).flatMap((findings) => {
    const [first] = findings;
    return first === undefined ? [] : [{ first, findings }];
  });
}

/** Several paths that begin at one place and went the same way. */
export interface PathGroup {
  readonly from: string;
  readonly to: string;
  readonly before: ReportPath["before"];
  readonly after: ReportPath["after"];
}

/** The paths that must work or that changed, those with the same origin and the same fate in one group. */
export function groupPaths(report: Report): readonly PathGroup[] {
  const told = report.paths.filter((p) => p.required || p.before !== p.after);
  return grouped(told, ({ from, before, after }) => [from, before, after].join("|")).flatMap((paths) => {
    const [first] = paths;
    return first === undefined
      ? []
      : [
          {
            from: first.from.replace(/, which uses it too,$/, ""),
            to: joinDoors(paths),
            before: first.before,
            after: first.after,
          },
        ];
  });
}

/** `st1 blob, file; kv1 vault`: a service's name once, with its sub-resources after it. */
function joinDoors(paths: readonly ReportPath[]): string {
  const doors = new Map<string, string[]>();
  for (const { to } of paths) {
    const [service = to, subresource = ""] = to.split(" ");
    doors.set(service, [...(doors.get(service) ?? []), subresource]);
  }
  return [...doors].map(([service, subresources]) => `${service} ${subresources.join(", ")}`).join("; ");
}

/** What to do now, in one sentence. */
export function describeNext(report: Report): string {
  if (report.command === "rollback") return describeNextOfRollback(report);
  if (isWholeDiagnosis(report)) return describeNextOfDiagnosis(report);
  switch (report.verdict) {
    case "private":
    case "restored":
      return "Nothing to do.";
    case "refused":
      if (report.errors.some((e) => e.code === "SFH917")) return "Plan again, look at it, then apply that plan.";
      if (isHeldOnly(report))
        return "Let somebody apply it who watches, or name the steps in the config, then run again.";
      return report.steps.some((s) => s.state === "planned")
        ? "Supply what is missing, or accept the loss by name; apply carries out the rest meanwhile."
        : "Supply what is missing, or accept the loss by name in the config, then run again.";
    case "incomplete":
      return "Run again: it reads the hub and goes on from what is there.";
    case "failed":
      return "Mend what the errors name, then run again: it reads the hub and goes on from what is there.";
    case "cancelled":
      return "Run again when you like: it reads the hub and goes on from what is there.";
    case "unproven":
      return "Give the caller what it lacks to read, or run from where it can be told; then verify again.";
    case "drift":
      return report.steps.some((s) => s.state === "planned")
        ? "Run apply with the same options to carry the plan out."
        : "Mend the findings above by hand; explain CODE tells more about each.";
  }
}
