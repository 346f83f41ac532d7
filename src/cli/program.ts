import { Command, CommanderError } from "commander";
import { RunError } from "../errors.ts";
import { addApplyCommand } from "./apply-command.ts";
import { version } from "./compose.ts";
import { addDemoCommand } from "./demo-command.ts";
import { addDiagnoseCommand } from "./diagnose-command.ts";
import { addDiscoverCommand } from "./discover-command.ts";
import { addExplainCommand } from "./explain-command.ts";
import { formatAskedFor } from "./output-format.ts";
import { addPacCommand } from "./pac-command.ts";
import { addPermissionsCommand } from "./permissions-command.ts";
import { addPlanCommand } from "./plan-command.ts";
import { addRollbackCommand } from "./rollback-command.ts";
import type { Shell } from "./shell.ts";
import { showError } from "./show-error.ts";
import { addTwinCommand } from "./twin-command.ts";
import { addVerifyCommand } from "./verify-command.ts";

/** Runs one command line; every outcome but the help's is the shell's exit code. Never throws. */
export async function runCommandLine(args: readonly string[], shell: Shell): Promise<void> {
  try {
    await createProgram(shell).parseAsync(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    showError(shell, error instanceof CommanderError ? usageError(error) : error, {
      output: formatAskedFor(args),
      isVerbose: args.includes("--verbose"),
    });
  }
}

function createProgram(shell: Shell): Command {
  const program = new Command("secure-foundry-hub")
    .description("Takes an Azure AI Foundry hub from deployed to private and still working, and proves it.")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: shell.out.write, writeErr: () => undefined })
    .addHelpText(
      "after",
      "\nExit codes: 0 in line (rollback: as it was), 1 error, 2 drift or unproven, 3 refused, 4 incomplete, 130 cancelled.",
    );
  const commands = [
    addPlanCommand,
    addApplyCommand,
    addVerifyCommand,
    addDiagnoseCommand,
    addRollbackCommand,
    addPermissionsCommand,
    addPacCommand,
    addDiscoverCommand,
    addDemoCommand,
    addTwinCommand,
    addExplainCommand,
  ];
  for (const add of commands) add(program, shell);
  return program;
}

/** Commander's own words, shown the way every other error is. */
function usageError(error: CommanderError): RunError {
  const message = error.code === "commander.help" ? "No command is given." : error.message.replace(/^error: /, "");
  return new RunError("SFH912", message, {
    fix: "--help lists the commands, and each command's --help its options.",
    cause: error,
  });
}
