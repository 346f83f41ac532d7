import { summary } from "@actions/core";
import { escape } from "../src/report/markdown/escape.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import type { Report } from "../src/report/report.ts";
import type { RunPlace } from "./github/run-place.ts";
import type { Inputs } from "./inputs.ts";

export interface SummaryOptions {
  /** Which config decided. */
  readonly config: string;
  readonly request: Inputs["request"];
  readonly place: RunPlace | undefined;
  /** Whether the report is kept as an artifact of the run. */
  readonly isKept: boolean;
}

/** The report, who asked for it, and the run it comes from: a summary is copied into tickets. */
export function composeSummary(report: Report, { config, request, place, isKept }: SummaryOptions): string {
  const artifactUrl = isKept && place !== undefined ? `${place.runUrl}#artifacts` : undefined;
  const foot = [describeRequest(request), describeRun(place)].filter((line) => line !== "");
  return [renderMarkdown(report, { config, artifactUrl }), ...foot].join("\n");
}

/** Writes the job summary where the runner takes one (GITHUB_STEP_SUMMARY). */
export async function writeSummary(markdown: string, summaryFile: string | undefined): Promise<void> {
  if (summaryFile === undefined || summaryFile === "") return;
  await summary.addRaw(`${markdown}\n`).write();
}

function describeRequest({ changeTicket, reason }: Inputs["request"]): string {
  const parts = [
    ...(changeTicket === undefined ? [] : [`Change ${escape(changeTicket.slice(0, 200))}.`]),
    ...(reason === undefined ? [] : [`Reason: ${escape(reason.slice(0, 1_000))}`]),
  ];
  return parts.join(" ");
}

export function describeRun(place: RunPlace | undefined): string {
  if (place === undefined) return "";
  const { runUrl, sha, event } = place;
  return `[This run](${runUrl}), started by ${event === "" ? "an unknown event" : event}${sha === "" ? "" : `, at ${sha.slice(0, 7)}`}.`;
}
