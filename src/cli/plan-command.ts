import type { Command } from "commander";
import { runPlanToSave } from "../runbook/runbook.ts";
import { reportFormats } from "./output-format.ts";
import { writePlan } from "./plan-file.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, type RunOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

interface PlanCommandOptions extends RunOptions {
  readonly out?: string;
}

/** `plan`: what is, what should be, and the steps between; writes nothing. */
export function addPlanCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("plan"), reportFormats)
    .summary("show what would be done, and who could reach what before and after")
    .description("Reads the hub and shows what apply would do, in order, and what it refuses to do. Writes nothing.")
    .option("--out <file>", "save the plan here, for apply --plan: that carries it out and nothing else")
    .action(async ({ out, ...options }: PlanCommandOptions, command: Command) => {
      const { input, ...about } = await prepareRun(shell, options, command);
      const { report, saved } = await runPlanToSave(input);
      if (out !== undefined) {
        await writePlan(out, saved);
        shell.err.write(`plan saved: ${out}, hash ${saved.hash}\n`);
      }
      showReport(shell, report, { output: options.output, ...about });
    });
}
