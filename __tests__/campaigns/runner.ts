/** `apply --yes --output json` as a process of its own, told by ORDER, with the program's own signals and output. */
import process from "node:process";
import { createShell } from "../../src/cli/shell.ts";
import { showError } from "../../src/cli/show-error.ts";
import { showReport } from "../../src/cli/show-report.ts";
import { runApply } from "../../src/runbook/runbook.ts";
import { noConfig } from "../../src/spec/config-places.ts";
import { composeRun, unasked } from "./compose-run.ts";
import { runnerOrder } from "./runner-order.ts";

const shell = createShell(process);
const { env, signal, err } = shell;
try {
  const order = runnerOrder.parse(JSON.parse(env.ORDER ?? ""));
  const run = await composeRun(order, { env, signal, tell: (line) => err.write(`${line}\n`) });
  showReport(shell, await runApply(run, unasked), {
    output: "json",
    config: "",
    decidedBy: { spec: run.spec, places: noConfig },
  });
} catch (error) {
  showError(shell, error, { output: "json", isVerbose: true });
}
