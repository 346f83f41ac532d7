import { createDemoWorld } from "../src/cli/demo-world.ts";
import { readEstate } from "../src/cli/estate-source.ts";
import { describeEvent } from "../src/cli/progress.ts";
import { checkProxies } from "../src/cli/proxies.ts";
import { runApply } from "../src/runbook/runbook.ts";
import { noConfig } from "../src/spec/config-places.ts";
import { defaultSpec } from "../src/spec/hub-spec.ts";
import type { HubRun, HubRunContext } from "./hub-run.ts";

/** No config is read: the twin's hub is nobody's. */
const settings = { spec: defaultSpec(), environment: undefined, configFile: undefined, places: noConfig };

/** The whole runbook on a twin in this process: what the action does, without Azure. */
export async function runDemo(estate: string | undefined, { env, signal, log }: HubRunContext): Promise<HubRun> {
  checkProxies(env);
  const demo = await createDemoWorld({
    estate: await readEstate(estate ?? "fresh-approved-only"),
    signal,
    // Waits pass at once here, so only what came of each step is worth a line.
    emit: (event) => event.is === "step ended" && log.info(describeEvent(event)),
    startAt: Date.now(),
  });
  try {
    const report = await runApply(demo.input(), { confirm: async () => true, isAllOrNothing: false });
    return { report, settings: { ...settings, hub: report.hub.id }, files: {} };
  } finally {
    await demo.close();
  }
}
