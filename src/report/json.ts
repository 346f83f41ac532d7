import type { Report } from "./report.ts";

/** The report for machines: `secure-foundry-hub/report/1`, ends with a line break. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
