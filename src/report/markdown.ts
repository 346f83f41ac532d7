import { brokenLinkSection } from "./markdown/broken-link-section.ts";
import { correlationSection, settingsSection, unreadSection } from "./markdown/detail-section.ts";
import { code, escape } from "./markdown/escape.ts";
import { treeSection } from "./markdown/diagnosis-section.ts";
import { findingSection } from "./markdown/finding-section.ts";
import { fit } from "./markdown/fit.ts";
import { linkTo, webAddress } from "./markdown/link.ts";
import { pathSection, topologySection } from "./markdown/path-section.ts";
import type { Section } from "./markdown/section.ts";
import { accountSection, refusalSection, stepSection } from "./markdown/step-section.ts";
import { errorSection, nextSection, verdictSection } from "./markdown/verdict-section.ts";
import type { Report } from "./report.ts";

export interface MarkdownOptions {
  /** Which config decided. */
  readonly config?: string | undefined;
  /** Where the whole report can be had. */
  readonly artifactUrl?: string | undefined;
  /** Bytes in UTF-8. */
  readonly limit?: number | undefined;
}

export interface ShortMarkdownOptions {
  /** The run it comes from. */
  readonly runUrl?: string | undefined;
  /** Characters. */
  readonly limit?: number | undefined;
}

/** GitHub shows no job summary above 1 MiB; a little is left for what else the step writes. */
const summaryLimit = 1_000_000;

/** GitHub takes 65,536 characters of an issue or a comment; a little is left for what whoever posts it adds. */
const commentLimit = 60_000;

/** The report as GitHub-flavoured Markdown for a job summary, never longer than the limit. */
export function renderMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const { config, artifactUrl, limit = summaryLimit } = options;
  const link = linkTo("The whole report", artifactUrl);
  const isDiagnosis = report.command === "diagnose";
  const sections = [
    verdictSection(report, config),
    errorSection(report),
    brokenLinkSection(report),
    treeSection(report),
    findingSection(report),
    // What a plan would do is not what a diagnosis is asked for.
    ...(isDiagnosis ? [] : [stepSection(report), pathSection(report)]),
    topologySection(report),
    ...(isDiagnosis ? [] : [refusalSection(report), accountSection(report)]),
    unreadSection(report),
    correlationSection(report),
    settingsSection(report),
    nextSection(report, webAddress(artifactUrl) === undefined ? "" : `${link} is an artifact of this run.`),
  ];
  const whole = `${webAddress(artifactUrl) === undefined ? "The report" : link} has all of it.`;
  return within(sections, { report, limit, whole, measure: (text) => Buffer.byteLength(text) });
}

/** The report for a comment or an issue, never longer than the limit: how it ended, what to mend first, what was found. */
export function renderShortMarkdown(report: Report, options: ShortMarkdownOptions = {}): string {
  const { runUrl, limit = commentLimit } = options;
  const link = webAddress(runUrl) === undefined ? "" : `${linkTo("The run", runUrl)} has the rest.`;
  const sections = [
    verdictSection(report),
    errorSection(report),
    brokenLinkSection(report),
    findingSection(report),
    nextSection(report, link),
  ];
  const whole = link === "" ? "The run has the rest." : link;
  return within(sections, { report, limit, whole, measure: (text) => text.length });
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

interface Asked {
  readonly report: Report;
  readonly limit: number;
  readonly whole: string;
  readonly measure: (text: string) => number;
}

/** Where not even the shortest of it fits, the verdict alone. */
function within(sections: readonly Section[], { report, ...room }: Asked): string {
  const verdict = `secure-foundry-hub ${report.command}: ${report.verdict}\n`;
  return fit(sections, room) ?? verdict.slice(0, Math.max(0, room.limit));
}
