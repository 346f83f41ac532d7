import { copyFile } from "node:fs/promises";
import path from "node:path";
import { describeConfig } from "../src/cli/compose.ts";
import { renderJson } from "../src/report/json.ts";
import { renderShortMarkdown } from "../src/report/markdown.ts";
import { renderSarif } from "../src/report/sarif.ts";
import { renderText } from "../src/report/text.ts";
import { annotationsOf } from "./annotations.ts";
import type { HubRun, HubRunContext } from "./hub-run.ts";
import type { Inputs } from "./inputs.ts";
import { isKept } from "./kept-folder.ts";
import type { Outputs } from "./outputs.ts";
import type { Log } from "./log.ts";
import { composeSummary, writeSummary } from "./summary.ts";
import { tellGitHub } from "./tell-github.ts";

export interface PublishOptions {
  readonly inputs: Inputs;
  readonly context: HubRunContext;
  readonly hasFailed: boolean;
}

/**
 * Tells what a run came to, everywhere it is to be told: log, annotations, files, summary, and GitHub itself. Gives the
 * outputs that say where.
 */
export async function publishRun({ report, settings, files }: HubRun, options: PublishOptions): Promise<Outputs> {
  const { inputs, context, hasFailed } = options;
  const { log, folder, env, job } = context;
  const { place, connection } = job;
  const config = describeConfig(settings);
  log.info(renderText(report, { config }));
  for (const annotation of annotationsOf(report, settings)) log.annotate(annotation);
  const written = await folder.write("report.json", renderJson(report));
  const reportPath = inputs.reportPath === undefined ? written : await copyReport(written, inputs.reportPath, log);
  const sarif = renderSarif(report, settings);
  const sarifPath = await folder.write("report.sarif", sarif);
  const keeps = isKept(inputs, job);
  if (!keeps) warnOfLoss(files, log);
  const about = { config, request: inputs.request, place, isKept: keeps, planHash: files["plan-hash"] };
  const summary = composeSummary(report, about);
  await folder.write("summary.md", summary);
  await writeSummary(log.shown(summary), env.GITHUB_STEP_SUMMARY);
  // A stopped run has no time for more.
  if (!context.signal.aborted) {
    const markdown = log.shown(renderShortMarkdown(report, { runUrl: place?.runUrl }));
    await tellGitHub({ report, markdown, sarif: log.shown(sarif), hasFailed }, inputs.publishing, { connection, log });
  }
  return { "report-path": reportPath, "sarif-path": sarifPath };
}

/** What rollback needs goes with the runner: whoever may want it should hear of that now. */
function warnOfLoss(files: HubRun["files"], log: Log): void {
  if (files["rollback-path"] === undefined) return;
  const message =
    "This run changed something, and what rollback needs is not kept after the job: the repository is public, or ids are masked. Fix: keep the file that the output rollback-path names, or set upload-report: true.";
  log.annotate({ level: "warning", title: "Nothing to roll back from later", message });
}

/** A second copy, where the workflow wants one. The run is done: a disk that is full by now changes nothing of that. */
async function copyReport(from: string, to: string, log: Log): Promise<string> {
  const file = path.resolve(to);
  try {
    await copyFile(from, file);
    return file;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The report can't be written to ${file}: ${why}. It is in ${from}.`;
    log.annotate({ level: "warning", title: "The report has no copy", message });
    return from;
  }
}
