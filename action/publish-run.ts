import { describeConfig } from "../src/cli/compose.ts";
import { renderJson } from "../src/report/json.ts";
import { renderShortMarkdown } from "../src/report/markdown.ts";
import { renderSarif } from "../src/report/sarif.ts";
import { renderText } from "../src/report/text.ts";
import { nameOf } from "../src/snapshot/resource-id.ts";
import { annotationsOf } from "./annotations.ts";
import type { HubRun, HubRunContext } from "./hub-run.ts";
import type { Inputs } from "./inputs.ts";
import type { Job } from "./job.ts";
import type { Outputs } from "./outputs.ts";
import { artifactName, copyReport } from "./run-folder.ts";
import { composeSummary, writeSummary } from "./summary.ts";
import { tellGitHub } from "./tell-github.ts";

export interface PublishOptions {
  readonly inputs: Inputs;
  readonly context: HubRunContext;
  readonly job: Job;
  readonly hasFailed: boolean;
}

/**
 * Tells what a run came to, everywhere it is to be told: log, annotations, files, summary, and GitHub itself. Gives the
 * outputs that say where.
 */
export async function publishRun({ report, settings }: HubRun, options: PublishOptions): Promise<Outputs> {
  const { inputs, context, job, hasFailed } = options;
  const { log, folder, env } = context;
  const { place, connection } = job;
  const config = describeConfig(settings);
  log.info(renderText(report, { config }));
  for (const annotation of annotationsOf(report, settings)) log.annotate(annotation);
  const written = await folder.write("report.json", renderJson(report));
  const reportPath = inputs.reportPath === undefined ? written : await copyReport(written, inputs.reportPath);
  const sarif = renderSarif(report, settings);
  const sarifPath = await folder.write("report.sarif", sarif);
  const isKept = keepsReport(inputs, job);
  const summary = composeSummary(report, { config, request: inputs.request, place, isKept });
  await folder.write("summary.md", summary);
  await writeSummary(log.shown(summary), env.GITHUB_STEP_SUMMARY);
  const short = log.shown(renderShortMarkdown(report, { runUrl: place?.runUrl }));
  // A stopped run has no time for more.
  if (!context.signal.aborted) {
    const told = { report, markdown: short, sarif: log.shown(sarif), hasFailed };
    await tellGitHub(told, inputs.publishing, { connection, log });
  }
  return {
    "report-path": reportPath,
    "sarif-path": sarifPath,
    "artifact-name": artifactName(inputs.mode, nameOf(report.hub.id), folder.mark),
    "artifact-path": isKept ? folder.path : "",
  };
}

/** Anybody can read the artifacts of a public repository, and no id is masked in them. */
function keepsReport({ publishing }: Inputs, { place }: Job): boolean {
  return publishing.uploadsReport ?? (place?.isPublic !== true && !publishing.masksIds);
}
