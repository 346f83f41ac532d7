import type { Command } from "commander";
import { runPlan } from "../runbook/runbook.ts";
import { compose } from "./compose.ts";
import { addRunOptions, choicesOf, hostOf, type RunOptions } from "./run-options.ts";
import { readSettings } from "./settings.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

/** `plan`: what is, what should be, and the steps between; writes nothing. */
export function addPlanCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("plan"))
    .summary("show what would be done, and who could reach what before and after")
    .description("Reads the hub and shows what apply would do, in order, and what it refuses to do. Writes nothing.")
    .action(async (options: RunOptions, command: Command) => {
      const settings = await readSettings(choicesOf(options, command));
      showReport(shell, await runPlan(await compose(settings, hostOf(shell, options))), options.output);
    });
}
