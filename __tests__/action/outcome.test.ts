import { beforeAll, describe, expect, test } from "vitest";
import { annotationsOf } from "../../action/annotations.ts";
import { isFailure, outputsOf } from "../../action/outputs.ts";
import type { Report, Verdict } from "../../src/report/report.ts";
import { planReport } from "../report/reports.ts";

let fresh: Report;
let refused: Report;
beforeAll(async () => {
  fresh = await planReport("fresh-approved-only");
  refused = await planReport("subnet-and-resource-rules");
});

test("outputs tell the verdict, the changes and where the report is", () => {
  expect(outputsOf(fresh, "out/report.json")).toEqual({
    status: "drift",
    changes: "12",
    "drift-detected": "true",
    "report-path": "out/report.json",
    "exit-code": "2",
  });
});

describe.each<[Verdict, boolean, boolean]>([
  ["private", false, false],
  ["drift", true, false],
  ["unproven", true, false],
  ["refused", true, true],
  ["incomplete", true, true],
  ["failed", true, true],
  ["cancelled", true, true],
])("%s", (verdict, strictly, leniently) => {
  test(`fails the step: ${String(strictly)} when drift does, ${String(leniently)} when it doesn't`, () => {
    expect(isFailure({ ...fresh, verdict }, true)).toBe(strictly);
    expect(isFailure({ ...fresh, verdict }, false)).toBe(leniently);
  });
});

test("annotations come worst first, one for all findings of a kind", () => {
  const annotations = annotationsOf(fresh);
  expect(annotations.length).toBeLessThanOrEqual(10);
  expect(annotations.filter((a) => a.title.startsWith("SFH401"))).toHaveLength(1);
  expect(annotationsOf(refused)[0]?.title).toMatch(/^Refused: close public access/);
});

test("there are never more than GitHub shows, and none is longer", () => {
  const errors = Array.from({ length: 30 }, () => ({
    code: "SFH909" as const,
    message: "x".repeat(9_000),
    fix: "y",
    correlationId: "",
  }));
  const annotations = annotationsOf({ ...fresh, errors });
  expect(annotations).toHaveLength(10);
  for (const { level, message } of annotations) {
    expect(level).toBe("error");
    expect(message.length).toBeLessThanOrEqual(4_096);
  }
});
