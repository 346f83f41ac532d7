import type { Command } from "commander";
import type { Capsule } from "../ports.ts";
import type { ReportConfig } from "../report/config-place.ts";
import type { RunInput } from "../runbook/runbook.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { compose, describeConfig } from "./compose.ts";
import { choicesOf, hostOf, type HubOptions } from "./run-options.ts";
import { readSettings, type Settings } from "./settings.ts";
import type { Shell } from "./shell.ts";

export interface PreparedRun {
  readonly input: RunInput;
  /** A line about the config, for the report's head. */
  readonly config: string;
  /** What the config says, and where. */
  readonly decidedBy: ReportConfig;
}

/** From the options of a run to what it is given. Throws RunError for what can't be meant. */
export async function prepareRun(
  shell: Shell,
  options: HubOptions,
  command: Command,
  more: {
    readonly capsule?: Capsule | undefined;
    readonly capsuleHub?: ResourceId | undefined;
    /** Those of a saved plan; without them, what options and config file say. */
    readonly settings?: Settings | undefined;
  } = {},
): Promise<PreparedRun> {
  const settings =
    more.settings ?? (await readSettings({ ...choicesOf(options, command), capsuleHub: more.capsuleHub }));
  const host = { ...hostOf(shell, options), capsule: more.capsule };
  return { input: await compose(settings, host), config: describeConfig(settings), decidedBy: settings };
}
