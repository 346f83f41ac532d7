import { summary } from "@actions/core";

/** Writes the job summary where the runner takes one (GITHUB_STEP_SUMMARY). */
export async function writeSummary(markdown: string, summaryFile: string | undefined): Promise<void> {
  if (summaryFile === undefined || summaryFile === "") return;
  await summary.addRaw(markdown).write();
}
