import { createDemoWorld } from "../src/cli/demo-world.ts";
import { readEstate } from "../src/cli/estate-source.ts";
import { describeEvent } from "../src/cli/progress.ts";
import { checkProxies } from "../src/cli/proxies.ts";
import type { Report } from "../src/report/report.ts";
import { runApply } from "../src/runbook/runbook.ts";
import type { HubRunContext } from "./hub-run.ts";

/** The whole runbook on a twin in this process: what the action does, without Azure. */
export async function runDemo(estate: string | undefined, { env, signal, log }: HubRunContext): Promise<Report> {
  checkProxies(env);
  const demo = await createDemoWorld({
    estate: await readEstate(estate ?? "fresh-approved-only"),
    signal,
    // Waits pass at once here, so only what came of each step is worth a line.
    emit: (event) => event.is === "step ended" && log.info(describeEvent(event)),
    startAt: Date.now(),
  });
  try {
    return await runApply(demo.input(), { confirm: async () => true, isAllOrNothing: false });
  } finally {
    await demo.close();
  }
}
