/** What a run keeps before it writes: every write, as it was, and never a secret. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApplyContext } from "../../src/apply/apply-context.ts";
import { runStep } from "../../src/apply/run-step.ts";
import { RunError } from "../../src/errors.ts";
import { observe } from "../../src/observe/observe.ts";
import { planned } from "../../src/plan/plan.ts";
import { findStays } from "../../src/plan/what-stays.ts";
import type { Capsule, KeptWrite } from "../../src/ports.ts";
import { valueOr } from "../../src/snapshot/read.ts";
import type { Snapshot } from "../../src/snapshot/snapshot.ts";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { askTwin, connectTwin } from "../support/in-process.ts";
import { memoryCapsule } from "../support/memory-capsule.ts";
import { anyNearlyGoodEstate } from "../support/nearly-good-estates.ts";
import { runErrorOf } from "../support/run-error.ts";
import { applied, approvedOnly, internet, internetSpec, openHub, settingsAt } from "./applied-with-capsule.ts";
import { seed, spec } from "./run-judged.ts";
import { closeEverything, memoryJournal, runOnTwin } from "./run-on-twin.ts";

const storage = find(approvedOnly, "/storageAccounts/stnorthwindai").id;

describe("what a run keeps", () => {
  it("is one record a write, before it, with what was there", async () => {
    const { run, capsule } = await applied(openHub);
    const kept = capsule.kept();
    expect(kept.map((w) => w.kind)).toEqual(run.writes().map((w) => kindOf(w.method, w.id)));
    const of = (kind: string): readonly KeptWrite[] => kept.filter((w) => w.kind === kind);
    expect(of("close-public-access").map((w) => w.prior)).toEqual(
      of("close-public-access").map((w) => settingsTouched(openHub, w)),
    );
    expect(of("declare-rule").map((w) => w.prior)).toEqual([undefined, undefined]);
    expect(of("provision-managed-network").map((w) => w.prior)).toEqual([{ status: "Inactive", sparkReady: false }]);
    expect(new Set(of("grant-reader").map((w) => w.prior))).toEqual(new Set([undefined]));
    expect(new Set(kept.map((w) => [w.hub, w.cloud].join()))).toEqual(new Set([[openHub.hub, "AzureCloud"].join()]));
  });

  it("tells how a rule was that is put again, and a rollback doesn't call it ours", async () => {
    const failed = withProperties(estateNamed("hardened"), "/outboundRules/srch-northwind-search", {
      status: "Failed",
    });
    const { run, capsule } = await applied(failed);
    expect(capsule.kept().map((w) => [w.kind, w.prior])).toEqual([["declare-rule", { status: "Failed" }]]);
    expect((await run.rollback()).steps).toEqual([]);
  });

  it("tells what a connection was before it was approved, and that it stays", async () => {
    const estate = estateNamed("pending-look-alike");
    const { world, clock } = await connectTwin(estate, { pace: { kind: "clock" } });
    const look = (): Promise<Snapshot> => observe(world, { hub: estate.hub, extraTargets: [], clock });
    const capsule = memoryCapsule();
    const snapshot = await look();
    const pending = snapshot.services.flatMap((s) => valueOr(s.connections, [])).find((c) => c.status === "Pending");
    const context: ApplyContext = {
      ...{ world, clock, capsule, spec, hub: estate.hub, journal: memoryJournal(), observe: look },
      emit: () => undefined,
    };
    const step = planned({ kind: "approve-connection", resourceId: pending?.id ?? "", ruleName: "r" });
    expect((await runStep(context, step, snapshot)).state).toBe("done");
    expect(capsule.kept().map((w) => w.prior)).toEqual([{ status: "Pending" }]);
    const [stay] = findStays(await look(), capsule.kept());
    expect(stay?.reason).toContain(`az network private-endpoint-connection reject --id ${pending?.id ?? ""}`);
  });

  it("goes before the write: one that can't be kept is not made, and ends the run", async () => {
    const full = new RunError("SFH912", "The capsule c can't be written: no space left on device");
    const capsule: Capsule = {
      writes: async () => [],
      keep: async ({ kind }) => {
        if (kind === "close-public-access") throw full;
      },
    };
    const run = await runOnTwin(approvedOnly, { capsule });
    const report = await run.apply();
    expect([report.verdict, report.errors.map((e) => e.message)]).toEqual(["failed", [full.message]]);
    expect(run.writes().filter((w) => w.method === "PATCH")).toEqual([]);
    expect(settingsAt(run.twin.estate(), storage)).toEqual(settingsAt(approvedOnly, storage));
  });

  it("holds no secret, wherever a service shows one", { timeout: 300_000 }, async () => {
    let kept = 0;
    const samples = fc.sample(anyNearlyGoodEstate, { seed, numRuns: 12 });
    const worlds = [approvedOnly, openHub, internet, ...samples.map((s) => s.estate)];
    for (const estate of worlds) {
      const { capsule, run } = await applied(withCanaries(estate), {
        spec: estate === internet ? internetSpec : spec,
        behaviour: { plantUnknownFields: true },
      });
      await run.rollback();
      kept += capsule.kept().length;
      expect(JSON.stringify(run.twin.documents())).toContain(canary);
      expect(capsule.text()).not.toContain(canary);
    }
    console.info(
      `seed ${String(seed)}: ${String(worlds.length)} estates, ${String(kept)} writes kept, no secret in them`,
    );
    expect(kept).toBeGreaterThan(50);
  });
});

describe("a capsule of another", () => {
  it("hub is refused before anything is written, by apply and by rollback", async () => {
    const { capsule } = await applied(approvedOnly);
    const other = await runOnTwin(internet, { capsule, spec: internetSpec });
    for (const work of [() => other.apply(), () => other.rollback()]) {
      const error = await runErrorOf(work);
      expect([error.code, error.message]).toEqual(["SFH912", expect.stringContaining(internet.hub)]);
    }
    expect(other.writes()).toEqual([]);
  });

  it("cloud is too", async () => {
    const capsule = memoryCapsule();
    const run = await runOnTwin(approvedOnly, { capsule });
    await capsule.keep({
      ...{ at: 0, hub: approvedOnly.hub, cloud: "AzureChinaCloud", stepId: "s", kind: "close-public-access" },
      ...{
        resourceId: storage,
        prior: { publicNetworkAccess: "Enabled" },
        written: { publicNetworkAccess: "Disabled" },
      },
    });
    const error = await runErrorOf(() => run.rollback());
    expect([error.code, error.details.fix]).toEqual(["SFH912", expect.stringContaining("--capsule")]);
  });
});

describe("a capsule that was tampered with", () => {
  const forged = (change: Partial<KeptWrite>): KeptWrite => ({
    ...{ at: 0, hub: approvedOnly.hub, cloud: "AzureCloud", stepId: "s", kind: "close-public-access" },
    ...{ resourceId: storage, prior: { publicNetworkAccess: "Enabled" }, written: { publicNetworkAccess: "Disabled" } },
    ...change,
  });
  const closedStorage = async (write: KeptWrite) => {
    const run = await runOnTwin(approvedOnly, { capsule: memoryCapsule(), spec: closeEverything() });
    await run.apply();
    const capsule = memoryCapsule();
    await capsule.keep(write);
    return { run, rollback: () => run.rollback({ capsule }) };
  };

  it("writes nothing but network settings", async () => {
    const prior = { publicNetworkAccess: "Enabled", allowSharedKeyAccess: true };
    const written = { publicNetworkAccess: "Disabled", allowSharedKeyAccess: false };
    const { run, rollback } = await closedStorage(forged({ prior, written }));
    const before = run.writes().length;
    await rollback();
    const bodies = run.writes().slice(before);
    expect(bodies.map((w) => w.body)).toEqual([{ properties: { publicNetworkAccess: "Enabled" } }]);
  });

  it("writes to no service but the hub's own", async () => {
    const search = find(approvedOnly, "/searchServices/srch-northwind").id;
    const { run, rollback } = await closedStorage(forged({ resourceId: search }));
    const before = run.writes().length;
    expect((await rollback()).verdict).toBe("refused");
    expect(run.writes()).toHaveLength(before);
  });

  it("closes nothing", async () => {
    const prior = { publicNetworkAccess: "Disabled" };
    const { run, rollback } = await closedStorage(
      forged({ kind: "reopen-public-access", prior, written: { publicNetworkAccess: "Enabled" } }),
    );
    await askTwin(run.twin, "PATCH", storage, { properties: { publicNetworkAccess: "Enabled" } });
    const before = run.writes().length;
    expect((await rollback()).verdict).toBe("refused");
    expect(run.writes()).toHaveLength(before);
  });
});

function kindOf(method: string, id: string): string {
  if (method === "PATCH") return "close-public-access";
  if (method === "POST") return "provision-managed-network";
  return id.includes("/roleAssignments/") ? "grant-reader" : "declare-rule";
}

/** Of the settings at the start, those that the write names; a hub's all, since closing it resets them. */
function settingsTouched(estate: EstateDocument, { resourceId, written }: KeptWrite) {
  const settings = Object.entries(settingsAt(estate, resourceId) ?? {});
  return Object.fromEntries(settings.filter(([name]) => resourceId === estate.hub || Object.hasOwn(written, name)));
}

const canary = "CANARY-7f3a";

/** A secret in every place of every document that is no network setting. */
function withCanaries(estate: EstateDocument): EstateDocument {
  return { ...estate, resources: estate.resources.map(withCanary) };
}

function withCanary(document: ArmDocument): ArmDocument {
  if (/roleAssignments|roleDefinitions/i.test(document.id)) return document;
  const policy = { tenantId: "t", objectId: canary, permissions: { secrets: [canary] } };
  return {
    ...document,
    tags: { note: canary },
    properties: {
      ...document.properties,
      ...(/\/vaults\/[^/]+$/i.test(document.id) ? { accessPolicies: [policy] } : {}),
      primaryKey: canary,
      credentials: { key: canary },
    },
  };
}
