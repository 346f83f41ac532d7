import type { FindingCode } from "../checks/codes.ts";
import type { Finding } from "../checks/finding.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import { isRefused, type PlannedStep } from "./plan.ts";
import type { Step } from "./step.ts";

const closingCodes: readonly FindingCode[] = ["SFH301", "SFH302", "SFH303", "SFH304", "SFH309"];
const ruleCodes: readonly FindingCode[] = ["SFH201", "SFH202", "SFH207"];

/** Findings whose mending step is refused say so. */
export function markFindings(findings: readonly Finding[], steps: readonly PlannedStep[]): readonly Finding[] {
  const refused = steps.filter(isRefused).map((s) => s.step);
  return findings.map((f) =>
    f.state === "open" && refused.some((s) => wouldMend(s, f)) ? { ...f, state: "refused" } : f,
  );
}

function wouldMend(step: Step, f: Finding): boolean {
  switch (step.kind) {
    case "close-public-access":
      return closingCodes.includes(f.code) && isSameId(f.resourceId, step.resourceId);
    case "declare-rule":
      return ruleCodes.includes(f.code) && isSameId(f.resourceId, step.rule.target);
    case "provision-managed-network":
      return f.code === "SFH101" || f.code === "SFH104";
    case "grant-reader":
      return f.code === "SFH401" && isSameId(f.resourceId, step.resourceId);
    case "approve-connection":
    case "let-trusted-services-in":
    case "await-managed-network":
    case "await-datastore":
    case "reopen-public-access":
    case "restore-bypass":
      return false;
  }
}
