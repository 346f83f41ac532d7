import { describe, expect, it } from "vitest";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { connectTo } from "../support/in-process.ts";
import { valueAt } from "../support/expectation.ts";
import { closeEverything, memoryJournal, runOnTwin, type TwinRun } from "./run-on-twin.ts";

const fresh = estateNamed("fresh-approved-only");
const hubName = fresh.hub.split("/").at(-1) ?? "";
const posts = (run: TwinRun): number => run.writes().filter((w) => w.method === "POST").length;
const networkOf = (run: TwinRun): unknown =>
  valueAt(find(run.twin.estate(), `/workspaces/${hubName}`), "properties.managedNetwork.status.status");

describe("provisioning the managed network", () => {
  it.each([200, 202, 409] as const)(
    "joins one under way when a second POST is answered %i",
    async (secondProvision) => {
      const run = await runOnTwin(fresh, { behaviour: { secondProvision } });
      const other = await connectTo(run.twin, run.clock);
      await other.world.managedNetwork.provision(fresh.hub, { includeSpark: false });
      const report = await run.apply();
      expect({ verdict: report.verdict, network: networkOf(run) }).toEqual({ verdict: "private", network: "Active" });
    },
  );

  it.each([
    ["answered 500 before it took effect", { kind: "status", status: 500 } as const],
    ["answered 500 after it took effect", { kind: "crashAfter" } as const],
    ["cut off by a reset", { kind: "reset" } as const],
  ])("is done once, and seen, though the POST is %s", async (_how, fault) => {
    const run = await runOnTwin(fresh, {
      faults: [{ on: { method: "POST", path: "provisionManagedNetwork" }, do: fault }],
    });
    const report = await run.apply();
    expect(report.verdict).toBe("private");
    expect(posts(run)).toBeLessThanOrEqual(2);
  });

  it("follows poll URLs that lack their api-version", async () => {
    const run = await runOnTwin(fresh, {
      faults: [{ on: { writesOnly: true, path: "hub" }, do: { kind: "pollUrlWithoutApiVersion" }, times: 20 }],
    });
    expect((await run.apply()).verdict).toBe("private");
  });

  it("reports a failed operation in the service's own words, closes nothing, and converges on the next run", async () => {
    const failing = {
      on: { method: "POST", path: "provisionManagedNetwork" },
      do: { kind: "failOperation", code: "QuotaExceeded", message: "No more networks." },
    } as const;
    const run = await runOnTwin(fresh, { faults: [failing] });
    const report = await run.apply();
    expect(report.verdict).toBe("failed");
    expect(report.errors.map((e) => e.message).join()).toContain("QuotaExceeded: No more networks.");
    expect(run.writes().filter((w) => w.method === "PATCH")).toEqual([]);
    expect((await run.apply()).verdict).toBe("private");
  });

  it("that is stuck passes its budget, which is incomplete and can be resumed, not a failure", async () => {
    const run = await runOnTwin(fresh, {
      faults: [{ on: { method: "POST", path: "provisionManagedNetwork" }, do: { kind: "stuckOperation" } }],
    });
    const begun = run.clock.now();
    const report = await run.apply();
    expect(report.verdict).toBe("incomplete");
    expect(report.errors.map((e) => e.code)).toEqual(["SFH914"]);
    expect(run.clock.now() - begun).toBeGreaterThan(118 * 60_000);
    expect(run.writes().filter((w) => w.method === "PATCH")).toEqual([]);
  });

  it("says something at least every minute while it waits", async () => {
    const run = await runOnTwin(fresh);
    await run.apply();
    const waits = run.events.filter((e) => e.is === "waiting" && e.what === "the managed network").length;
    expect(waits).toBeGreaterThanOrEqual(28);
  });

  it("includes Spark where the config asks, also on a network that is Active without it", async () => {
    const run = await runOnTwin(estateNamed("hardened"), {
      spec: closeEverything({ managedNetwork: { includeSpark: true } }),
    });
    const report = await run.apply();
    expect(run.writes().map((w) => w.body)).toEqual([{ includeSpark: true }]);
    expect(report.findings.map((f) => [f.code, f.state])).toEqual([["SFH104", "fixed"]]);
  });

  it("never changes the isolation mode, whatever the config wants it to be", async () => {
    const run = await runOnTwin(fresh, { spec: closeEverything({ isolationMode: "AllowInternetOutbound" }) });
    const report = await run.apply();
    expect(report.findings.find((f) => f.code === "SFH103")?.state).toBe("open");
    expect(valueAt(find(run.twin.estate(), `/workspaces/${hubName}`), "properties.managedNetwork.isolationMode")).toBe(
      "AllowOnlyApprovedOutbound",
    );
    expect(run.writes().filter((w) => JSON.stringify(w.body).includes("isolationMode"))).toEqual([]);
  });

  it("is joined by the next run, not begun again, when the first one breaks off while it waits", async () => {
    const journal = memoryJournal();
    const breakOff = {
      on: { method: "GET", path: "workspaceOperationsStatus", nth: 25 },
      do: { kind: "status", status: 401 },
    } as const;
    const run = await runOnTwin(fresh, { journal, faults: [breakOff] });
    expect((await run.apply()).errors.map((e) => e.code)).toEqual(["SFH906"]);
    expect(networkOf(run)).toBe("Inactive");
    expect((await run.apply()).verdict).toBe("private");
    expect(posts(run)).toBe(1);
  });

  it("leaves a hub without a managed network alone and closes none of its services", async () => {
    const off = withProperties(fresh, `/workspaces/${hubName}`, { managedNetwork: { isolationMode: "Disabled" } });
    const run = await runOnTwin(off);
    const report = await run.apply();
    expect(report.verdict).toBe("refused");
    expect(report.findings.some((f) => f.code === "SFH102")).toBe(true);
    expect(run.writes().filter((w) => w.method !== "PUT" || !w.id.includes("roleAssignments"))).toEqual([]);
  });

  it("is not judged while the hub is still being made", async () => {
    const making = withProperties(fresh, `/workspaces/${hubName}`, { provisioningState: "Creating" });
    const run = await runOnTwin(making);
    const report = await run.apply();
    expect({ verdict: report.verdict, codes: report.findings.map((f) => f.code), steps: report.steps }).toEqual({
      verdict: "incomplete",
      codes: ["SFH105"],
      steps: [],
    });
    expect(run.writes()).toEqual([]);
  });
});
