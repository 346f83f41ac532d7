import { nameOf } from "../snapshot/resource-id.ts";
import type { Report, ReportFinding } from "./report.ts";
import {
  count,
  describeConsequence,
  describeDuration,
  describeNext,
  describeStep,
  describeVerdict,
  groupPaths,
  hasWritten,
  severities,
  standing,
} from "./words.ts";

/** GitHub shows no job summary above 1 MiB; a little is left for what else the step writes. */
const maxBytes = 1_000_000;
const cutNote = "\n_The rest is cut: the report has all of it._\n";

/** The report, headed by which config decided, as GitHub-flavoured Markdown never longer than a job summary may be. */
export function renderMarkdown(report: Report, config?: string): string {
  const sections = [
    head(report, config),
    errors(report),
    findings(report),
    steps(report),
    accounts(report),
    paths(report),
    unread(report),
  ];
  return fit(sections.filter((s) => s !== "").join("\n"), maxBytes);
}

/** What a run that came to no report has to say in a job summary. */
export function renderErrorMarkdown(error: ReportErrorText): string {
  const id = error.correlationId === "" ? "" : ` (correlation id ${code(error.correlationId)})`;
  return `## secure-foundry-hub: error ${escape(error.code)}\n\n${escape(error.message)}${id}\n\nFix: ${escape(error.fix)}\n`;
}

interface ReportErrorText {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly correlationId: string;
}

/** Cuts at the last whole line that fits, and says so. */
export function fit(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const room = limit - Buffer.byteLength(cutNote);
  const cut = Buffer.from(text).subarray(0, room).toString("utf8");
  return `${cut.slice(0, cut.lastIndexOf("\n"))}\n${cutNote}`;
}

function head(report: Report, config: string | undefined): string {
  const { hub, run } = report;
  return [
    `## secure-foundry-hub ${report.command}: ${report.verdict}`,
    "",
    `**${escape(describeVerdict(report))}** ${escape(describeNext(report))}`,
    "",
    `${code(hub.id)}, ${escape(hub.location)}; ${count(run.requests, "request")} in ${describeDuration(run.durationMs)}${config === undefined ? "" : `; ${escape(config)}`}`,
    "",
  ].join("\n");
}

function errors(report: Report): string {
  if (report.errors.length === 0) return "";
  const items = report.errors.map((e) => {
    const id = e.correlationId === "" ? "" : ` (correlation id ${code(e.correlationId)})`;
    return `- **${e.code}** ${escape(e.message)}${e.fix === "" ? "" : ` Fix: ${escape(e.fix)}`}${id}`;
  });
  return ["### Errors", "", ...items, ""].join("\n");
}

function findings(report: Report): string {
  const shown = severities.flatMap((s) => standing(report, s));
  const fixed = report.findings.filter((f) => f.state === "fixed");
  if (shown.length + fixed.length === 0) return "";
  const row = (f: ReportFinding): readonly string[] => [
    f.state === "open" ? f.severity : `${f.severity}, ${f.state}`,
    f.code,
    nameOf(f.resourceId),
    f.detail === "" ? f.title : `${f.title}: ${f.detail}`,
    f.state === "fixed" ? "" : f.fix,
  ];
  return markdownTable("Findings", ["", "code", "resource", "what", "what mends it"], [...shown, ...fixed].map(row));
}

function steps(report: Report): string {
  const rows = report.steps.map((s) => [
    s.state,
    describeStep(s),
    s.state === "planned" ? describeConsequence(s) : s.reason.split("\n").join("; "),
    s.durationMs === 0 ? "" : describeDuration(s.durationMs),
  ]);
  return rows.length === 0 ? "" : markdownTable("Steps", ["state", "step", "", "took"], rows);
}

/** What each closing leaves open and shuts, folded away. */
function accounts(report: Report): string {
  const closings = report.steps.filter((s) => s.account.length > 0);
  return closings
    .map((step) => {
      const rows = step.account.map(({ from, to, fate, why }) => [fate, from, to, why]);
      const table = markdownTable("", ["fate", "from", "to", "why"], rows).replace(/^### \n\n/, "");
      return `<details><summary>${escape(describeStep(step))}: what stays open, and what closes</summary>\n\n${table}\n</details>\n`;
    })
    .join("\n");
}

function paths(report: Report): string {
  const rows = groupPaths(report).map((g) => [g.from, g.to, g.before, g.after]);
  const after = hasWritten(report) ? "now" : "after";
  return rows.length === 0 ? "" : markdownTable("Who can reach what", ["from", "to", "before", after], rows);
}

function unread(report: Report): string {
  if (report.unread.length === 0) return "";
  const items = report.unread.map((u) => `- ${code(nameOf(u.resourceId))}, ${escape(u.what)}: ${escape(u.why)}`);
  return ["### Could not be read", "", ...items, ""].join("\n");
}

function markdownTable(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const body = rows.map((r) => line(r.map(escape)));
  return [`### ${title}`, "", line(header), line(header.map(() => "---")), ...body, ""].join("\n");
}

/** Text from Azure and from the config is shown as text: no markup, no table cell and no mention comes out of it. */
export function escape(text: string): string {
  return text
    .replace(/[\\`*_[\]|#~]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, "&#64;")
    .replace(/\s*\n\s*/g, "<br>");
}

function code(text: string): string {
  return `\`${text.replace(/`/g, "'")}\``;
}
