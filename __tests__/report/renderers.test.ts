import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { renderJson } from "../../src/report/json.ts";
import { wrap } from "../../src/report/layout.ts";
import { renderMarkdown, renderShortMarkdown } from "../../src/report/markdown.ts";
import { ansiPalette } from "../../src/report/palette.ts";
import { reportSchema } from "../../src/report/report-schema.ts";
import type { Report } from "../../src/report/report.ts";
import { renderText } from "../../src/report/text.ts";
import { describeDuration, describeStep } from "../../src/report/words.ts";
import { specOf } from "../support/spec-of.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import { faultsOf, rowsOf } from "./markdown-structure.ts";
import { applyReport, planReport, rollbackReports } from "./reports.ts";

const names = Object.keys(estates);
const reports = new Map<string, Report>();
beforeAll(async () => {
  for (const name of names) reports.set(`plan ${name}`, await planReport(name));
  for (const name of ["fresh-approved-only", "shared-storage"]) reports.set(`apply ${name}`, await applyReport(name));
  const { shown, done } = await rollbackReports("fresh-approved-only");
  reports.set("rollback shown", shown).set("rollback done", done);
});

function reportOf(name: string): Report {
  const report = reports.get(name);
  if (report === undefined) throw new Error(`there is no report of ${name}`);
  return report;
}

const all = [
  ...names.map((name) => `plan ${name}`),
  "apply fresh-approved-only",
  "apply shared-storage",
  "rollback shown",
  "rollback done",
];

describe.each(all)("the report of %s", (name) => {
  test("is what its schema says", () => {
    const report = reportOf(name);
    expect(reportSchema.parse(JSON.parse(renderJson(report)))).toEqual(report);
  });

  test("as text begins with the verdict and says each finding, step and refusal", () => {
    const report = reportOf(name);
    const text = renderText(report);
    const flat = text.replace(/\s+/g, " ");
    expect(text.startsWith(`${report.verdict.toUpperCase()}  `)).toBe(true);
    for (const f of report.findings) expect(flat).toContain(f.code);
    for (const f of report.findings.filter(({ state }) => state !== "fixed"))
      expect(flat).toContain(f.detail.replace(/\s+/g, " "));
    for (const { lost, missing, acceptable } of report.steps.flatMap((s) => s.refusals)) {
      expect(flat).toContain(lost.replace(/\s+/g, " "));
      expect(flat).toContain(missing.replace(/\s+/g, " "));
      if (acceptable !== undefined)
        expect(flat).toContain(
          `- code: ${acceptable.code} resource: ${acceptable.resource} origin: ${acceptable.origin} reason: …`,
        );
    }
    for (const u of report.unread) expect(flat).toContain(u.why.replace(/\s+/g, " "));
    expect(text).toMatch(/\nNext: .+/);
  });

  test("as text is no wider than asked, but for words that can't be broken", () => {
    for (const width of [80, 100]) {
      const tooWide = renderText(reportOf(name), { width })
        .split("\n")
        .filter(
          (line) =>
            line.length > width &&
            !line
              .trim()
              .split(/\s+/)
              .some((word) => word.length > 40),
        );
      expect(tooWide).toEqual([]);
    }
  });

  test("says the same with colours", () => {
    const painted = renderText(reportOf(name), { palette: ansiPalette });
    expect(stripVTControlCharacters(painted)).toBe(renderText(reportOf(name)));
  });

  test("as Markdown names every finding, step and missing piece, in a structure that holds", () => {
    const report = reportOf(name);
    const markdown = renderMarkdown(report, { config: "config: none (defaults)" });
    for (const f of report.findings) expect(markdown).toContain(f.code);
    expect(faultsOf(markdown)).toEqual([]);
    const rows = rowsOf(markdown);
    for (const step of report.steps) expect(rows).toContainEqual(expect.arrayContaining([describeStep(step)]));
    for (const { missing } of report.steps.flatMap((s) => s.refusals)) {
      expect(rows).toContainEqual(expect.arrayContaining([missing]));
    }
    expect(faultsOf(renderShortMarkdown(report))).toEqual([]);
  });
});

test("what can't be undone and what is billed is marked on the plan", () => {
  const text = renderText(reportOf("plan fresh-approved-only"));
  expect(text).toMatch(/provision the managed network of hub-northwind \(can't be undone; billed\)/);
  expect(text).toMatch(/declare rule \S+ to srch-northwind \(billed\)/);
  expect(text).toMatch(/close public access to stnorthwindai$/m);
});

test("what was mended is told apart from what is left", () => {
  const text = renderText(reportOf("apply shared-storage"));
  expect(text).toMatch(/^REFUSED/);
  expect(text).toMatch(/fixed +SFH302 +The key vault answers the public internet: kv-adventureworks-ai/);
  expect(text).toMatch(/SFH301 .*\[refused\]/);
  expect(text).toMatch(/missing: .*hub-adventureworks-lab|hub-adventureworks-lab, which uses it too/);
});

test("a loss that can be accepted is shown as the lines to paste, once for all doors of a service", () => {
  const [refused] = reportOf("plan subnet-and-resource-rules").steps.filter((s) => s.state === "refused");
  const text = renderText({
    ...reportOf("plan subnet-and-resource-rules"),
    steps: refused === undefined ? [] : [refused],
  });
  const lines = /accept:\n((?: {18}.+\n)+)/.exec(text)?.[1] ?? "";
  const spec = specOf(`accept:\n${lines}`, "pasted");
  expect(spec.accept.map((a) => a.origin)).toEqual([expect.stringMatching(/snet-scanners$/), "203.0.113.200"]);
  expect(text).not.toContain("accept: [{");
});

test.each([
  [0, "0 s"],
  [119_000, "119 s"],
  [31 * 60_000, "31 min"],
  [120 * 60_000, "2 h"],
  [125 * 60_000, "2 h 5 min"],
])("%i ms is %s", (ms, said) => {
  expect(describeDuration(ms)).toBe(said);
});

test("wrapping loses no word and breaks none", () => {
  expect(wrap("one two  three\nfour", 7)).toEqual(["one two", "three", "four"]);
  expect(wrap("unbreakable", 4)).toEqual(["unbreakable"]);
  expect(wrap("", 4)).toEqual([""]);
});

describe("a rollback", () => {
  test("shows who would get in before anybody says yes, and who does afterwards", () => {
    const columns = (name: string): string => /from +to +before +(\w+)/.exec(renderText(reportOf(name)))?.[1] ?? "";
    expect([columns("rollback shown"), columns("rollback done")]).toEqual(["after", "now"]);
    const internet = (name: string): readonly string[] =>
      reportOf(name)
        .paths.filter((p) => p.from === "the public internet" && p.to.startsWith("kv-"))
        .map((p) => `${p.before} ${p.after}`);
    expect([internet("rollback shown"), internet("rollback done")]).toEqual([["blocked open"], ["blocked open"]]);
  });

  test("says of each step what it opens, and of what stays how to take it away", () => {
    const [shown, done] = [renderText(reportOf("rollback shown")), renderText(reportOf("rollback done"))];
    expect(shown).toContain("open public access to kv-northwind-ai again, as it was (lets in everybody");
    for (const text of [shown, done, renderMarkdown(reportOf("rollback done"))]) {
      expect(text.replace(/\s+/g, " ")).toContain("The managed network stays provisioned: that can't be undone.");
    }
    expect(renderMarkdown(reportOf("rollback shown"))).toContain("lets in everybody: default action Allow");
  });
});
