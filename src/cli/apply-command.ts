import { Option, type Command } from "commander";
import { RunError } from "../errors.ts";
import { runApply } from "../runbook/runbook.ts";
import { version } from "./compose.ts";
import { confirmAt } from "./confirm.ts";
import { openFileCapsule } from "./file-capsule.ts";
import { describeGivenOptions } from "./given-options.ts";
import { reportFormats } from "./output-format.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, capsuleOption, type RunOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

interface ApplyCommandOptions extends RunOptions {
  readonly yes?: boolean;
  readonly allOrNothing?: boolean;
  readonly capsule?: string;
}

/** `apply`: plans, asks, carries out what stands by itself, and reads again. */
export function addApplyCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("apply"), reportFormats)
    .summary("carry the plan out, one step at a time, and prove it")
    .description(
      "Plans, asks, then takes one step at a time, and reads the hub again after each write, or after the last of a run of Reader grants. What can't be shown to be safe is refused and reported; the rest is done.",
    )
    .option("--yes", "don't ask")
    .option("--all-or-nothing", "stop before the first write when any step is refused")
    .addOption(
      new Option("--journal <file>", "remember operations here, so that a later run can join them").env("SFH_JOURNAL"),
    )
    .addOption(capsuleOption("keep here what each write changes, before it is made, so that rollback can put it back"))
    .action(async (options: ApplyCommandOptions, command: Command) => {
      checkAsking(shell, options, command);
      const capsule =
        options.capsule === undefined ? undefined : await openFileCapsule(options.capsule, { version, mayBeNew: true });
      const { input, ...about } = await prepareRun(shell, options, command, { capsule });
      const question = "Carry out the planned steps, in this order?";
      const confirm = confirmAt(shell, { isYes: options.yes === true, question, config: about.config });
      const report = await runApply(input, { confirm, isAllOrNothing: options.allOrNothing === true });
      showReport(shell, report, { output: options.output, ...about });
    });
}

/** Decided before anything is read: nobody should wait for a question that can't be asked. */
function checkAsking({ ask }: Shell, options: ApplyCommandOptions, command: Command): void {
  if (options.yes === true || ask !== undefined) return;
  const given = describeGivenOptions(command);
  throw new RunError("SFH912", "apply asks before it writes, and there is no terminal to ask on.", {
    fix: `Look at what \`plan\` shows, then add --yes: \`${["apply", given, "--yes"].filter((part) => part !== "").join(" ")}\``,
  });
}
