import type { Report } from "../src/report/report.ts";
import { exitCodeOf } from "../src/report/verdict.ts";

/** What later steps can read, by name; a run that came to no report has only its exit code. */
export function outputsOf(report: Report, reportPath: string): Readonly<Record<string, string>> {
  const counted = report.command === "apply" ? "done" : "planned";
  return {
    status: report.verdict,
    changes: String(report.steps.filter((step) => step.state === counted).length),
    "drift-detected": String(report.verdict !== "private"),
    "report-path": reportPath,
    "exit-code": String(exitCodeOf(report.verdict)),
  };
}

/** Whether the step fails: on every code but 0, and on drift only where it is asked to. */
export function isFailure(report: Report, failsOnDrift: boolean): boolean {
  const code = exitCodeOf(report.verdict);
  return code === 2 ? failsOnDrift : code !== 0;
}
