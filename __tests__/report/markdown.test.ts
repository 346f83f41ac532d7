import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { code, escape } from "../../src/report/markdown/escape.ts";
import { webAddress } from "../../src/report/markdown/link.ts";
import { renderErrorMarkdown, renderMarkdown, renderShortMarkdown } from "../../src/report/markdown.ts";
import type { Report, ReportFinding } from "../../src/report/report.ts";
import { planReport } from "./reports.ts";
import { anyReport, anyText } from "./hostile.ts";
import { faultsOf, headingsOf, paragraphsOf, rowsOf } from "./markdown-structure.ts";

const artifactUrl = "https://github.com/acme/hub/actions/runs/1/artifacts/2";
const runUrl = "https://github.com/acme/hub/actions/runs/1";
const seed = Number(process.env.SFH_SEED ?? 1);
const bytes = (text: string): number => Buffer.byteLength(text);

describe("any report, with any text in it,", () => {
  test("keeps its structure as a job summary, and says nothing but text", () => {
    fc.assert(
      fc.property(anyReport, anyText, (report, config) => {
        const markdown = renderMarkdown(report, { config, artifactUrl });
        expect(faultsOf(markdown, [artifactUrl])).toEqual([]);
        const headings = headingsOf(markdown);
        expect(headings.at(0)).toBe(`secure-foundry-hub ${report.command}: ${report.verdict}`);
        expect(headings.at(-1)).toBe("What to do next");
      }),
      { seed, numRuns: 60 },
    );
  });

  test("keeps it as a comment", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(faultsOf(renderShortMarkdown(report, { runUrl }), [runUrl])).toEqual([]);
      }),
      { seed, numRuns: 40 },
    );
  });

  test("is never longer than the limit, and keeps its structure however much is cut", () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 0, max: 30_000 }), (report, limit) => {
        const markdown = renderMarkdown(report, { artifactUrl, limit });
        expect(bytes(markdown)).toBeLessThanOrEqual(limit);
        expect(faultsOf(markdown, [artifactUrl])).toEqual([]);
        const short = renderShortMarkdown(report, { runUrl, limit });
        expect(short.length).toBeLessThanOrEqual(limit);
        expect(faultsOf(short, [runUrl])).toEqual([]);
      }),
      { seed, numRuns: 60 },
    );
  });
});

test("any text in a table is read as it was written, but for what can't be seen", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [, [cell = ""] = []] = rowsOf(`| a |\n| --- |\n| ${escape(text)} |`);
      const visible = text.replace(/[\r\t\u2028\u2029]/g, " ").replace(/[\p{Cs}\p{Cf}]|(?!\n)\p{Cc}/gu, "");
      const flat = (line: string): string => line.replace(/\s+/g, " ").trim();
      expect(flat(cell)).toBe(flat(visible));
    }),
    { seed, numRuns: 500 },
  );
});

test("a run that came to no report says so in text alone", () => {
  fc.assert(
    fc.property(anyText, anyText, (message, correlationId) => {
      expect(faultsOf(renderErrorMarkdown({ code: "SFH909", message, fix: message, correlationId }))).toEqual([]);
    }),
    { seed },
  );
});

test.each([
  ["a | b", "a \\| b"],
  ["@team", "&#64;&#8203;team"],
  ["see #12", "see &#35;&#8203;12"],
  ["<b>", "&#60;b&#62;"],
  ["__SYS_PE", "\\_\\_SYS\\_PE"],
  ["https://e.example", "https:&#8203;//e.example"],
  ["at 12:30:00", "at 12:30:00"],
  ["one\n\ntwo", "one<br>two"],
])("%j is written %s", (text, written) => {
  expect(escape(text)).toBe(written);
});

test.each([
  ["plain", "`plain`"],
  ["a`b", "`` a`b ``"],
  ["``", "``` `` ```"],
  ["", ""],
])("%j as code is %s", (text, written) => {
  expect(code(text)).toBe(written);
});

test("only web addresses become links", () => {
  expect(webAddress("javascript:alert(1)")).toBeUndefined();
  expect(webAddress("not an address")).toBeUndefined();
  expect(webAddress("https://e.example/a (b)[c]?q=|")).toBe("https://e.example/a%20%28b%29%5Bc%5D?q=%7C");
});

describe("a long report", () => {
  const finding = (i: number): ReportFinding => ({
    code: "SFH401",
    severity: "error",
    state: "open",
    resourceId: `/subscriptions/s/resourceGroups/g/providers/p/t/endpoint-${i}`,
    title: "An identity lacks Reader",
    detail: `identity ${i} ${"ä".repeat(40)}`,
    fix: "apply grants it",
    fingerprint: String(i),
  });
  const withFindings = async (n: number): Promise<Report> => ({
    ...(await planReport("fresh-approved-only")),
    findings: Array.from({ length: n }, (_, i) => finding(i)),
  });

  test("folds what is beyond thirty findings, and loses none", async () => {
    const markdown = renderMarkdown(await withFindings(45));
    expect(faultsOf(markdown)).toEqual([]);
    expect(markdown).toContain("<details><summary>15 more findings</summary>");
    expect(rowsOf(markdown).filter((row) => row[1] === "SFH401")).toHaveLength(45);
  });

  test("is cut from the least important up, and says what, and where all of it is", async () => {
    const report = await withFindings(400);
    const whole = renderMarkdown(report);
    const cut = renderMarkdown(report, { artifactUrl, limit: bytes(whole) - 3_000 });
    expect(faultsOf(cut, [artifactUrl])).toEqual([]);
    expect(rowsOf(cut).filter((row) => row[1] === "SFH401")).toHaveLength(400);
    expect(paragraphsOf(cut).at(-1)).toBe(
      "Cut to what GitHub shows: accounts of closings. The whole report has all of it.",
    );
    const short = renderMarkdown(report, { limit: 20_000 });
    expect(rowsOf(short).filter((row) => row[1] === "SFH401")).toHaveLength(100);
    expect(paragraphsOf(short)).toContain("300 more findings are in the report.");
    expect(headingsOf(short).slice(0, 2)).toEqual(["secure-foundry-hub plan: drift", "First broken link"]);
    expect(headingsOf(short)).not.toContain("Topology");
  });

  test("with thousands of findings is under GitHub's own limits", async () => {
    const report = await withFindings(20_000);
    expect(bytes(renderMarkdown(report))).toBeLessThanOrEqual(1_000_000);
    expect(renderShortMarkdown(report).length).toBeLessThanOrEqual(60_000);
  });
});

test("the parts come in the order a reader needs them", async () => {
  expect(headingsOf(renderMarkdown(await planReport("shared-storage")))).toEqual([
    "secure-foundry-hub plan: refused",
    "First broken link",
    "Findings",
    "Steps",
    "Who can reach what",
    "Topology",
    "What to do next",
  ]);
});

test("a loss that can be accepted is shown as YAML to paste", async () => {
  const markdown = renderMarkdown(await planReport("shared-storage"));
  expect(markdown).toMatch(/```yaml\naccept:\n {2}- code: SFH323\n {4}resource: \/subs\S+\n {4}origin: \/subs\S+\n/);
});
