import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { RunError } from "../src/errors.ts";
import { renderJson } from "../src/report/json.ts";
import type { Report } from "../src/report/report.ts";

/** Writes the JSON report to the path given, or into the runner's temporary folder; gives the path. */
export async function writeReport(
  report: Report,
  chosen: string | undefined,
  runnerTemp: string | undefined,
): Promise<string> {
  const file = path.resolve(chosen ?? path.join(runnerTemp ?? tmpdir(), `secure-foundry-hub-${report.command}.json`));
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, renderJson(report));
  } catch (error) {
    throw new RunError(
      "SFH912",
      `The report can't be written to ${file}: ${error instanceof Error ? error.message : String(error)}`,
      {
        fix: "Give report-path a file in a folder the job can write to.",
        cause: error,
      },
    );
  }
  return file;
}
