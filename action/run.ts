import * as core from "@actions/core";
import type { Environment } from "../src/cli/shell.ts";
import { runDemo } from "./demo-run.ts";
import { runDiscovery } from "./discovery-run.ts";
import { runHeartbeat } from "./heartbeat-run.ts";
import { runOnHub, type HubRun, type HubRunContext } from "./hub-run.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { readJob } from "./job.ts";
import { createLog } from "./log.ts";
import { isFailure, outputsOf, type Outputs } from "./outputs.ts";
import { publishRun } from "./publish-run.ts";
import { makeRunFolder } from "./run-folder.ts";

/** One run of the action, from inputs to outputs. Throws RunError where it comes to no report. */
export async function run(env: Environment, signal: AbortSignal): Promise<void> {
  const inputs = readInputs(core.getInput);
  const log = createLog(inputs.publishing);
  const job = await readJob(env, signal, inputs.publishing.token);
  if (inputs.mode === "discover") return setOutputs(await runDiscovery(inputs, { env, signal, log, job }));
  if (inputs.mode === "heartbeat") return setOutputs(await runHeartbeat(inputs, { env, log, job }));
  const folder = await makeRunFolder(env.RUNNER_TEMP);
  const context = { env, signal, log, folder, isScheduled: job.place?.event === "schedule" };
  const came = await log.group(`secure-foundry-hub ${inputs.mode}`, () => carryOut(inputs, context));
  const hasFailed = isFailure(came.report, inputs.failsOn);
  const published = await publishRun(came, { inputs, context, job, hasFailed });
  setOutputs({ ...outputsOf(came.report), ...came.files, ...published });
  if (hasFailed) process.exitCode = 1;
}

async function carryOut(inputs: Inputs, context: HubRunContext): Promise<HubRun> {
  return inputs.mode === "demo" ? runDemo(inputs.estate, context) : runOnHub(inputs, context);
}

function setOutputs(outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}
