/** A run nobody watches takes what the config names under `unattended`, and nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdUnattended } from "../../src/plan/hold.ts";
import { runApply } from "../../src/runbook/runbook.ts";
import { hubSpecSchema, type HubSpec } from "../../src/spec/hub-spec.ts";
import { connectDirectly } from "../support/direct-world.ts";
import { anyNearlyGoodEstate } from "../support/nearly-good-estates.ts";
import { fresh, registry, storage, vault } from "./northwind.ts";
import { closeEverything, memoryJournal, runOnTwin, type TwinRun } from "./run-on-twin.ts";

const opening = [
  "grant-reader",
  "declare-rule",
  "provision-managed-network",
  "approve-connection",
  "let-trusted-services-in",
] as const;

function unattendedRun(unattended: object): Promise<TwinRun> {
  const spec = closeEverything({ unattended });
  return runOnTwin(fresh, { spec, hold: holdUnattended(spec, fresh.hub) });
}

/** The doors that the twin has shut since. */
function closed(run: TwinRun): readonly string[] {
  const isShut = (properties: unknown): boolean =>
    typeof properties === "object" &&
    properties !== null &&
    "publicNetworkAccess" in properties &&
    properties.publicNetworkAccess === "Disabled";
  return [storage, vault, registry].filter((id) =>
    isShut(run.twin.estate().resources.find((document) => document.id === id)?.properties),
  );
}

describe("what nobody watches", () => {
  it("writes nothing by default, and says what would let it", async () => {
    const run = await unattendedRun({});
    const report = await run.apply();
    expect(report.verdict).toBe("refused");
    expect(run.writes()).toEqual([]);
    const reasons = report.steps.map((s) => s.reason).join("\n");
    expect(reasons).toContain("unattended: { steps: [grant-reader] }");
  });

  it("takes the opening steps that are named, and closes nothing", async () => {
    const run = await unattendedRun({ steps: opening });
    const report = await run.apply();
    expect(new Set(report.steps.filter((s) => s.state === "done").map((s) => s.kind))).toContain("declare-rule");
    expect(closed(run)).toEqual([]);
    const held = report.steps.find((s) => s.resourceId === vault);
    expect(held?.reason).toContain(`unattended: { close: [{ hub: ${fresh.hub}, service: ${vault} }] }`);
  });

  it("closes the one service that is named with this hub, in whatever casing", async () => {
    const run = await unattendedRun({
      steps: opening,
      close: [
        { hub: fresh.hub.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"), service: vault.toLowerCase() },
      ],
    });
    await run.apply();
    expect(closed(run)).toEqual([vault]);
  });

  it("closes nothing that is named with another hub", async () => {
    const run = await unattendedRun({ steps: opening, close: [{ hub: `${fresh.hub}2`, service: vault }] });
    await run.apply();
    expect(closed(run)).toEqual([]);
  });

  it("closes nothing whose private way needs a step that isn't named", async () => {
    const run = await unattendedRun({
      close: [storage, vault, registry].map((service) => ({ hub: fresh.hub, service })),
    });
    const report = await run.apply();
    expect(report.verdict).toBe("refused");
    expect(run.writes()).toEqual([]);
  });
});

it("never sends a kind of write that isn't named, on any estate", async () => {
  const anyUnattended = fc.record({
    steps: fc.subarray([...opening]),
    mayClose: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(anyNearlyGoodEstate, anyUnattended, async ({ estate, behaviour, faults }, { steps, mayClose }) => {
      const services = estate.resources.filter((d) => /\/(storageAccounts|vaults|registries)\/[^/]+$/i.test(d.id));
      const close = mayClose ? services.slice(0, 1).map(({ id }) => ({ hub: estate.hub, service: id })) : [];
      const spec: HubSpec = hubSpecSchema.parse({ unattended: { steps, close } });
      const { world, twin, clock } = await connectDirectly(estate, { behaviour, faults, pace: { kind: "clock" } });
      const report = await runApply(
        {
          ...{ world, clock, spec, hub: estate.hub, journal: memoryJournal(), version: "0.0.0-test" },
          hold: holdUnattended(spec, estate.hub),
          emit: () => undefined,
          traffic: () => ({ requests: 0, throttled: 0, correlationIds: [] }),
        },
        { confirm: async () => true, isAllOrNothing: false },
      );
      const taken = report.steps.filter((s) => ["done", "failed", "pending"].includes(s.state));
      const allowed = (kind: string): boolean => kind.startsWith("await-") || steps.some((s) => s === kind);
      expect(taken.filter((s) => s.kind !== "close-public-access" && !allowed(s.kind))).toEqual([]);
      const shutAt = twin.log.filter((e) => e.isWrite && /\/(storageAccounts|vaults|registries)\/[^/]+$/i.test(e.id));
      if (!steps.includes("let-trusted-services-in") && close.length === 0) expect(shutAt).toEqual([]);
      expect(taken.filter((s) => s.kind === "close-public-access" && s.resourceId !== close[0]?.service)).toEqual([]);
    }),
    { numRuns: 120 },
  );
});
