/** A run that ends in the middle: between keeping and writing, between writing and knowing. A rollback is right after each. */
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/report/verdict.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import type { Fault } from "../../src/twin/faults.ts";
import { find, withProperties } from "../support/edit-estate.ts";
import { networkSettings } from "../support/network-settings.ts";
import {
  applied,
  approvedOnly,
  differences,
  internet,
  internetSpec,
  openHub,
  patched,
  stepsOf,
} from "./applied-with-capsule.ts";
import type { RunOptions } from "./run-on-twin.ts";

const cut = (nth: number, when: "before" | "after"): Fault => ({
  on: { method: "PATCH", nth },
  do: { kind: "powerCut", when },
});

/** Trusted services are let in before the closing: two writes of different kinds to one service. */
const shutOut = withProperties(approvedOnly, "/storageAccounts/stnorthwindai", {
  networkAcls: { bypass: "None", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [], ipv6Rules: [] },
});

const estates: readonly (readonly [string, EstateDocument, RunOptions, number])[] = [
  ["fresh-approved-only with an open hub", openHub, {}, 4],
  ["fresh-approved-only with a bypass of None", shutOut, {}, 4],
  ["fresh-internet-outbound", internet, { spec: internetSpec }, 1],
];

const cases = estates.flatMap(([name, estate, options, writes]) =>
  Array.from({ length: writes }, (_, i) => i + 1).flatMap((nth) =>
    (["before", "after"] as const).map(
      (when) => [`${name}, write ${nth}, ${when} it took effect`, estate, options, nth, when] as const,
    ),
  ),
);

describe("a run whose power is cut at a setting", () => {
  it.each(cases)("is rolled back to the beginning: %s", async (_name, estate, options, nth, when) => {
    const { run, judge, capsule } = await applied(estate, { ...options, faults: [cut(nth, when)] });
    // The last thing kept is the write that was cut off.
    expect(capsule.kept().at(-1)?.kind).toMatch(/^(close-public-access|let-trusted-services-in)$/);
    run.twin.restorePower();
    const changed = when === "after" ? nth : nth - 1;
    const before = patched(run).length;
    const rolled = await run.rollback();
    expect([rolled.verdict, rolled.errors]).toEqual(["restored", []]);
    expect(patched(run)).toHaveLength(before + changed);
    expect(differences(estate, run)).toEqual([]);
    expect(judge.lost.filter((lost) => !lost.startsWith("ipRange"))).toEqual([]);
  });
});

describe("a rollback whose power is cut at a setting", () => {
  it.each(cases)("is finished by the next: %s", async (_name, estate, options, nth, when) => {
    const { run, judge, faults } = await applied(estate, options);
    faults.push(cut(nth, when));
    const broken = await run.rollback();
    expect([exitCodeOf(broken.verdict), broken.errors.map((e) => e.code)]).toEqual([1, ["SFH907"]]);
    run.twin.restorePower();
    expect((await run.rollback()).verdict).toBe("restored");
    const writes = run.writes().length;
    const third = await run.rollback();
    expect([third.verdict, stepsOf(third, "done"), stepsOf(third, "planned")]).toEqual(["restored", [], []]);
    expect(run.writes()).toHaveLength(writes);
    expect(differences(estate, run)).toEqual([]);
    expect(judge.lost.filter((lost) => !lost.startsWith("ipRange"))).toEqual([]);
  });
});

describe("a rollback on a bad day", () => {
  it.each<[string, Fault["do"], number]>([
    ["throttled", { kind: "status", status: 429, retryAfter: 20 }, 2],
    ["told of another operation", { kind: "status", status: 409, code: "Conflict" }, 2],
    ["answered 500 before it took effect", { kind: "status", status: 500, code: "InternalServerError" }, 1],
    ["answered 500 after it took effect", { kind: "crashAfter" }, 1],
    ["left without an answer", { kind: "reset" }, 3],
  ])("comes to the same where an opening is %s", async (_how, fault, times) => {
    const { run, faults } = await applied(approvedOnly);
    faults.push({ on: { method: "PATCH", path: "/vaults/" }, do: fault, times });
    expect((await run.rollback()).verdict).toBe("restored");
    expect(differences(approvedOnly, run)).toEqual([]);
  });

  it("says which policy forbids an opening, and opens the others", async () => {
    const { run, faults } = await applied(approvedOnly);
    const denied: Fault["do"] = { kind: "status", status: 403, code: "RequestDisallowedByPolicy" };
    faults.push({ on: { method: "PATCH", path: "/vaults/" }, do: denied, times: 9 });
    const rolled = await run.rollback();
    expect([exitCodeOf(rolled.verdict), rolled.errors.map((e) => e.code)]).toEqual([1, ["SFH903"]]);
    expect(stepsOf(rolled, "done")).toEqual([
      "reopen-public-access:crnorthwindai",
      "reopen-public-access:stnorthwindai",
    ]);
    const vault = find(approvedOnly, "/vaults/kv-northwind-ai").id.toLowerCase();
    expect(networkSettings(run.twin.documents()).get(vault)?.publicNetworkAccess).toBe("Disabled");
  });
});
