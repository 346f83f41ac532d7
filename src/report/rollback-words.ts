import type { Step } from "../plan/step.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { PublicAccess } from "../snapshot/service.ts";
import type { Report, ReportStep } from "./report.ts";

/** What came of a rollback, or would come of it, in one sentence. */
export function describeRollback(report: Report): string {
  const { name } = report.hub;
  const [planned, refused] = [stepsThat(report, "planned"), stepsThat(report, "refused")];
  switch (report.verdict) {
    case "restored":
      return stepsThat(report, "done") > 0
        ? `${name}: everything of this capsule that can be put back is as it was.`
        : `${name}: nothing of this capsule is left to put back.`;
    case "refused":
      return `${name} is not as it was: ${inSteps(refused)} refused.`;
    case "incomplete":
      return `${name} is not as it was yet: run again to go on from here.`;
    case "failed":
      return `${name}: the rollback failed.`;
    case "cancelled":
      return `${name}: the rollback was cancelled.`;
    case "private":
    case "drift":
    case "unproven":
      return `${name} is not as it was: ${inSteps(planned)} to do.`;
  }
}

/** What to do now, in one sentence. */
export function describeNextOfRollback(report: Report): string {
  switch (report.verdict) {
    case "restored":
      return "Nothing to do. verify tells what is public again.";
    case "refused":
      return stepsThat(report, "planned") > 0
        ? "Run rollback again and say yes (--yes where there is no terminal): it does what isn't refused."
        : "See who changed what, and put back by hand what is yours to put back.";
    case "private":
    case "drift":
    case "unproven":
      return "Run rollback again and say yes (--yes where there is no terminal) to carry it out.";
    case "incomplete":
    case "failed":
    case "cancelled":
      return "Mend what the errors name, if any, then run again: it reads the hub and goes on from what is there.";
  }
}

function stepsThat(report: Report, state: ReportStep["state"]): number {
  return report.steps.filter((step) => step.state === state).length;
}

function inSteps(n: number): string {
  return `${n} step${n === 1 ? "" : "s"}`;
}

/** What a step of a rollback puts back: who gets in by it, or no longer does. Empty for every other step. */
export function describePutBack(step: Step): string {
  switch (step.kind) {
    case "reopen-public-access":
      return step.role === "hub"
        ? "lets in everybody: Azure tells of no chosen addresses"
        : describeWhoGetsIn(step.means);
    case "restore-bypass":
      return "trusted Microsoft services no longer get in by the bypass";
    default:
      return "";
  }
}

function describeWhoGetsIn({ defaultAction, ipRanges, subnets }: PublicAccess): string {
  if (defaultAction === "allow") return "lets in everybody: default action Allow";
  const letIn = [...ipRanges, ...subnets.map((subnet) => `subnet ${nameOf(subnet)}`)];
  return `lets in ${letIn.length === 0 ? "nobody by rule" : letIn.join(", ")}: default action Deny`;
}
