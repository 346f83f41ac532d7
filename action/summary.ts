import { summary } from "@actions/core";
import { context } from "@actions/github";

/** Writes the job summary where the runner takes one (GITHUB_STEP_SUMMARY), with the run it belongs to. */
export async function writeSummary(markdown: string, summaryFile: string | undefined): Promise<void> {
  if (summaryFile === undefined || summaryFile === "") return;
  await summary.addRaw(`${markdown}\n${describeRun()}\n`).write();
}

/** A summary is copied into tickets: it says where it comes from. */
function describeRun(): string {
  const { serverUrl, runId, runAttempt, workflow, sha, payload } = context;
  const repository = payload.repository?.full_name ?? process.env.GITHUB_REPOSITORY ?? "";
  if (repository === "" || Number.isNaN(runId)) return "";
  return `Run [${workflow} #${String(runId)}, attempt ${String(runAttempt)}](${serverUrl}/${repository}/actions/runs/${String(runId)}) at ${sha.slice(0, 7)}.`;
}
