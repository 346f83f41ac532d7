import type { Command } from "commander";
import { runRollback } from "../runbook/runbook.ts";
import { version } from "./compose.ts";
import { confirmAt } from "./confirm.ts";
import { openFileCapsule } from "./file-capsule.ts";
import { reportFormats } from "./output-format.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, capsuleOption, type RunOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

interface RollbackCommandOptions extends RunOptions {
  readonly capsule: string;
  readonly yes?: boolean;
}

/** `rollback`: shows what a capsule would put back, asks, puts it back. Without a terminal and --yes it only shows. */
export function addRollbackCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("rollback"), reportFormats)
    .summary("put back what apply changed, as a capsule has kept it")
    .description(
      "Reads the hub and the capsule, shows what would be put back, asks, then takes one step at a time, the door closed last first. What somebody else has changed since is left alone. Without a terminal it writes only with --yes.",
    )
    .addOption(capsuleOption("the file that apply kept its writes in").makeOptionMandatory())
    .option("--yes", "don't ask: open the public doors that the capsule says were open")
    .action(async (options: RollbackCommandOptions, command: Command) => {
      const capsule = await openFileCapsule(options.capsule, { version, mayBeNew: false });
      if (capsule.wasCutOff) {
        shell.err.write("The capsule's last line was cut off: its write was never sent, or the file isn't whole.\n");
      }
      const capsuleHub = (await capsule.writes()).at(0)?.hub;
      const { input, ...about } = await prepareRun(shell, options, command, { capsule, capsuleHub });
      const question = "Put these settings back, in this order, and so open the public doors named?";
      const confirm = confirmAt(shell, { isYes: options.yes === true, question, config: about.config });
      showReport(shell, await runRollback({ ...input, capsule }, { confirm }), { output: options.output, ...about });
    });
}
