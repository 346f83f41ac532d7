import { describeBrokenLink } from "./broken-link.ts";
import { indent } from "./layout.ts";
import { pageOf, type TextOptions } from "./page.ts";
import type { Report } from "./report.ts";

/** The first broken link in one line. Empty for a plan, which is not asked for it. */
export function renderFirstBrokenLink(report: Report, options: TextOptions = {}): readonly string[] {
  const { palette, width } = pageOf(options);
  const said = report.command === "plan" ? undefined : describeBrokenLink(report);
  const title = "First broken link:";
  return said === undefined
    ? []
    : indent(said, title.length + 1, width, title).map((line) => line.replace(title, palette.bold));
}
