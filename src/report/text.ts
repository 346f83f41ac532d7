import { nameOf } from "../snapshot/resource-id.ts";
import { indent, table } from "./layout.ts";
import { plainPalette, type Palette } from "./palette.ts";
import { findAcceptable } from "./refusals.ts";
import type { Report, ReportFinding, ReportStep, Verdict } from "./report.ts";
import {
  count,
  describeConsequence,
  describeDuration,
  describeNext,
  describeStep,
  describeVerdict,
  groupFindings,
  groupFixed,
  groupPaths,
  hasWritten,
  severities,
  standing,
  type FindingGroup,
} from "./words.ts";

export interface TextOptions {
  /** Columns to fill; 100 by default. */
  readonly width?: number;
  readonly palette?: Palette;
  /** Which config decided: a line of its own under the verdict. */
  readonly config?: string;
}

interface Page {
  readonly width: number;
  readonly palette: Palette;
}

/** The report for people at a terminal: the verdict first, then what it rests on, then what to do. Ends with a line break. */
export function renderText(report: Report, options: TextOptions = {}): string {
  return joinSections([renderVerdict(report, options), ...renderBody(report, options), nextLine(report, options)]);
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

function pageOf({ width = 100, palette = plainPalette }: TextOptions): Page {
  return { width: Math.max(60, width), palette };
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

/** The steps, each with what came of it and, where it is refused, why. */
export function renderSteps(report: Report, options: TextOptions = {}): readonly string[] {
  if (report.steps.length === 0) return [];
  const page = pageOf(options);
  const { palette, width } = page;
  const paint = paintState(palette);
  return [
    `${palette.bold("Steps")}  ${summariseSteps(report.steps)}`,
    ...report.steps.flatMap((step, i) => {
      const aside =
        step.state === "planned"
          ? describeConsequence(step)
          : step.state === "refused" || step.state === "skipped"
            ? ""
            : describeDuration(step.durationMs);
      const number = String(i + 1).padStart(3);
      const head = indent(
        `${describeStep(step)}${aside === "" ? "" : ` (${aside})`}`,
        14,
        width,
        `${number}  ${step.state}`,
      );
      const painted = head.map((l) => l.replace(step.state, paint(step.state)));
      return [...painted, ...renderCauses(step, page)];
    }),
  ];
}

/** A refusal's missing piece stands on a line of its own, and what to paste into the config comes last, once. */
function renderCauses({ state, reason, refusals }: ReportStep, { palette, width }: Page): readonly string[] {
  const acceptable = findAcceptable(refusals);
  const isSaid = reason === "" || state === "planned";
  const causes = refusals.length > 0 || isSaid ? refusals : [{ lost: reason, missing: "" }];
  return [
    ...causes.flatMap(({ lost, missing }) => [
      ...indent(lost, 16, width, "              -"),
      ...(missing === "" ? [] : indent(missing, 25, width, "                missing:")),
    ]),
    ...(acceptable.length === 0 ? [] : ["              to accept by name, in the config:", "                accept:"]),
    ...acceptable.flatMap(({ resource, origin }) =>
      [`- resource: ${resource}`, `  origin: ${origin}`, "  reason: …"].map((l) =>
        palette.dim(`                  ${l}`),
      ),
    ),
  ];
}

function paintState(palette: Palette): (state: ReportStep["state"]) => (text: string) => string {
  const paints = {
    planned: palette.bold,
    done: palette.good,
    skipped: palette.dim,
    refused: palette.bad,
    failed: palette.bad,
    pending: palette.warn,
  };
  return (state) => paints[state];
}

function summariseSteps(steps: readonly ReportStep[]): string {
  const states: readonly ReportStep["state"][] = ["done", "planned", "pending", "skipped", "refused", "failed"];
  return states
    .map((state) => ({ state, n: steps.filter((s) => s.state === state).length }))
    .filter(({ n }) => n > 0)
    .map(({ state, n }) => `${n} ${state}`)
    .join(", ");
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
