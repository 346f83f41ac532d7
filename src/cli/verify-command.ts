import type { Command } from "commander";
import { runVerify } from "../runbook/runbook.ts";
import { compose } from "./compose.ts";
import { addRunOptions, choicesOf, hostOf, type RunOptions } from "./run-options.ts";
import { readSettings } from "./settings.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

/** `verify`: reads again, knowing nothing of any run before, and judges. */
export function addVerifyCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("verify"))
    .summary("check that the hub is private and every required path is open")
    .description("Reads the hub, knowing nothing of any run before, and judges it against the config. Writes nothing.")
    .action(async (options: RunOptions, command: Command) => {
      const settings = await readSettings(choicesOf(options, command));
      showReport(shell, await runVerify(await compose(settings, hostOf(shell, options))), options.output);
    });
}
