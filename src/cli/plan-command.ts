import type { Command } from "commander";
import { runPlan } from "../runbook/runbook.ts";
import { reportFormats } from "./output-format.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, type RunOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

/** `plan`: what is, what should be, and the steps between; writes nothing. */
export function addPlanCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("plan"), reportFormats)
    .summary("show what would be done, and who could reach what before and after")
    .description("Reads the hub and shows what apply would do, in order, and what it refuses to do. Writes nothing.")
    .action(async (options: RunOptions, command: Command) => {
      const { input, ...about } = await prepareRun(shell, options, command);
      showReport(shell, await runPlan(input), { output: options.output, ...about });
    });
}
