/** Estates that were taken private with a capsule, for what is asked of a rollback then. */
import type { Fault } from "../../src/twin/faults.ts";
import type { Report } from "../../src/report/report.ts";
import type { EstateDocument, JsonObject } from "../../src/twin/estate.ts";
import { computeReach } from "../../src/twin/reach/reach.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { memoryCapsule, type MemoryCapsule } from "../support/memory-capsule.ts";
import { networkSettings, writtenOut } from "../support/network-settings.ts";
import { judgeReach, type Judge } from "../support/reach-judge.ts";
import { closeEverything, runOnTwin, type RunOptions, type TwinRun } from "./run-on-twin.ts";

export const approvedOnly = estateNamed("fresh-approved-only");
export const openHub = withProperties(approvedOnly, approvedOnly.hub, { publicNetworkAccess: "Enabled" });
export const internet = estateNamed("fresh-internet-outbound");
export const internetVault = find(internet, "/vaults/kv-tailwind-ai").id;
/** The ranges on the vault are given up by name, or it would stay as it is. */
export const internetSpec = closeEverything({
  accept: ["203.0.113.128/26", "198.51.100.77/32"].map((origin) => ({
    ...{ code: "SFH322", resource: internetVault, origin, reason: "they move behind the endpoint" },
  })),
});

export interface Applied {
  readonly run: TwinRun;
  readonly capsule: MemoryCapsule;
  readonly judge: Judge;
  readonly report: Report;
  /** As the twin had it at the beginning, with what it plants. */
  readonly start: EstateDocument;
  /** Grows: what is put in meets the requests from then on. */
  readonly faults: Fault[];
}

export async function applied(estate: EstateDocument, options: RunOptions = {}): Promise<Applied> {
  const capsule = memoryCapsule();
  const faults: Fault[] = [...(options.faults ?? [])];
  let estateNow = (): EstateDocument => estate;
  const judge = judgeReach(estate, () => estateNow());
  const run = await runOnTwin(estate, { capsule, onChange: judge.onChange, ...options, faults });
  estateNow = () => run.twin.estate();
  const start = run.twin.estate();
  return { run, capsule, judge, faults, start, report: await run.apply() };
}

export function settingsIn(run: TwinRun, id: string): JsonObject | undefined {
  return networkSettings(run.twin.documents()).get(id.toLowerCase());
}

export function settingsAt(estate: EstateDocument, id: string): JsonObject | undefined {
  return networkSettings(estate.resources).get(id.toLowerCase());
}

/** Names of the services that were written, in order. */
export function patched(run: TwinRun): readonly string[] {
  const writes = run.writes().filter((w) => w.method === "PATCH");
  return writes.map((w) => w.id.split("/").at(-1) ?? "");
}

export function stepsOf(report: Report, state: string): readonly string[] {
  return report.steps.filter((s) => s.state === state).map((s) => s.id);
}

/** Services whose settings don't say what they said, and ways that were open and aren't. */
export function differences(estate: EstateDocument, run: TwinRun): readonly string[] {
  const settings = [...networkSettings(estate.resources)].filter(([id, before]) => {
    const now = settingsIn(run, id);
    return JSON.stringify(inOrder(writtenOut(now))) !== JSON.stringify(inOrder(writtenOut(before)));
  });
  const now = openPairs(run.twin.estate());
  return [...settings.map(([id]) => id), ...openPairs(estate).filter((pair) => !now.includes(pair))];
}

function openPairs(estate: EstateDocument): readonly string[] {
  const open = computeReach(estate).filter((r) => r.isOpen);
  return open.map((r) => `${r.origin.kind} ${r.origin.id} to ${r.door.resource} ${r.door.subresource}`.toLowerCase());
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, inOrder(field)]));
}
