import { InvalidArgumentError, Option, type Command } from "commander";
import { runDiagnose } from "../runbook/diagnose.ts";
import { checkClientRanges } from "../spec/client-ranges.ts";
import { mostWaitMinutes, readDiagnosis } from "./diagnosis.ts";
import { reportFormats } from "./output-format.ts";
import { prepareRun } from "./prepare-run.ts";
import { addRunOptions, type RunOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";
import { showReport } from "./show-report.ts";

interface DiagnoseOptions extends RunOptions {
  readonly answers?: string;
  readonly pac?: string;
  readonly clientRange: readonly string[];
  readonly wait: number;
}

/** `diagnose`: the first broken link of the chain that must hold; writes nothing. */
export function addDiagnoseCommand(program: Command, shell: Shell): void {
  addRunOptions(program.command("diagnose"), reportFormats)
    .summary("find the first broken link of what must hold for the hub to work privately")
    .description(
      "Reads the hub as verify does, looks at the network from here, and shows the first broken link of the chain that must hold for the hub to work privately, what shows it and what mends it, then the rest. Writes nothing.",
    )
    .option("--answers <file>", "what nslookup or dig answered on another machine")
    .option("--pac <file>", "a proxy auto-config file to ask for each name")
    .addOption(
      new Option("--client-range <range>", "addresses that people come from (repeatable)")
        .argParser((value: string, before: readonly string[]) => [...before, value])
        .default([], ""),
    )
    .addOption(
      new Option("--wait <minutes>", "how long to wait for datastores that are only late")
        .argParser(parseMinutes)
        .default(0),
    )
    .action(async (options: DiagnoseOptions, command: Command) => {
      checkClientRanges(options.clientRange, "--client-range");
      const { input, ...about } = await prepareRun(shell, options, command);
      const { answers, pac, clientRange, wait } = options;
      const parts = await readDiagnosis(
        { answers, pac, clientRanges: clientRange, waitMinutes: wait },
        { ...shell, spec: input.spec, tell: (line) => shell.err.write(`${line}\n`) },
      );
      showReport(shell, await runDiagnose({ ...input, ...parts }), { output: options.output, ...about });
    });
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (text.trim() === "" || !(minutes >= 0 && minutes <= mostWaitMinutes)) {
    throw new InvalidArgumentError(`Give minutes, from 0 to ${mostWaitMinutes}.`);
  }
  return minutes;
}
