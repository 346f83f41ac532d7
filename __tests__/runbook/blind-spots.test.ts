/** What the caller may not read is unknown: never good, never absent, and nothing closes on it. */
import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/twin/twin.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { judgeReach } from "../support/reach-judge.ts";
import { closeEverything, runOnTwin } from "./run-on-twin.ts";

/** Every family of reads a run makes, by the end of its path. */
const reads: readonly (readonly [string, RegExp])[] = [
  [
    "workspaces of a subscription",
    /\/MachineLearningServices\/workspaces$|Microsoft\.MachineLearningServices\/workspaces$/i,
  ],
  ["outbound rules", /\/outboundRules$/i],
  ["hub connections", /\/connections$/i],
  ["datastores", /\/datastores$/i],
  ["computes", /\/computes$/i],
  ["storage account", /\/storageAccounts\/[^/]+$/i],
  ["key vault", /\/vaults\/[^/]+$/i],
  ["registry", /\/registries\/[^/]+$/i],
  ["connected services", /\/(searchServices|accounts)\/[^/]+$/i],
  ["private endpoint connections", /\/privateEndpointConnections$/i],
  ["private endpoint connections of the vault", /\/vaults\/[^/]+\/privateEndpointConnections$/i],
  ["private endpoints", /\/privateEndpoints\/[^/]+$/i],
  ["network interfaces", /\/networkInterfaces\//i],
  ["zone groups", /\/privateDnsZoneGroups$/i],
  ["virtual networks", /\/virtualNetworks\/[^/]+$/i],
  ["private DNS zones", /\/privateDnsZones$/i],
  ["zone links", /\/virtualNetworkLinks$/i],
  ["zone records", /\/A$/],
  ["role assignments", /\/roleAssignments$/i],
  ["role definitions", /\/roleDefinitions\//i],
  ["deny assignments", /\/denyAssignments$/i],
];

const forbidding = (path: RegExp): Fault => ({
  on: { method: "GET", path },
  do: { kind: "status", status: 403, code: "AuthorizationFailed" },
  times: 1_000_000,
});

describe.each(reads)("with a 403 on every read of %s", (_name, path) => {
  it("a hub that is private is not called so", async () => {
    const run = await runOnTwin(estateNamed("hardened"), { faults: [forbidding(path)] });
    const report = await run.verify();
    expect(report.verdict).not.toBe("private");
    expect(report.findings.some((f) => f.state !== "fixed" && f.severity !== "note")).toBe(true);
  });

  it.each(["fresh-approved-only", "first-endpoint", "shared-storage", "subnet-and-resource-rules"])(
    "nobody is locked out of %s",
    async (name) => {
      const estate = estateNamed(name);
      let now = (): typeof estate => estate;
      const judge = judgeReach(estate, () => now());
      const run = await runOnTwin(estate, { faults: [forbidding(path)], onChange: judge.onChange });
      now = () => run.twin.estate();
      const report = await run.apply();
      expect(judge.lost).toEqual([]);
      expect(report.verdict).not.toBe("private");
    },
  );
});

describe("workspaces that can't be listed", () => {
  it("keep every door open until they are accepted by name, and the result is never called private", async () => {
    const estate = estateNamed("fresh-approved-only");
    const faults = [forbidding(/Microsoft\.MachineLearningServices\/workspaces$/i)];
    const own = ["/storageAccounts/stnorthwindai", "/vaults/kv-northwind-ai", "/registries/crnorthwindai"];
    const accept = own.map((end) => ({
      code: "SFH327",
      resource: find(estate, end).id,
      origin: "other-workspaces",
      reason: "there are none",
    }));
    const run = await runOnTwin(estate, { faults, spec: closeEverything({ accept }) });
    const report = await run.apply();
    expect(run.writes().filter((w) => w.method === "PATCH")).toHaveLength(3);
    expect(report.verdict).toBe("unproven");
  });
});
