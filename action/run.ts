import * as core from "@actions/core";
import { compose, describeConfig } from "../src/cli/compose.ts";
import { describeEvent } from "../src/cli/progress.ts";
import { readSettings, type Settings } from "../src/cli/settings.ts";
import type { Environment } from "../src/cli/shell.ts";
import { renderMarkdown } from "../src/report/markdown.ts";
import type { Report } from "../src/report/report.ts";
import { renderText } from "../src/report/text.ts";
import { runApply, runPlan, runVerify } from "../src/runbook/runbook.ts";
import { annotationsOf } from "./annotations.ts";
import { createFederatedCredential, requireIdTokens } from "./federated-credential.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { azureValues, type Mask } from "./masks.ts";
import { isFailure, outputsOf } from "./outputs.ts";
import { writeReport } from "./report-file.ts";
import { writeSummary } from "./summary.ts";

/** One run of the action, from inputs to outputs. Throws RunError where it comes to no report. */
export async function run(env: Environment, signal: AbortSignal, mask: Mask): Promise<void> {
  const inputs = readInputs(core.getInput);
  mask(JSON.stringify(inputs), ...azureValues(env));
  const settings = await readSettings(inputs.choices);
  mask(JSON.stringify(settings));
  const config = describeConfig(settings);
  const report = await carryOut(inputs, settings, { env, signal, mask });
  mask(JSON.stringify(report));
  core.info(renderText(report, { config }));
  for (const { level, title, message } of annotationsOf(report)) core[level](message, { title });
  await writeSummary(renderMarkdown(report, config), env.GITHUB_STEP_SUMMARY);
  const reportPath = await writeReport(report, inputs.reportPath, env.RUNNER_TEMP);
  for (const [name, value] of Object.entries(outputsOf(report, reportPath))) core.setOutput(name, value);
  if (isFailure(report, inputs.failsOnDrift)) process.exitCode = 1;
}

interface Surroundings {
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly mask: Mask;
}

async function carryOut(inputs: Inputs, settings: Settings, around: Surroundings): Promise<Report> {
  const { federated } = inputs;
  const { env, signal, mask } = around;
  const tell = (line: string): void => {
    mask(line);
    core.info(line);
  };
  if (federated !== undefined) requireIdTokens(env);
  const input = await compose(settings, {
    env,
    signal,
    emit: (event) => tell(describeEvent(event)),
    tell,
    credential:
      federated === undefined
        ? undefined
        : (endpoints, httpClient) => createFederatedCredential(federated, core.getIDToken, endpoints, httpClient),
  });
  switch (inputs.mode) {
    case "plan":
      return runPlan(input);
    case "verify":
      return runVerify(input);
    case "apply":
      // Whoever wrote `mode: apply` into the workflow has said yes.
      return runApply(input, { confirm: async () => true, isAllOrNothing: inputs.isAllOrNothing });
  }
}
