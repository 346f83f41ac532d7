import { summary } from "@actions/core";
import { clip, escape } from "../src/report/markdown/escape.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import type { Report } from "../src/report/report.ts";
import { describeRun, type RunPlace } from "./github/run-place.ts";
import type { Inputs } from "./inputs.ts";

export interface SummaryOptions {
  /** Which config decided. */
  readonly config: string;
  readonly request: Inputs["request"];
  readonly place: RunPlace | undefined;
  /** Whether the report is kept as an artifact of the run. */
  readonly isKept: boolean;
  /** Of a plan that was saved: what apply is given besides its file. */
  readonly planHash: string | undefined;
}

/** The report, who asked for it, and the run it comes from: a summary is copied into tickets. */
export function composeSummary(report: Report, options: SummaryOptions): string {
  const { config, request, place, isKept, planHash } = options;
  const artifactUrl = isKept && place !== undefined ? `${place.runUrl}#artifacts` : undefined;
  const saved = planHash === undefined ? "" : `Hash of this plan: \`${planHash}\`.`;
  const foot = [describeRequest(request), saved, describeRun(place)]
    .filter((line) => line !== "")
    .map((line) => `${line}\n`);
  return [renderMarkdown(report, { config, artifactUrl }), ...foot].join("\n");
}

/** Writes the job summary where the runner takes one (GITHUB_STEP_SUMMARY). */
export async function writeSummary(markdown: string, summaryFile: string | undefined): Promise<void> {
  if (summaryFile === undefined || summaryFile === "") return;
  await summary.addRaw(`${markdown}\n`).write();
}

function describeRequest({ changeTicket, reason }: Inputs["request"]): string {
  const parts = [
    ...(changeTicket === undefined ? [] : [`Change ${escape(clip(changeTicket, 200))}.`]),
    ...(reason === undefined ? [] : [`Reason: ${escape(clip(reason, 1_000))}`]),
  ];
  return parts.join(" ");
}
