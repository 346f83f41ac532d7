import type { ReportConfig } from "../report/config-place.ts";
import { renderJson } from "../report/json.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { Report } from "../report/report.ts";
import { renderSarif } from "../report/sarif.ts";
import { renderText } from "../report/text.ts";
import { exitCodeOf } from "../report/verdict.ts";
import type { OutputFormat } from "./output-format.ts";
import type { Shell } from "./shell.ts";

export interface ReportFormat {
  readonly output: OutputFormat;
  /** A line about the config, for the report's head. */
  readonly config: string;
  /** What the config says, and where. */
  readonly decidedBy: ReportConfig;
}

/** Writes the report to standard output and ends with the verdict's code. */
export function showReport(shell: Shell, report: Report, format: ReportFormat): void {
  shell.out.write(render(shell, report, format));
  shell.end(exitCodeOf(report.verdict));
}

function render({ out }: Shell, report: Report, { output, config, decidedBy }: ReportFormat): string {
  switch (output) {
    case "text":
      return renderText(report, { ...out, config });
    case "json":
      return renderJson(report);
    case "markdown":
      return renderMarkdown(report, { config });
    case "sarif":
      return renderSarif(report, decidedBy);
  }
}
