import { describe, expect, it } from "vitest";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { valueAt } from "../support/expectation.ts";
import { closeEverything, runOnTwin, type TwinRun } from "./run-on-twin.ts";

const fresh = estateNamed("fresh-approved-only");
const storage = "/storageAccounts/stnorthwindai";
const vault = "/vaults/kv-northwind-ai";
const registry = "/registries/crnorthwindai";
const patches = (run: TwinRun): readonly string[] =>
  run
    .writes()
    .filter((w) => w.method === "PATCH")
    .map((w) => w.id.split("/").at(-1) ?? "");
const now = (run: TwinRun, idEnd: string): unknown => find({ resources: run.twin.documents() }, idEnd).properties;

const listed: EstateDocument = withProperties(
  withProperties(fresh, storage, {
    networkAcls: {
      bypass: "Logging, Metrics",
      defaultAction: "Allow",
      ipv6Rules: [],
      ipRules: [],
      virtualNetworkRules: [],
      resourceAccessRules: [{ tenantId: fresh.tenantId, resourceId: find(fresh, "/accounts/ais-northwind").id }],
    },
  }),
  vault,
  { networkAcls: { bypass: "AzureServices", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] } },
);

describe("closing public access", () => {
  it("keeps every rule, bypass, tag and field it doesn't know", async () => {
    const run = await runOnTwin(listed, { behaviour: { plantUnknownFields: true } });
    const planted = (idEnd: string): unknown =>
      valueAt(now(run, idEnd), idEnd === registry ? "networkRuleSet" : "networkAcls");
    const before = [storage, vault, registry].map(planted);
    expect(JSON.stringify(before)).toContain("x-twin-unknown");
    const tags = find(listed, storage).tags;
    expect((await run.apply()).verdict).toBe("private");
    const strip = (acls: unknown): unknown => ({
      ...(typeof acls === "object" ? acls : {}),
      defaultAction: "-",
      bypass: "-",
    });
    expect([storage, vault, registry].map(planted).map(strip)).toEqual(before.map(strip));
    expect(find({ resources: run.twin.documents() }, storage).tags).toEqual(tags);
    expect(valueAt(now(run, storage), "networkAcls.bypass")).toBe("Logging, Metrics, AzureServices");
  });

  it("lets trusted services in by a write of its own, before the closing and only with one", async () => {
    const run = await runOnTwin(listed);
    await run.apply();
    expect(patches(run)).toEqual(["stnorthwindai", "stnorthwindai", "kv-northwind-ai", "crnorthwindai"]);
    const [first, second] = run.writes().filter((w) => w.id.endsWith(storage));
    expect([
      valueAt(first?.body, "properties.publicNetworkAccess"),
      valueAt(second?.body, "properties.publicNetworkAccess"),
    ]).toEqual([undefined, "Disabled"]);
  });

  it("leaves a private service whose bypass is None as it is, and says so; unless the config asks", async () => {
    const shut = withProperties(estateNamed("hardened"), storage, {
      networkAcls: { bypass: "None", defaultAction: "Deny", ipRules: [], virtualNetworkRules: [] },
    });
    const run = await runOnTwin(shut);
    expect((await run.apply()).findings.map((f) => [f.code, f.state])).toEqual([["SFH305", "open"]]);
    expect(run.writes()).toEqual([]);
    const asked = await runOnTwin(shut, { spec: closeEverything({ trustedServices: "Always" }) });
    expect((await asked.apply()).verdict).toBe("private");
    expect(patches(asked)).toEqual(["stnorthwindai"]);
  });

  it("goes one service at a time, each seen closed before the next, the hub last and only when asked", async () => {
    const open = withProperties(fresh, `/workspaces/hub-northwind`, { publicNetworkAccess: "Enabled" });
    const asked = await runOnTwin(open);
    expect((await asked.apply()).verdict).toBe("private");
    expect(patches(asked)).toEqual(["stnorthwindai", "kv-northwind-ai", "crnorthwindai", "hub-northwind"]);
    const unasked = await runOnTwin(open, { spec: closeEverything({ publicAccess: { hub: "AsFound" } }) });
    await unasked.apply();
    expect(patches(unasked)).toEqual(["stnorthwindai", "kv-northwind-ai", "crnorthwindai"]);
  });

  it.each([
    ["a registry that isn't Premium", registry, (e: EstateDocument) => withSku(e, "Standard"), /Premium/],
    [
      "a registry when no compute builds images",
      registry,
      (e: EstateDocument) => withProperties(e, "/workspaces/hub-northwind", { imageBuildCompute: null }),
      /image-build-compute/,
    ],
    [
      "a registry when imageBuildCompute names no compute",
      registry,
      (e: EstateDocument) => withProperties(e, "/workspaces/hub-northwind", { imageBuildCompute: "gone" }),
      /gone/,
    ],
    [
      "a service that a perimeter manages",
      vault,
      (e: EstateDocument) => withProperties(e, vault, { publicNetworkAccess: "SecuredByPerimeter" }),
      /perimeter/,
    ],
    [
      "a service with an allow-listed range",
      storage,
      (e: EstateDocument) =>
        withProperties(e, storage, {
          networkAcls: {
            bypass: "AzureServices",
            defaultAction: "Deny",
            ipRules: [{ value: "203.0.113.0/28", action: "Allow" }],
            virtualNetworkRules: [],
          },
        }),
      /203\.0\.113\.0\/28/,
    ],
  ])("is refused for %s, by name; the others close", async (_what, idEnd, change, reason) => {
    const estate = change(fresh);
    const target = find(estate, idEnd).id;
    const before = find(estate, idEnd).properties;
    const run = await runOnTwin(estate);
    const report = await run.apply();
    expect(report.verdict).toBe("refused");
    const refused = report.steps.filter((s) => s.state === "refused");
    expect(refused.map((s) => s.resourceId)).toEqual([target]);
    expect(refused[0]?.reason).toMatch(reason);
    expect(valueAt(now(run, idEnd), "publicNetworkAccess")).toEqual(before?.publicNetworkAccess);
    expect(new Set(patches(run)).size).toBe(2);
  });

  it("closes in spite of an allow-listed range once that loss is accepted by name, and the report keeps why", async () => {
    const range = withProperties(fresh, vault, {
      networkAcls: {
        bypass: "AzureServices",
        defaultAction: "Deny",
        ipRules: [{ value: "203.0.113.0/28" }],
        virtualNetworkRules: [],
      },
    });
    const accept = [
      {
        code: "SFH322",
        resource: find(fresh, vault).id,
        origin: "203.0.113.0/28",
        reason: "they move behind the endpoint",
      },
    ];
    const report = await (await runOnTwin(range, { spec: closeEverything({ accept }) })).apply();
    expect(report.verdict).toBe("private");
    expect(report.paths.filter((p) => p.reason === "they move behind the endpoint")).toHaveLength(1);
    const kept = report.findings.filter((f) => f.code === "SFH322");
    expect(kept.map((f) => [f.state, f.detail.includes("they move behind the endpoint")])).toEqual([
      ["accepted", true],
    ]);
  });

  it("writes nothing at all with --all-or-nothing when any part is refused", async () => {
    const run = await runOnTwin(withSku(fresh, "Basic"));
    const report = await run.apply({ isAllOrNothing: true });
    expect(report.verdict).toBe("refused");
    expect(run.writes()).toEqual([]);
  });

  it("is not believed from its own answer: a 500 after it took effect is read, not sent again", async () => {
    const run = await runOnTwin(fresh, {
      faults: [{ on: { method: "PATCH", path: "stnorthwindai" }, do: { kind: "crashAfter" } }],
    });
    expect((await run.apply()).verdict).toBe("private");
    expect(patches(run).filter((n) => n === "stnorthwindai")).toHaveLength(1);
  });
});

function withSku(estate: EstateDocument, name: string): EstateDocument {
  return {
    ...estate,
    resources: estate.resources.map((d) => (d.id.endsWith(registry) ? { ...d, sku: { name, tier: name } } : d)),
  };
}
