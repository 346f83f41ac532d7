import type { Command } from "commander";
import { runDiagnose } from "../runbook/runbook.ts";
import { reportFormats } from "./output-format.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, type RunOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

/** `diagnose`: the first broken link of the chain that must hold; writes nothing. */
export function addDiagnoseCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("diagnose"), reportFormats)
    .summary("find the first broken link of what must hold for the hub to work privately")
    .description(
      "Reads the hub as verify does and shows the first broken link of the chain that must hold for it to work privately, what shows it and what mends it, then the rest. Writes nothing.",
    )
    .action(async (options: RunOptions, command: Command) => {
      const { input, ...about } = await prepareRun(shell, options, command);
      showReport(shell, await runDiagnose(input), { output: options.output, ...about });
    });
}
