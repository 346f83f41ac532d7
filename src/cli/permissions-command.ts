import type { Command } from "commander";
import { renderPermissions } from "../report/roles.ts";
import { runPermissions } from "../runbook/runbook.ts";
import { plainFormats } from "./output-format.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, type RunOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";

/** `permissions`: the least custom roles for this very plan, for whoever runs it and for the hub's identity. */
export function addPermissionsCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("permissions"), plainFormats)
    .summary("print the least custom roles that carrying out the plan takes")
    .description(
      "Reads the hub, plans, and prints Azure custom roles that hold exactly what that takes, with the lines that make and assign them: for whoever runs it, and for the hub's identity. Writes nothing.",
    )
    .action(async (options: RunOptions, command: Command) => {
      const { input } = await prepareRun(shell, options, command);
      const report = await runPermissions(input);
      shell.out.write(
        options.output === "json" ? `${JSON.stringify(report, undefined, 2)}\n` : renderPermissions(report),
      );
    });
}
