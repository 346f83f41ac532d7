import { Option, type Command } from "commander";
import { RunError } from "../errors.ts";
import type { Report } from "../report/report.ts";
import { joinSections, renderBody, renderVerdict } from "../report/text.ts";
import { runApply } from "../runbook/runbook.ts";
import { compose } from "./compose.ts";
import { addRunOptions, choicesOf, hostOf, type RunOptions } from "./run-options.ts";
import { readSettings } from "./settings.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

interface ApplyCommandOptions extends RunOptions {
  readonly yes?: boolean;
  readonly allOrNothing?: boolean;
}

/** `apply`: plans, asks, carries out what stands by itself, and reads again. */
export function addApplyCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("apply"))
    .summary("carry the plan out, one step at a time, and prove it")
    .description(
      "Plans, asks, then takes one step at a time and reads the hub again after each write. What can't be shown to be safe is refused and reported; the rest is done.",
    )
    .option("--yes", "don't ask")
    .option("--all-or-nothing", "stop before the first write when any step is refused")
    .addOption(
      new Option("--journal <file>", "remember operations here, so that a later run can join them").env("SFH_JOURNAL"),
    )
    .action(async (options: ApplyCommandOptions, command: Command) => {
      const confirm = confirmationOf(shell, options);
      const settings = await readSettings(choicesOf(options, command));
      const input = await compose(settings, hostOf(shell, options));
      showReport(
        shell,
        await runApply(input, { confirm, isAllOrNothing: options.allOrNothing === true }),
        options.output,
      );
    });
}

/** Decided before anything is read: nobody should wait for a question that can't be asked. */
function confirmationOf(shell: Shell, options: ApplyCommandOptions): (preview: Report) => Promise<boolean> {
  const { ask, err } = shell;
  if (options.yes === true) return async () => true;
  if (ask === undefined) {
    throw new RunError("SFH912", "apply asks before it writes, and there is no terminal to ask on.", {
      fix: "Look at the plan with `secure-foundry-hub plan`, then add --yes.",
    });
  }
  return async (preview) => {
    err.write(`${joinSections([renderVerdict(preview, err), ...renderBody(preview, err)])}\n`);
    const answer = await ask("Carry out the planned steps, in this order? Only yes counts: ");
    const isYes = answer.trim().toLowerCase() === "yes";
    if (!isYes) err.write("Nothing was written.\n");
    return isYes;
  };
}
