import { describe, expect, test } from "vitest";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderText } from "../../src/report/text.ts";
import type { EstateFacts } from "../../src/twin/estate.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { estateNamed, find, without } from "../support/edit-estate.ts";
import { twinVantage } from "../support/twin-vantage.ts";

const hardened = estateNamed("hardened");
const network = find(hardened, "/virtualNetworks/vnet-northwind-core").id;

const places: Readonly<Record<string, NonNullable<EstateFacts["vantage"]>>> = {
  "a hosted runner": { kind: "public", ip: "203.0.113.9" },
  "a machine in the network": { kind: "vnet", subnet: `${network}/subnets/snet-runners` },
};

describe.each(Object.entries(places))("from %s", (_, place) => {
  test("a healthy hub has no finding from SFH5xx to SFH8xx, and its tree is one screen", async () => {
    const run = await runOnTwin(hardened);
    const report = await run.diagnose({ vantage: twinVantage(run.twin, place) });
    expect(report.findings.filter((f) => /^SFH[5-8]/.test(f.code))).toEqual([]);
    expect(report.verdict).toBe("private");
    const lines = renderText(report).split("\n");
    expect(lines.length).toBeLessThan(45);
    // Only a name that is too long to share a line with anything may stand out.
    expect(lines.filter((line) => line.length > 100 && !/\S{57,}/.test(line))).toEqual([]);
    expect(lines.filter((line) => /^[├└]─ /.test(line))).toHaveLength(14);
    expect(renderMarkdown(report)).toContain("### The tree\n");
  });
});

test("a hosted runner can't judge private names, and says so instead of calling the hub broken", async () => {
  const run = await runOnTwin(hardened);
  const report = await run.diagnose({ vantage: twinVantage(run.twin, places["a hosted runner"]) });
  expect(report.diagnosis?.vantage.sees).toBe("public side");
  expect(report.chain?.find(({ link }) => link === "from-here")?.state).toBe("not seen");
  expect(renderText(report)).toMatch(/not seen {3}from here +sees the public side only, so it can't judge/);
});

test("a machine in the network is told by what it resolves", async () => {
  const run = await runOnTwin(hardened);
  const report = await run.diagnose({ vantage: twinVantage(run.twin, places["a machine in the network"]) });
  expect(report.diagnosis?.vantage).toMatchObject({ sees: "private side" });
  expect(report.chain?.find(({ link }) => link === "from-here")?.state).toBe("holding");
  expect(report.diagnosis?.doors.every((door) => door.came === "opened")).toBe(true);
});

test("a broken link shows its evidence once, and the tree points at it", async () => {
  const run = await runOnTwin(without(hardened, /privatelink\.blob\.core\.windows\.net\/A\/stnorthwindai$/));
  const text = renderText(await run.diagnose());
  expect(text).toMatch(/├─ broken {5}names .*\n│ {4}└─ see above\n├─ /);
  expect(text.split("\n").length).toBeLessThan(50);
});
