import { Option, type Command } from "commander";
import { RunError } from "../errors.ts";
import { holdUnattended } from "../plan/hold.ts";
import type { SavedPlan } from "../plan/saved-plan.ts";
import { runApply } from "../runbook/runbook.ts";
import { version } from "./compose.ts";
import { confirmAt } from "./confirm.ts";
import { openFileCapsule } from "./file-capsule.ts";
import { describeGivenOptions } from "./given-options.ts";
import { reportFormats } from "./output-format.ts";
import { readPlan } from "./plan-file.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, capsuleOption, choicesOf, type RunOptions } from "./run-options.ts";
import { settingsOfPlan, type Settings } from "./settings.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

interface ApplyCommandOptions extends RunOptions {
  readonly yes?: boolean;
  readonly unattended?: boolean;
  readonly allOrNothing?: boolean;
  readonly capsule?: string;
  readonly plan?: string;
  readonly planHash?: string;
}

/** `apply`: plans, asks, carries out what stands by itself, and reads again. */
export function addApplyCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("apply"), reportFormats)
    .summary("carry the plan out, one step at a time, and prove it")
    .description(
      "Plans, asks, then takes one step at a time, and reads the hub again after each write, or after the last of a run of Reader grants. What can't be shown to be safe is refused and reported; the rest is done.",
    )
    .option("--yes", "don't ask")
    .option("--plan <file>", "carry out the plan that plan --out saved, and nothing else; doesn't ask")
    .option("--plan-hash <hash>", "the hash that plan --out told: another plan is refused")
    .option("--unattended", "don't ask; take only the steps that `unattended` in the config allows")
    .option("--all-or-nothing", "stop before the first write when any step is refused")
    .addOption(
      new Option("--journal <file>", "remember operations here, so that a later run can join them").env("SFH_JOURNAL"),
    )
    .addOption(capsuleOption("keep here what each write changes, before it is made, so that rollback can put it back"))
    .action(async (options: ApplyCommandOptions, command: Command) => {
      checkAsking(shell, options, command);
      checkPlanOptions(options);
      await carryOut(shell, options, command);
    });
}

async function carryOut(shell: Shell, options: ApplyCommandOptions, command: Command): Promise<void> {
  const plan = options.plan === undefined ? undefined : await readPlan(options.plan);
  const settings = plan === undefined ? undefined : settingsOf(plan, options, command);
  const capsule =
    options.capsule === undefined ? undefined : await openFileCapsule(options.capsule, { version, mayBeNew: true });
  const { input, ...about } = await prepareRun(shell, options, command, { capsule, settings });
  const question = "Carry out the planned steps, in this order?";
  const isYes = options.yes === true || options.unattended === true || plan !== undefined;
  const report = await runApply(
    options.unattended === true ? { ...input, hold: holdUnattended(input.spec, input.hub) } : input,
    {
      confirm: confirmAt(shell, { isYes, question, config: about.config }),
      isAllOrNothing: options.allOrNothing === true,
      ...(plan === undefined ? {} : { savedPlan: { plan, expectedHash: options.planHash } }),
    },
  );
  showReport(shell, report, { output: options.output, ...about });
}

/** A config file that a variable names is what a machine's runs read; a saved plan brings its own. */
function settingsOf(plan: SavedPlan, options: ApplyCommandOptions, command: Command): Settings {
  const config = command.getOptionValueSource("config") === "cli" ? options.config : undefined;
  return settingsOfPlan({ ...choicesOf(options, command), config }, plan, options.plan ?? "");
}

/** Throws RunError SFH912 for options that contradict each other. */
function checkPlanOptions({ plan, planHash, unattended }: ApplyCommandOptions): void {
  if (plan === undefined && planHash !== undefined) {
    throw new RunError("SFH912", "--plan-hash is given, and no plan.", { fix: "Add --plan FILE." });
  }
  if (plan !== undefined && unattended === true) {
    throw new RunError(
      "SFH912",
      "A saved plan is carried out because somebody looked at it; --unattended says nobody did.",
      {
        fix: "Give --plan or --unattended.",
      },
    );
  }
}

/** Decided before anything is read: nobody should wait for a question that can't be asked. */
function checkAsking({ ask }: Shell, options: ApplyCommandOptions, command: Command): void {
  const isAnswered = options.yes === true || options.unattended === true || options.plan !== undefined;
  if (isAnswered || ask !== undefined) return;
  const given = describeGivenOptions(command);
  throw new RunError("SFH912", "apply asks before it writes, and there is no terminal to ask on.", {
    fix: `Look at what \`plan\` shows, then add --yes: \`${["apply", given, "--yes"].filter((part) => part !== "").join(" ")}\``,
  });
}
