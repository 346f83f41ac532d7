/** Somebody else writes to the hub while a run is at work: it stops writing, says what changed, and a new run goes on. */
import { describe, expect, it } from "vitest";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { runApply } from "../../src/runbook/runbook.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { judgeReach } from "../support/reach-judge.ts";
import { closeEverything, memoryJournal, runOnTwin, type TwinRun } from "./run-on-twin.ts";
import { connectTo, visitTwin, type AskTwin } from "../support/in-process.ts";

const fresh = estateNamed("fresh-approved-only");
const storage = find(fresh, "/storageAccounts/stnorthwindai").id;
const vault = find(fresh, "/vaults/kv-northwind-ai").id;
const search = fresh.resources.find((d) => /\/searchServices\/[^/]+$/i.test(d.id))?.id ?? "";

const acls = (changes: object): object => ({
  properties: {
    networkAcls: { bypass: "AzureServices", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [], ...changes },
  },
});

/** Writes once, in the middle of the run: when the rule to the search service has been declared. */
async function runDisturbedBy(method: string, id: string, body: unknown): Promise<{ run: TwinRun; own: () => number }> {
  let isDone = false;
  let before = 0;
  let ask: AskTwin = async () => 0;
  const run: TwinRun = await runOnTwin(fresh, {
    onEvent: (event: ApplyEvent) => {
      if (isDone || event.is !== "step ended" || event.outcome.step.step.kind !== "declare-rule") return;
      isDone = true;
      before = run.writes().length;
      void ask(method, id, body);
    },
  });
  ask = await visitTwin(run.twin);
  // One write is the stranger's.
  return { run, own: () => run.writes().length - before - 1 };
}

describe("somebody else", () => {
  it.each([
    ["adds an address range to storage", "PATCH", storage, acls({ ipRules: [{ value: "203.0.113.9" }] }), "SFH311"],
    ["lets only chosen ones into storage", "PATCH", storage, acls({ defaultAction: "Deny" }), "SFH311"],
    ["shuts trusted services out of storage", "PATCH", storage, acls({ bypass: "None" }), "SFH311"],
    [
      "declares a rule the hub doesn't need",
      "PUT",
      `${fresh.hub}/outboundRules/theirs`,
      { properties: { type: "FQDN", category: "UserDefined", destination: "example.com" } },
      "SFH211",
    ],
  ])(
    "%s: nothing more is written, the finding says it, and the next run goes on",
    async (_what, method, id, body, code) => {
      const { run, own } = await runDisturbedBy(method, id, body);
      const report = await run.apply();
      expect([report.verdict, report.errors.map((e) => e.code)]).toEqual(["incomplete", ["SFH916"]]);
      expect(report.findings.filter((f) => f.code === code && f.state === "open")).toHaveLength(1);
      expect(own()).toBe(0);
      // Azure loses a rule whose operation our next write meets: that is seen as well, once.
      const second = await run.apply();
      const next = second.verdict === "incomplete" ? await run.apply() : second;
      expect(next.errors).toEqual([]);
      expect(["private", "refused"]).toContain(next.verdict);
    },
  );

  it("does what the run would have done itself: that is no reason to stop", async () => {
    const { run } = await runDisturbedBy("PATCH", vault, {
      properties: { publicNetworkAccess: "Disabled", networkAcls: { bypass: "AzureServices", defaultAction: "Deny" } },
    });
    const report = await run.apply();
    expect([report.verdict, report.errors]).toEqual(["private", []]);
  });
});

describe("two runs at once", () => {
  it.each([1, 2, 3, 7])(
    "end at the same world, and no path is lost (the second begins after %i steps)",
    async (steps) => {
      let ended = 0;
      let second: Promise<unknown> | undefined;
      let estateNow = (): typeof fresh => fresh;
      const judge = judgeReach(fresh, () => estateNow());
      const run: TwinRun = await runOnTwin(fresh, {
        onChange: judge.onChange,
        onEvent: (event) => {
          if (event.is === "step ended") ended += 1;
          if (ended === steps) second ??= secondRun(run);
        },
      });
      estateNow = () => run.twin.estate();
      await run.apply();
      await second;
      expect(second).toBeDefined();
      expect(judge.lost).toEqual([]);
      const last = await run.apply();
      expect([last.verdict, search === ""]).toEqual(["private", false]);
      expect((await run.plan()).steps).toEqual([]);
    },
  );
});

async function secondRun({ twin, clock }: TwinRun): Promise<unknown> {
  const { world } = await connectTo(twin, clock);
  return runApply(
    {
      world,
      clock,
      hub: fresh.hub,
      spec: closeEverything(),
      journal: memoryJournal(),
      emit: () => undefined,
      version: "0.0.0-test",
      traffic: () => ({ requests: 0, throttled: 0, correlationIds: [] }),
    },
    { confirm: () => Promise.resolve(true), isAllOrNothing: false },
  );
}
