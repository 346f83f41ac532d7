import { describe, expect, test } from "vitest";
import { findingCodes } from "../../src/checks/codes.ts";
import { brokenLinkOf } from "../../src/report/broken-link.ts";
import { reportSchema } from "../../src/report/report-schema.ts";
import type { Report, ReportFinding } from "../../src/report/report.ts";
import { renderText } from "../../src/report/text.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { brokenCases } from "./cases/all.ts";
import type { BrokenCase } from "./cases/broken-case.ts";

/** What the diagnosis names before anything else: of the first broken link, or where none is, of the first not known. */
function namedFirst(report: Report): ReportFinding | undefined {
  const broken = brokenLinkOf(report);
  if (broken !== undefined) return broken.finding;
  const [first] = (report.chain ?? []).filter((link) => link.state === "not known");
  return report.findings.find((f) => f.fingerprint === first?.findings[0]);
}

async function diagnose({ estate, options, parts }: BrokenCase): Promise<{ report: Report; writes: number }> {
  const run = await runOnTwin(estate, options);
  const report = await run.diagnose(await parts?.(run));
  return { report, writes: run.writes().length };
}

describe.each(brokenCases)("$code, where $what", (broken) => {
  test("is named first, with what shows it and what mends it", async () => {
    const { report, writes } = await diagnose(broken);
    const first = namedFirst(report);
    expect(first?.code).toBe(broken.code);
    expect(brokenLinkOf(report) === undefined).toBe(broken.isUnknown === true);
    expect(first?.detail).toMatch(broken.shows);
    const lines = (first?.mendLines ?? []).flatMap((one) => one.lines);
    expect([first?.fix, ...lines].join("\n")).toMatch(broken.mends);
    expect(report.verdict).not.toBe("private");
    expect(writes).toBe(0);
    expect(() => reportSchema.parse(JSON.parse(JSON.stringify(report)))).not.toThrow();
    expect(renderText(report)).toContain(broken.code);
  });
});

test("every code from SFH5xx to SFH8xx has a case", () => {
  const notes: readonly string[] = ["SFH513"];
  const wanted = findingCodes.filter((code) => /^SFH[5-8]/.test(code) && !notes.includes(code));
  const covered = new Set(brokenCases.map(({ code }) => code));
  expect(wanted.filter((code) => !covered.has(code))).toEqual([]);
});
