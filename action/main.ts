import { setMaxListeners } from "node:events";
import process from "node:process";
import * as core from "@actions/core";
import { describeError } from "../src/cli/show-error.ts";
import { renderErrorMarkdown } from "../src/report/markdown.ts";
import { createMask } from "./masks.ts";
import { run } from "./run.ts";
import { writeSummary } from "./summary.ts";

// The runner sends SIGINT, SIGTERM after 7.5 s, and ends everything 2.5 s later.
const controller = new AbortController();
// Every request under way listens.
setMaxListeners(0, controller.signal);
const stop = (): void => {
  if (controller.signal.aborted) process.exit(130);
  core.info("Stopping: no new request is begun.");
  controller.abort();
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);

const mask = createMask(core.getInput("masked-ids"), core.setSecret);
try {
  await run(process.env, controller.signal, mask);
} catch (error) {
  const shown = describeError(error);
  mask(JSON.stringify(shown));
  const { code, message, fix, correlationId } = shown;
  const id = correlationId === "" ? "" : ` (correlation id ${correlationId})`;
  core.error(`${message} Fix: ${fix}${id}`, { title: code });
  const isCancelled = code === "SFH905";
  // First the outputs: the runner's grace may end while the summary is written.
  if (isCancelled) core.setOutput("status", "cancelled");
  core.setOutput("exit-code", isCancelled ? "130" : "1");
  process.exitCode = isCancelled ? 130 : 1;
  await writeSummary(renderErrorMarkdown(shown), process.env.GITHUB_STEP_SUMMARY);
}

// What a stopped run still waits for (a token service, a name server) doesn't keep the job.
if (controller.signal.aborted) setTimeout(() => process.exit(), 1_000).unref();
