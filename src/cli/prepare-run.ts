import type { Command } from "commander";
import type { RunInput } from "../runbook/runbook.ts";
import { compose, describeConfig } from "./compose.ts";
import { choicesOf, hostOf, type RunOptions } from "./run-options.ts";
import { readSettings } from "./settings.ts";
import type { Shell } from "./shell.ts";

export interface PreparedRun {
  readonly input: RunInput;
  /** A line about the config, for the report's head. */
  readonly config: string;
}

/** From the options of plan, apply and verify to what a run is given. Throws RunError for what can't be meant. */
export async function prepareRun(shell: Shell, options: RunOptions, command: Command): Promise<PreparedRun> {
  const settings = await readSettings(choicesOf(options, command));
  return { input: await compose(settings, hostOf(shell, options)), config: describeConfig(settings) };
}
