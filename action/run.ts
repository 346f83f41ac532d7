import * as core from "@actions/core";
import type { Environment } from "../src/cli/shell.ts";
import { runDemo } from "./demo-run.ts";
import { runDiscovery } from "./discovery-run.ts";
import { runHeartbeat } from "./heartbeat-run.ts";
import { runOnHub, type HubRun, type HubRunContext } from "./hub-run.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { readJob } from "./job.ts";
import type { Log } from "./log.ts";
import { azureValues } from "./masks.ts";
import { folderOutputs } from "./kept-folder.ts";
import { isFailure, outputsOf, setOutputs } from "./outputs.ts";
import { publishRun } from "./publish-run.ts";
import { makeRunFolder, reservePlace } from "./run-folder.ts";
import type { StepContext } from "./step-context.ts";

/** One run of the action, from inputs to outputs. Throws RunError where it comes to no report. */
export async function run(env: Environment, signal: AbortSignal, log: Log): Promise<void> {
  const inputs = readInputs(core.getInput);
  // Later steps print them too.
  log.hide(JSON.stringify(inputs), ...azureValues(env));
  const job = await readJob(env, signal, inputs.publishing.token);
  const context = { env, signal, log, job };
  switch (inputs.mode) {
    case "discover":
      setOutputs(await runDiscovery(inputs, context));
      return;
    case "heartbeat":
      setOutputs(await runHeartbeat(inputs, context));
      return;
    default:
      await runAndPublish(inputs, context);
  }
}

async function runAndPublish(inputs: Inputs, step: StepContext): Promise<void> {
  const { env, log, job } = step;
  const folder = await makeRunFolder(env.RUNNER_TEMP);
  if (inputs.reportPath !== undefined) await reservePlace(inputs.reportPath);
  const context = { ...step, folder };
  // Before anything is done: a run that is cut off leaves what rollback needs, and the next step keeps it.
  setOutputs(folderOutputs(inputs, folder, job));
  const came = await log.group(`secure-foundry-hub ${inputs.mode}`, () => carryOut(inputs, context));
  const hasFailed = isFailure(came.report, inputs.failsOn);
  const published = await publishRun(came, { inputs, context, hasFailed });
  setOutputs({ ...outputsOf(came.report), ...came.files, ...published });
  if (hasFailed) process.exitCode = 1;
}

async function carryOut(inputs: Inputs, context: HubRunContext): Promise<HubRun> {
  return inputs.mode === "demo" ? runDemo(inputs.estate, context) : runOnHub(inputs, context);
}
