import type { Command } from "commander";
import { renderJson } from "../report/json.ts";
import type { Report } from "../report/report.ts";
import { renderDiagnosis } from "../report/text-diagnosis.ts";
import { joinSections, renderBody, renderPaths, renderVerdict, renderWork } from "../report/text.ts";
import { renderSteps } from "../report/text-steps.ts";
import { exitCodeOf } from "../report/verdict.ts";
import { count } from "../report/words.ts";
import { runDiagnose } from "../runbook/diagnose.ts";
import { runApply, runPlan, runVerify, type ApplyOptions } from "../runbook/runbook.ts";
import type { EstateDocument } from "../twin/estate.ts";
import { createDemoWorld, type DemoWorld } from "./demo-world.ts";
import { readEstate } from "./estate-source.ts";
import { outputOption, plainFormats } from "./output-format.ts";
import { describeEvent } from "./progress.ts";
import { checkProxies } from "./proxies.ts";
import type { Shell } from "./shell.ts";

interface DemoCommandOptions {
  readonly estate: string;
  readonly output: "text" | "json";
}

/** `demo`: the whole runbook on a twin, without Azure. Ends with apply's code. */
export function addDemoCommand(program: Command, shell: Shell): void {
  program
    .command("demo")
    .summary("run the whole runbook on a twin of Azure, without Azure")
    .description(
      "Serves an estate on this machine as if it were Azure, and plans, applies, verifies, plans again and diagnoses on it.",
    )
    .option("--estate <name or file>", "a built-in estate, or an estate file", "fresh-approved-only")
    .addOption(outputOption(plainFormats))
    .action(async (options: DemoCommandOptions) => {
      checkProxies(shell.env);
      const estate = await readEstate(options.estate);
      const demo = await createDemoWorld({
        estate,
        signal: shell.signal,
        // Waits pass at once here, so only what came of each step is worth a line.
        emit: (event) => event.is === "step ended" && shell.err.write(`  ${describeEvent(event)}\n`),
        startAt: Date.now(),
      });
      try {
        const report =
          options.output === "json" ? await runApply(demo.input(), unasked) : await tell(shell, estate, demo);
        if (options.output === "json") shell.out.write(renderJson(report));
        shell.end(exitCodeOf(report.verdict));
      } finally {
        await demo.close();
      }
    });
}

const unasked: ApplyOptions = { confirm: async () => true, isAllOrNothing: false };

/** The runbook, told from beginning to end; gives apply's report. */
async function tell({ out }: Shell, estate: EstateDocument, demo: DemoWorld): Promise<Report> {
  const chapter = (title: string, ...sections: readonly (readonly string[])[]): void =>
    out.write(`\n${out.palette.bold(title)}\n${joinSections(sections)}`);
  out.write(joinSections([describeEstate(estate)]));
  const plan = await runPlan(demo.input());
  chapter("1. plan", renderVerdict(plan, out), ...renderWork(plan, out));
  chapter("2. apply  (waits pass at once: the twin's clock jumps)");
  const applied = await runApply(demo.input(), unasked);
  const sections = applied.errors.length === 0 ? [renderPaths(applied, out)] : renderBody(applied, out);
  out.write(`\n${joinSections(sections)}`);
  chapter("3. verify", renderVerdict(await runVerify(demo.input()), out));
  const again = await runPlan(demo.input());
  const refused = again.steps.filter((step) => step.state === "refused");
  chapter("4. plan again", [describeLeft(again)]);
  chapter("5. diagnose", ...renderDiagnosis(await runDiagnose(demo.diagnosis()), out));
  chapter("The end", renderVerdict(applied, out), renderSteps({ ...again, steps: refused }, out));
  return applied;
}

function describeLeft({ steps }: Report): string {
  const planned = steps.filter((step) => step.state === "planned").length;
  if (planned > 0) return `${count(planned, "step")} to do.`;
  return steps.length === 0 ? "Nothing to do." : "Nothing more it can do by itself.";
}

function describeEstate(estate: EstateDocument): readonly string[] {
  return [
    estate.description,
    `${count(estate.resources.length, "ARM document")} in ${estate.cloud}, served over TLS on this machine; nothing leaves it.`,
    `Hub: ${estate.hub}`,
  ];
}
