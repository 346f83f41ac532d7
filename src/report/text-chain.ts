import { describeBrokenLink } from "./broken-link.ts";
import { heading } from "./heading.ts";
import { pageOf, type TextOptions } from "./page.ts";
import type { Report } from "./report.ts";

/** The first broken link in one line. Empty for a plan, which is not asked for it. */
export function renderFirstBrokenLink(report: Report, options: TextOptions = {}): readonly string[] {
  const said = report.command === "plan" ? undefined : describeBrokenLink(report);
  return said === undefined ? [] : heading("First broken link:", said, pageOf(options));
}
