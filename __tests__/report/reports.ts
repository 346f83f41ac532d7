import { runApply, runPlan, runRollback, type RunInput } from "../../src/runbook/runbook.ts";
import type { Report } from "../../src/report/report.ts";
import { defaultSpec, type HubSpec } from "../../src/spec/hub-spec.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { builtIn } from "../cli/estate-variants.ts";
import { connectTwin } from "../support/in-process.ts";
import { memoryCapsule } from "../support/memory-capsule.ts";

async function inputFor(name: string, spec = defaultSpec()): Promise<RunInput> {
  return inputOf(builtIn(name), spec);
}

async function inputOf(estate: EstateDocument, spec: HubSpec): Promise<RunInput> {
  const { world, clock, requests } = await connectTwin(estate, { pace: { kind: "clock" } });
  return {
    world,
    clock,
    hub: estate.hub,
    spec,
    journal: { entries: async () => [], record: async () => undefined },
    emit: () => undefined,
    version: "0.0.0",
    traffic: () => ({ requests: requests.length, throttled: 0, correlationIds: [] }),
  };
}

/** What rollback says after apply has run on a built-in estate: of what it would do, and of what it did. */
export async function rollbackReports(name: string): Promise<{ readonly shown: Report; readonly done: Report }> {
  const input = { ...(await inputFor(name)), capsule: memoryCapsule() };
  await runApply(input, { confirm: async () => true, isAllOrNothing: false });
  const shown = await runRollback(input, { confirm: async () => false });
  return { shown, done: await runRollback(input, { confirm: async () => true }) };
}

/** What plan says of a built-in estate. */
export async function planReport(name: string, spec?: HubSpec): Promise<Report> {
  return runPlan(await inputFor(name, spec));
}

/** What plan says of an estate. */
export async function planEstate(estate: EstateDocument): Promise<Report> {
  return runPlan(await inputOf(estate, defaultSpec()));
}

/** What apply says after it has run on a built-in estate. */
export async function applyReport(name: string): Promise<Report> {
  return runApply(await inputFor(name), { confirm: async () => true, isAllOrNothing: false });
}
