import { linkWords } from "../diagnose/link.ts";
import { brokenLinkOf, describeBrokenLink, describeUnknownLinks, type BrokenLink } from "./broken-link.ts";
import { indent } from "./layout.ts";
import { pageOf, type Page, type TextOptions } from "./page.ts";
import type { Report, ReportLink } from "./report.ts";
import { count } from "./words.ts";

/** The first broken link: in one line, or of a diagnosis with what shows it and the whole chain. Empty for a plan. */
export function renderFirstBrokenLink(report: Report, options: TextOptions = {}): readonly (readonly string[])[] {
  const page = pageOf(options);
  if (report.command === "plan") return [];
  if (report.command === "diagnose") return [renderDiagnosis(report, page), renderChain(report, page)];
  const said = describeBrokenLink(report);
  return said === undefined ? [] : [heading("First broken link:", said, page)];
}

/** So many details of one link are shown; the findings have all of them. */
const mostDetails = 5;

function renderDiagnosis(report: Report, page: Page): readonly string[] {
  const broken = brokenLinkOf(report);
  const unknown = describeUnknownLinks(report);
  if (broken === undefined) {
    return heading("First broken link:", unknown ?? "none: every link of the chain holds.", page);
  }
  const { name, holds, place, of, finding, fix, notKnownBefore } = broken;
  return [
    ...heading("First broken link:", `${name} (${place} of ${of}): ${holds}`, page),
    ...(finding === undefined ? [] : indent(finding.title, 11, page.width, `  ${finding.code}`).map(page.palette.bad)),
    ...renderEvidence(broken, page),
    ...(notKnownBefore.length === 0
      ? []
      : indent(notKnownBefore.join(", "), 29, page.width, "           not known before it:")),
    ...indent(fix, 16, page.width, "           fix:"),
  ];
}

function renderEvidence({ evidence, paths }: BrokenLink, { width }: Page): readonly string[] {
  const shut = paths.map(({ from, to, state, reason }) => `${from} to ${to} is ${state}: ${reason}`);
  return [evidence, shut].flatMap((details) => [
    ...details.slice(0, mostDetails).flatMap((detail) => indent(detail, 13, width, "           -")),
    ...(details.length > mostDetails ? [`           - and ${details.length - mostDetails} more`] : []),
  ]);
}

function renderChain({ chain = [] }: Report, { palette, width }: Page): readonly string[] {
  if (chain.length === 0) return [];
  const paints = { holding: palette.good, broken: palette.bad, "not known": palette.warn };
  return [
    `${palette.bold("The chain")}  what comes after a broken link may be broken only because of it`,
    ...chain.flatMap((link, i) => {
      const head = `${String(i + 1).padStart(4)}  ${link.state.padEnd(9)}`;
      const said = `${linkWords[link.link].name}${describeFound(link)}`;
      return indent(said, 17, width, head).map((l) => l.replace(link.state, paints[link.state]));
    }),
  ];
}

function describeFound({ findings, paths }: ReportLink): string {
  const parts = [
    ...(findings.length === 0 ? [] : [count(findings.length, "finding")]),
    ...(paths.length === 0 ? [] : [count(paths.length, "path")]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

function heading(title: string, text: string, { palette, width }: Page): readonly string[] {
  return indent(text, title.length + 1, width, title).map((line) => line.replace(title, palette.bold));
}
