import * as core from "@actions/core";
import type { Environment } from "../src/cli/shell.ts";
import { runDemo } from "./demo-run.ts";
import { runDiscovery } from "./discovery-run.ts";
import { runHeartbeat } from "./heartbeat-run.ts";
import { runOnHub, type HubRun, type HubRunContext } from "./hub-run.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { readJob, type Job } from "./job.ts";
import type { Log } from "./log.ts";
import { azureValues } from "./masks.ts";
import { folderOutputs } from "./kept-folder.ts";
import { isFailure, outputsOf, setOutputs } from "./outputs.ts";
import { publishRun } from "./publish-run.ts";
import { makeRunFolder, reservePlace } from "./run-folder.ts";

/** One run of the action, from inputs to outputs. Throws RunError where it comes to no report. */
export async function run(env: Environment, signal: AbortSignal, log: Log): Promise<void> {
  const inputs = readInputs(core.getInput);
  // Later steps print them too.
  log.hide(JSON.stringify(inputs), ...azureValues(env));
  const job = await readJob(env, signal, inputs.publishing.token);
  switch (inputs.mode) {
    case "discover":
      setOutputs(await runDiscovery(inputs, { env, signal, log, job }));
      return;
    case "heartbeat":
      setOutputs(await runHeartbeat(inputs, { env, log, job }));
      return;
    default:
      await runAndPublish(inputs, { env, signal, log }, job);
  }
}

async function runAndPublish(
  inputs: Inputs,
  around: Pick<HubRunContext, "env" | "signal" | "log">,
  job: Job,
): Promise<void> {
  const folder = await makeRunFolder(around.env.RUNNER_TEMP);
  if (inputs.reportPath !== undefined) await reservePlace(inputs.reportPath);
  const context = { ...around, folder, place: job.place };
  // Before anything is done: a run that is cut off leaves what rollback needs, and the next step keeps it.
  setOutputs(folderOutputs(inputs, folder, job));
  const came = await around.log.group(`secure-foundry-hub ${inputs.mode}`, () => carryOut(inputs, context));
  const hasFailed = isFailure(came.report, inputs.failsOn);
  const published = await publishRun(came, { inputs, context, job, hasFailed });
  setOutputs({ ...outputsOf(came.report), ...came.files, ...published });
  if (hasFailed) process.exitCode = 1;
}

async function carryOut(inputs: Inputs, context: HubRunContext): Promise<HubRun> {
  return inputs.mode === "demo" ? runDemo(inputs.estate, context) : runOnHub(inputs, context);
}
