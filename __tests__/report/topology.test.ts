import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeOrigin } from "../../src/plan/refusal.ts";
import type { Origin } from "../../src/paths/pair.ts";
import type { Report, ReportPath } from "../../src/report/report.ts";
import { kindOfOrigin, kinds } from "../../src/report/topology/origin-kind.ts";
import { labelOf } from "../../src/report/topology/label.ts";
import { renderTopology } from "../../src/report/topology.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { lookBeforeWriting } from "../support/look.ts";
import { connectTwin } from "../support/in-process.ts";
import { defaultSpec } from "../../src/spec/hub-spec.ts";
import { estateNamed, without } from "../support/edit-estate.ts";
import { anyReport, anyText } from "./hostile.ts";
import { mermaidFaults, readLabel } from "./mermaid-grammar.ts";
import { applyReport, planReport } from "./reports.ts";

const seed = Number(process.env.SFH_SEED ?? 1);

/** The lines between an origin and a service, by their names. */
function edges(mermaid: string | undefined, from: RegExp, to: string): readonly string[] {
  const lines = (mermaid ?? "").split("\n");
  const idOf = (name: RegExp): string | undefined =>
    lines
      .map((line) => /^ +([os]\d+)[([]"(.*)"[)\]]$/.exec(line))
      .find((found) => name.test(readLabel(found?.[2] ?? "")))?.[1];
  const [origin = "-", service = "-"] = [idOf(from), idOf(new RegExp(`^${to}$`))];
  return lines
    .filter((line) => line.startsWith(`  ${origin} `) && line.endsWith(` ${service}`))
    .map((line) => readLabel(line.trim()));
}

describe.each(Object.keys(estates))("%s", (name) => {
  test("is drawn before and after, with who gets in from the internet", async () => {
    for (const report of [await planReport(name), await applyReport(name)]) {
      const { mermaid } = renderTopology(report);
      expect(mermaidFaults(mermaid ?? "nothing drawn")).toEqual([]);
      for (const path of report.paths.filter(({ from }) => from === "the public internet")) {
        const [service = ""] = path.to.split(" ");
        const drawn = edges(mermaid, /^the public internet$/, service).join("\n");
        expect(drawn).toContain(path.after === "open" ? "==>" : path.after === "blocked" ? "--x" : "-.->");
      }
    }
  });
});

test("a way that a plan opens and a door that it shuts are told with how they are now", async () => {
  const { mermaid, caption } = renderTopology(await planReport("fresh-approved-only"));
  expect(edges(mermaid, /^compute in/, "stnorthwindai")).toEqual(['o0 -->|"blob, file open, now blocked"| s1']);
  expect(edges(mermaid, /^the public internet$/, "stnorthwindai")).toEqual([
    expect.stringContaining('--x|"blob, file shut, now open"|'),
  ]);
  expect(caption).toMatch(/^As it would be once the plan is carried out\./);
});

test("a diagnosis draws what is, marks the first broken link, and names it", async () => {
  const report = await (
    await runOnTwin(without(estateNamed("hardened"), /outboundRules\/srch-northwind-search$/))
  ).diagnose();
  const { mermaid = "", caption } = renderTopology(report);
  const [edge = ""] = edges(mermaid, /^compute in/, "srch-northwind");
  expect(edge).toMatch(/--x\|"searchservice shut, open after apply"\|/);
  const number = mermaid
    .split("\n")
    .filter((line) => line.includes("| s"))
    .findIndex((line) => readLabel(line.trim()) === edge);
  expect(mermaid).toMatch(new RegExp(`linkStyle (?:\\d+,)*${String(number)}(?:,\\d+)* stroke:#d1242f`));
  expect(mermaid).toMatch(/\n {2}class o0,s\d+ broken$/);
  expect(caption).toContain("First broken link, framed in red: outbound rules: SFH201 ");
});

test("what isn't known is dotted, and the legend says so", async () => {
  const report = await planReport("hardened");
  const paths = report.paths.map((path): ReportPath => ({ ...path, before: "unknown", after: "unknown" }));
  const { mermaid, caption } = renderTopology({ ...report, paths });
  expect(mermaid).not.toMatch(/-->|==>|--x/);
  expect(caption).toContain("A dotted line is not known.");
});

test("no name, whatever is in it, is more than a label", () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const { mermaid } = renderTopology(report);
      if (mermaid !== undefined) expect(mermaidFaults(mermaid)).toEqual([]);
    }),
    { seed, numRuns: 300 },
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const [a, , b] = /^(")(.*)(")$/s.exec(labelOf(text))?.slice(1) ?? [];
      expect([a, b]).toEqual(['"', '"']);
    }),
    { seed },
  );
  expect(readLabel(labelOf('"]; click o0 call()'))).toBe('""]; click o0 call()"');
});

/** A report of so many origins to so many services. */
async function crowded(origins: number, services: number): Promise<Report> {
  const report = await planReport("hardened");
  const [model] = report.paths;
  if (model === undefined) throw new Error("there is no path");
  const numbers = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
  const paths = numbers(origins).flatMap((from) =>
    numbers(services).map((to) => ({ ...model, from: `clients in vnet-${from}`, to: `st${to} blob` })),
  );
  return { ...report, paths };
}

test("too many origins are drawn as one of a kind, and too many services not at all", async () => {
  const grouped = renderTopology(await crowded(100, 5));
  expect(edges(grouped.mermaid, /^customer networks$/, "st3")).toHaveLength(1);
  expect(grouped.caption).toContain("Origins of a kind are drawn as one.");
  const none = renderTopology(await crowded(2, 400));
  expect(none).toEqual({ mermaid: undefined, caption: "800 paths are too many to draw; the report has each." });
});

test("the words for each kind of origin tell its kind", async () => {
  const estate = estateNamed("hardened");
  const { world, clock } = await connectTwin(estate);
  const snapshot = await lookBeforeWriting(world, estate.hub, defaultSpec(), clock);
  const of = (kind: Origin["kind"]): string => kindOfOrigin(describeOrigin(snapshot, { kind, id: "/a/b/name" }));
  expect({
    internet: of("internet"),
    compute: of("managed-network"),
    network: of("network"),
    trusted: of("trusted-services"),
    runner: of("runner"),
    rules: [of("subnet"), of("ip-range"), of("resource-instance")],
    others: [of("dependent"), of("identity"), of("endpoint")],
  }).toEqual({
    internet: "internet",
    compute: "managed network",
    network: "customer network",
    trusted: "trusted services",
    runner: "runner",
    rules: ["let in by a rule", "let in by a rule", "let in by a rule"],
    others: ["other", "other", "other"],
  });
  expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length);
});
