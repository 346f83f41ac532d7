import { renderJson } from "../report/json.ts";
import type { Report } from "../report/report.ts";
import { renderText } from "../report/text.ts";
import { exitCodeOf } from "../report/verdict.ts";
import type { Shell } from "./shell.ts";

export interface ReportFormat {
  readonly output: "text" | "json";
  readonly config: string;
}

/** Writes the report to standard output and ends with the verdict's code. */
export function showReport(shell: Shell, report: Report, { output, config }: ReportFormat): void {
  shell.out.write(output === "json" ? renderJson(report) : renderText(report, { ...shell.out, config }));
  shell.end(exitCodeOf(report.verdict));
}
