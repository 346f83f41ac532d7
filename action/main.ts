import { setMaxListeners } from "node:events";
import process from "node:process";
import * as core from "@actions/core";
import { describeError } from "../src/cli/show-error.ts";
import { hideSecrets } from "../src/redaction.ts";
import { renderErrorMarkdown } from "../src/report/markdown.ts";
import { at } from "./annotations.ts";
import { createLog } from "./log.ts";
import { outputsOfError, setOutputs } from "./outputs.ts";
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

const log = createLog(core.getInput("masked-ids"));
try {
  await run(process.env, controller.signal, log);
} catch (error) {
  const shown = describeError(error, "run the job again with debug logging");
  if (error instanceof Error) log.debug(hideSecrets(error.stack ?? ""));
  const { code, message, fix, correlationId, at: place } = shown;
  const id = correlationId === "" ? "" : ` (correlation id ${correlationId})`;
  log.annotate({ level: "error", title: code, message: `${message} Fix: ${fix}${id}`, ...at(place) });
  // First the outputs: the runner's grace may end while the summary is written.
  const outputs = outputsOfError(code);
  setOutputs(outputs);
  process.exitCode = Number(outputs["exit-code"]);
  await writeSummary(log.shown(renderErrorMarkdown(shown)), process.env.GITHUB_STEP_SUMMARY);
}

// What a stopped run still waits for (a token service, a name server) doesn't keep the job.
if (controller.signal.aborted) setTimeout(() => process.exit(), 1_000).unref();
