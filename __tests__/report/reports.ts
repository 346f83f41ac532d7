import { runApply, runPlan, type RunInput } from "../../src/runbook/runbook.ts";
import type { Report } from "../../src/report/report.ts";
import { defaultSpec } from "../../src/spec/hub-spec.ts";
import { builtIn } from "../cli/estate-variants.ts";
import { connectTwin } from "../support/in-process.ts";

async function inputFor(name: string): Promise<RunInput> {
  const estate = builtIn(name);
  const { world, clock, requests } = await connectTwin(estate, { pace: { kind: "clock" } });
  return {
    world,
    clock,
    hub: estate.hub,
    spec: defaultSpec(),
    journal: { entries: async () => [], record: async () => undefined },
    emit: () => undefined,
    version: "0.0.0",
    traffic: () => ({ requests: requests.length, throttled: 0, correlationIds: [] }),
  };
}

/** What plan says of a built-in estate. */
export async function planReport(name: string): Promise<Report> {
  return runPlan(await inputFor(name));
}

/** What apply says after it has run on a built-in estate. */
export async function applyReport(name: string): Promise<Report> {
  return runApply(await inputFor(name), { confirm: async () => true, isAllOrNothing: false });
}
