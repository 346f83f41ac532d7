import { nameOf } from "../snapshot/resource-id.ts";
import { indent, table } from "./layout.ts";
import { pageOf, type Page, type TextOptions } from "./page.ts";
import type { Palette } from "./palette.ts";
import type { Report, ReportFinding, Verdict } from "./report.ts";
import { renderFirstBrokenLink } from "./text-chain.ts";
import { renderDiagnosis } from "./text-diagnosis.ts";
import { renderSteps } from "./text-steps.ts";
import {
  count,
  describeDuration,
  describeNext,
  describeVerdict,
  groupFindings,
  groupFixed,
  groupPaths,
  hasWritten,
  severities,
  standing,
  type FindingGroup,
} from "./words.ts";

/** The report for people at a terminal: the verdict first, then what it rests on, then what to do. Ends with a line break. */
export function renderText(report: Report, options: TextOptions = {}): string {
  const body =
    report.command === "diagnose"
      ? [renderErrors(report, pageOf(options)), ...renderDiagnosis(report, options)]
      : [renderFirstBrokenLink(report, options), ...renderBody(report, options)];
  return joinSections([renderVerdict(report, options), ...body, nextLine(report, options)]);
}

/** The verdict, and whose run it was. */
export function renderVerdict(report: Report, options: TextOptions = {}): readonly string[] {
  const { palette, width } = pageOf(options);
  const paint = paintVerdict(palette)[report.verdict];
  const { hub, run, caller } = report;
  const who = caller.objectId === "" ? caller.credential : `${caller.objectId} (${caller.credential})`;
  const facts = `${report.command} of ${hub.name}, ${hub.location}, ${report.cloud}; as ${who}; ${count(run.requests, "request")} in ${describeDuration(run.durationMs)}${run.throttled === 0 ? "" : `, ${run.throttled} throttled`}`;
  const word = report.verdict.toUpperCase();
  return [
    ...indent(describeVerdict(report), word.length + 2, width, word).map((l) =>
      l.replace(word, (found) => palette.bold(paint(found))),
    ),
    ...indent(facts, 0, width).map(palette.dim),
    ...(options.config === undefined ? [] : [palette.dim(options.config)]),
  ];
}

/** Everything between the verdict and what to do, in sections; empty ones are left out. */
export function renderBody(report: Report, options: TextOptions = {}): readonly (readonly string[])[] {
  return [...renderWork(report, options), renderPaths(report, options), renderUnread(report, pageOf(options))];
}

/** What is wrong and what is done about it: errors, findings, steps. */
export function renderWork(report: Report, options: TextOptions = {}): readonly (readonly string[])[] {
  const page = pageOf(options);
  return [renderErrors(report, page), renderFindings(report, page), renderSteps(report, options)];
}

/** Sections with an empty line between them. */
export function joinSections(sections: readonly (readonly string[])[]): string {
  return sections
    .filter((s) => s.length > 0)
    .map((s) => `${s.join("\n")}\n`)
    .join("\n");
}

function paintVerdict(palette: Palette): Readonly<Record<Verdict, (text: string) => string>> {
  const { good, warn, bad } = palette;
  return {
    ...{ private: good, restored: good, drift: warn, unproven: warn, incomplete: warn },
    ...{ refused: bad, failed: bad, cancelled: bad },
  };
}

function nextLine(report: Report, options: TextOptions): readonly string[] {
  const { palette, width } = pageOf(options);
  return indent(describeNext(report), 6, width, "Next:").map((l, i) => (i === 0 ? palette.bold(l) : l));
}

function renderErrors(report: Report, { palette, width }: Page): readonly string[] {
  if (report.errors.length === 0) return [];
  return [
    palette.bold("Errors"),
    ...report.errors.flatMap((e) => [
      ...indent(e.message, 10, width, `  ${e.code}`).map(palette.bad),
      ...(e.fix === "" ? [] : indent(e.fix, 15, width, "          fix:")),
      ...(e.correlationId === "" ? [] : [`          correlation id: ${e.correlationId}`]),
    ]),
  ];
}

function renderFindings(report: Report, page: Page): readonly string[] {
  const { palette } = page;
  const fixed = groupFixed(report);
  if (report.findings.length === 0) return [];
  const counts = severities.map((s) => ({ s, n: standing(report, s).length })).filter(({ n }) => n > 0);
  const summary = [
    ...counts.map(({ s, n }) => count(n, s)),
    ...(fixed.length === 0 ? [] : [`${fixed.flatMap((g) => g.findings).length} fixed`]),
  ].join(", ");
  return [
    `${palette.bold("Findings")}  ${summary}`,
    ...severities.flatMap((severity) => groupFindings(report, severity).flatMap((g) => renderGroup(g, page))),
    ...fixed.flatMap((g) => renderFixed(g, page)),
  ];
}

function renderGroup({ first, findings }: FindingGroup, { palette, width }: Page): readonly string[] {
  const paint = { error: palette.bad, warning: palette.warn, note: palette.dim }[first.severity];
  const state = first.state === "open" ? "" : ` [${first.state}]`;
  const head = indent(`${first.title}${state}`, 19, width, `  ${first.severity.padEnd(7)}  ${first.code}`).map((l) =>
    l.replace(first.severity, paint),
  );
  return [
    ...head,
    ...findings.flatMap((f) => indent(describeFinding(f), 21, width, "                   -")),
    ...(first.fix === "" ? [] : indent(first.fix, 24, width, "                   fix:").map(palette.dim)),
  ];
}

function renderFixed({ first, findings }: FindingGroup, { palette, width }: Page): readonly string[] {
  const names = [...new Set(findings.map((f) => nameOf(f.resourceId)))].join(", ");
  return indent(`${first.title}: ${names}`, 19, width, `  fixed    ${first.code}`).map((l) =>
    l.replace("fixed", palette.good),
  );
}

/** Most details name the resource themselves. */
function describeFinding({ detail, resourceId }: ReportFinding): string {
  const name = nameOf(resourceId);
  return detail.toLowerCase().includes(name.toLowerCase()) ? detail : `${name}: ${detail}`;
}

/** Who can reach what: the required paths, and those that change. */
export function renderPaths(report: Report, options: TextOptions = {}): readonly string[] {
  const groups = groupPaths(report);
  if (groups.length === 0) return [];
  const { palette, width } = pageOf(options);
  const paint = (line: string, cell: string): string =>
    cell === "open" ? palette.good(line) : cell === "unknown" ? palette.warn(line) : line;
  const columns = [
    { title: "from", maxWidth: 31 },
    { title: "to", isWide: true },
    { title: "before", paint },
    { title: hasWritten(report) ? "now" : "after", paint },
  ];
  return [
    palette.bold("Who can reach what"),
    ...table(
      columns,
      groups.map((g) => [g.from, g.to, g.before, g.after]),
      width,
    ),
  ];
}

function renderUnread(report: Report, { palette, width }: Page): readonly string[] {
  if (report.unread.length === 0) return [];
  return [
    `${palette.bold("Could not be read")}  unknown, and so never taken for good`,
    ...report.unread.flatMap((u) => indent(`${nameOf(u.resourceId)}, ${u.what}: ${u.why}`, 4, width, "  -")),
  ];
}
