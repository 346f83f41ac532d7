import { describe, expect, test } from "vitest";
import { brokenLinkOf } from "../../src/report/broken-link.ts";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { runOnTwin, type RunOptions, type TwinRun } from "../runbook/run-on-twin.ts";
import { estateNamed, find, without } from "../support/edit-estate.ts";

const minute = 60_000;
const hardened = estateNamed("hardened");
const late = estateNamed("late-datastores");
const orders = find(hardened, "/workspaces/proj-orders").id;

/** A hub whose stores in proj-orders appear so long after the twin began. */
function arriving(ms: number, options: RunOptions = {}): Promise<TwinRun> {
  return runOnTwin(hardened, { behaviour: { lateDatastores: { [orders]: ms } }, ...options });
}

function waitsIn(events: readonly ApplyEvent[]): readonly Extract<ApplyEvent, { is: "waiting" }>[] {
  return events.flatMap((event) => (event.is === "waiting" ? [event] : []));
}

describe("stores that are only late", () => {
  test("are waited for, with a word at least every minute, until they are there", async () => {
    const run = await arriving(7 * minute);
    const begun = run.clock.now();
    const report = await run.diagnose({ waitMs: 20 * minute });
    expect(report.verdict).toBe("private");
    expect(report.findings.filter(({ code }) => code.startsWith("SFH5"))).toEqual([]);
    const waitedMs = run.clock.now() - begun;
    expect(waitedMs).toBeGreaterThanOrEqual(7 * minute);
    expect(waitedMs).toBeLessThan(8 * minute);
    const told = waitsIn(run.events).map((wait) => wait.waitedMs);
    expect(told[0]).toBe(0);
    const gaps = [...told.slice(1), waitedMs].map((ms, i) => ms - (told[i] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(minute);
    expect(waitsIn(run.events)[0]).toMatchObject({ what: "datastores of proj-orders", budgetMs: 20 * minute });
    const last = run.events.at(-1);
    expect(last?.is === "noticed" && last.text).toBe("the datastores of proj-orders are there, after 7 min");
    expect(run.writes()).toEqual([]);
  });

  test("meanwhile nothing is read but the lists of the projects that lack them", async () => {
    let begunAt = 0;
    const run = await arriving(3 * minute, {
      onEvent: (event, twin) => {
        if (event.is === "waiting" && event.waitedMs === 0) begunAt = twin.log.length;
      },
    });
    await run.diagnose({ waitMs: 20 * minute });
    const read = run.twin.log.slice(begunAt).map(({ id }) => id.toLowerCase());
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((id) => !/\/workspaces\/proj-orders\/(datastores|connections)$/.test(id))).toEqual([]);
  });

  test("that don't come in time are told as missing, and how to go on", async () => {
    const run = await runOnTwin(late);
    const begun = run.clock.now();
    const report = await run.diagnose({ waitMs: 2.5 * minute });
    expect(run.clock.now() - begun).toBeGreaterThanOrEqual(2.5 * minute);
    expect(run.clock.now() - begun).toBeLessThan(3.5 * minute);
    expect(brokenLinkOf(report)).toMatchObject({ name: "workspaceblobstore", finding: { code: "SFH501" } });
    expect(brokenLinkOf(report)?.fix).toContain("--wait MINUTES");
    expect(report.errors).toEqual([]);
  });

  test("are not waited for unasked", async () => {
    const run = await arriving(minute);
    const report = await run.diagnose();
    expect(waitsIn(run.events)).toEqual([]);
    expect(brokenLinkOf(report)?.fix).toContain("look again with diagnose --wait MINUTES");
  });

  test("somebody who stops the wait still gets the report, and it says so", async () => {
    const controller = new AbortController();
    const run = await arriving(60 * minute, {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.is === "waiting" && event.waitedMs >= 3 * minute) controller.abort();
      },
    });
    const report = await run.diagnose({ waitMs: 120 * minute });
    expect(report.verdict).toBe("cancelled");
    expect(report.errors.map(({ code }) => code)).toEqual(["SFH905"]);
    expect(brokenLinkOf(report)?.finding?.code).toBe("SFH501");
  });
});

test("stores with something in their way are not waited for", async () => {
  const readers = /privateEndpoints\/pe-stnorthwindai-blob\/providers\/Microsoft\.Authorization\//;
  const stores = /proj-orders\/(datastores|connections)\/workspaceblobstore$/;
  const run = await runOnTwin(without(without(hardened, readers), stores));
  const report = await run.diagnose({ waitMs: 20 * minute });
  expect(waitsIn(run.events)).toEqual([]);
  expect(brokenLinkOf(report)?.finding?.code).toBe("SFH401");
  const store = report.findings.find(({ code }) => code === "SFH501");
  expect(store?.detail).toContain("It can't come: proj-orders has no Reader on pe-stnorthwindai-blob");
  expect(store?.fix).toBe("Mend what is in its way; then the service makes it.");
});
