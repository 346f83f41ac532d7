import type { Command } from "commander";
import { runVerify } from "../runbook/runbook.ts";
import { reportFormats } from "./output-format.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, type RunOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

/** `verify`: reads again, knowing nothing of any run before, and judges. */
export function addVerifyCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("verify"), reportFormats)
    .summary("check that the hub is private and every required path is open")
    .description("Reads the hub, knowing nothing of any run before, and judges it against the config. Writes nothing.")
    .action(async (options: RunOptions, command: Command) => {
      const { input, ...about } = await prepareRun(shell, options, command);
      showReport(shell, await runVerify(input), { output: options.output, ...about });
    });
}
