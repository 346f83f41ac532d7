import * as core from "@actions/core";
import type { RunErrorCode } from "../src/errors.ts";
import type { Report } from "../src/report/report.ts";
import { exitCodeOf, exitCodeOfError } from "../src/report/verdict.ts";
import { hasWritten, isDrift } from "../src/report/words.ts";
import type { FailOn } from "./inputs.ts";

export type Outputs = Readonly<Record<string, string>>;

/** What later steps can read of a run on a hub; the paths of its files come besides. */
export function outputsOf(report: Report): Outputs {
  const counted = hasWritten(report) ? "done" : "planned";
  const drifted = report.findings.filter(isDrift);
  return {
    status: report.verdict,
    changes: String(report.steps.filter((step) => step.state === counted).length),
    "drift-detected": String(report.verdict !== "private" && report.verdict !== "restored"),
    "drift-count": String(drifted.length),
    "managed-network-status": report.hub.managedNetwork,
    "exit-code": String(exitCodeOf(report.verdict)),
  };
}

/**
 * Whether the step fails: on every code but 0, and on what is only found from the severity that is asked for. A step that is
 * refused is found as well, as long as nothing was to be written: a plan shows it.
 */
export function isFailure(report: Report, failsOn: FailOn): boolean {
  const code = exitCodeOf(report.verdict);
  const isFound = code === 2 || (code === 3 && !hasWritten(report));
  if (!isFound) return code !== 0;
  switch (failsOn) {
    case "never":
      return false;
    case "warning":
      return true;
    case "error":
      return (
        report.findings.some((f) => isDrift(f) && f.severity === "error") ||
        report.steps.some((step) => step.state === "planned" || step.state === "refused") ||
        report.paths.some((path) => path.required && path.after !== "open")
      );
  }
}

/** What later steps can read of a run that came to no report. */
export function outputsOfError(code: RunErrorCode | "unexpected"): Outputs {
  const exitCode = exitCodeOfError(code);
  return { status: statuses[exitCode] ?? "failed", "exit-code": String(exitCode) };
}

const statuses: Readonly<Record<number, string>> = { 3: "refused", 130: "cancelled" };

export function setOutputs(outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}
