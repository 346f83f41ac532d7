import { beforeAll, describe, expect, test } from "vitest";
import { annotationsOf } from "../../action/annotations.ts";
import { isFailure, outputsOf } from "../../action/outputs.ts";
import type { ReportConfig } from "../../src/report/config-place.ts";
import type { Report, Verdict } from "../../src/report/report.ts";
import { noConfig } from "../../src/spec/config-places.ts";
import { defaultSpec } from "../../src/spec/hub-spec.ts";
import { parseConfig } from "../../src/spec/parse-spec.ts";
import { planReport } from "../report/reports.ts";

let fresh: Report;
let refused: Report;
beforeAll(async () => {
  fresh = await planReport("fresh-approved-only");
  refused = await planReport("subnet-and-resource-rules");
});

test("outputs tell the verdict, the changes and how much has drifted", () => {
  const counted = fresh.findings.filter((f) => f.severity !== "note");
  expect(outputsOf(fresh)).toEqual({
    status: "drift",
    changes: "12",
    "drift-detected": "true",
    "drift-count": String(counted.length),
    "managed-network-status": "Inactive",
    "exit-code": "2",
  });
  expect(outputsOf({ ...fresh, verdict: "private", findings: [] })).toMatchObject({
    "drift-detected": "false",
    "drift-count": "0",
    "exit-code": "0",
  });
});

describe.each<[Verdict, boolean, boolean]>([
  ["private", false, false],
  ["restored", false, false],
  ["drift", true, false],
  ["unproven", true, false],
  ["refused", true, false],
  ["incomplete", true, true],
  ["failed", true, true],
  ["cancelled", true, true],
])("%s", (verdict, strictly, leniently) => {
  test(`fails the step: ${String(strictly)} when drift does, ${String(leniently)} when it never does`, () => {
    expect(isFailure({ ...fresh, verdict }, "warning")).toBe(strictly);
    expect(isFailure({ ...fresh, verdict }, "never")).toBe(leniently);
  });
});

test("where only errors fail the step, warnings alone don't, and steps to do or a required path that is shut do", () => {
  const drift: Report = { ...fresh, verdict: "drift", findings: [], steps: [], paths: [] };
  const [error] = fresh.findings.filter((f) => f.severity === "error");
  const [step] = fresh.steps;
  const [path] = fresh.paths;
  if (error === undefined || step === undefined || path === undefined) {
    throw new Error("the estate has all of them");
  }
  const warning = { ...error, severity: "warning" as const };
  const fails = (changes: Partial<Report>): boolean => isFailure({ ...drift, ...changes }, "error");
  expect(fails({ findings: [warning] })).toBe(false);
  expect(fails({ findings: [{ ...error, state: "accepted" }] })).toBe(false);
  expect(fails({ findings: [warning, error] })).toBe(true);
  expect(fails({ findings: [{ ...error, state: "unknown" }] })).toBe(true);
  expect(fails({ steps: [{ ...step, state: "planned" }] })).toBe(true);
  expect(fails({ paths: [{ ...path, required: true, after: "unknown" }] })).toBe(true);
  expect(fails({ paths: [{ ...path, required: false, after: "blocked" }] })).toBe(false);
});

test("a run that was to write and was refused fails the step, whatever severity is asked for", () => {
  for (const failsOn of ["never", "error", "warning"] as const) {
    expect(isFailure({ ...fresh, command: "apply", verdict: "refused" }, failsOn)).toBe(true);
  }
});

const nowhere: ReportConfig = { spec: defaultSpec(), places: noConfig };

test("annotations come worst first, one for all findings of a kind", () => {
  const annotations = annotationsOf(fresh, nowhere);
  expect(annotations.length).toBeLessThanOrEqual(10);
  expect(annotations.filter((a) => a.title.startsWith("SFH401"))).toHaveLength(1);
  expect(annotationsOf(refused, nowhere)[0]?.title).toMatch(/^Refused: close public access/);
});

test("there are never more than GitHub shows, and none is longer", () => {
  const errors = Array.from({ length: 30 }, () => ({
    code: "SFH909" as const,
    message: "x".repeat(9_000),
    fix: "y",
    correlationId: "",
  }));
  const annotations = annotationsOf({ ...fresh, errors }, nowhere);
  expect(annotations).toHaveLength(10);
  for (const { level, message } of annotations) {
    expect(level).toBe("error");
    expect(message.length).toBeLessThanOrEqual(4_096);
  }
});

test("the last of too many says how many more there are, which, and where", () => {
  const more = fresh.findings.map((found, i) => ({ ...found, fix: `mend ${i}`, severity: "note" as const }));
  const shown = annotationsOf({ ...fresh, findings: [...fresh.findings, ...more] }, nowhere);
  const last = shown.at(-1);
  expect(shown).toHaveLength(10);
  expect(last?.title).toMatch(/^And \d+ more$/);
  expect(last?.message).toMatch(/SFH\d{3} .*The job summary and the report have them all\.$/);
});

test("where exactly ten are found, all ten are shown", () => {
  const [found] = fresh.findings;
  const findings = found === undefined ? [] : Array.from({ length: 10 }, (_, i) => ({ ...found, fix: `mend ${i}` }));
  const shown = annotationsOf({ ...fresh, steps: [], findings }, nowhere);
  expect(shown.map(({ message }) => message.split("Fix: ")[1])).toEqual(findings.map(({ fix }) => fix));
});

test("annotations point at the line of the config that decides, and nowhere where it says nothing of it", () => {
  const text = ["version: 1", "publicAccess:", "  keyVault: Disabled", `hub: ${fresh.hub.id}`, ""].join("\n");
  const config = parseConfig(text, { given: "../c.yml", inRepository: "infra/c.yml" });
  const lines = (report: Report, decidedBy: ReportConfig): ReadonlyMap<string, unknown> =>
    new Map(annotationsOf(report, decidedBy).map((a) => [a.title.slice(0, 6), `${a.file ?? ""}:${a.startLine ?? ""}`]));
  const errors = [{ code: "SFH914" as const, message: "not finished", fix: "", correlationId: "" }];
  const placed = lines({ ...fresh, errors }, config);
  expect(placed.get("SFH302")).toBe("infra/c.yml:3");
  // The key isn't there, the one around it is.
  expect(placed.get("SFH301")).toBe("infra/c.yml:2");
  expect(placed.get("SFH401")).toBe("infra/c.yml:4");
  expect(placed.get("SFH914")).toBe("infra/c.yml:4");
  expect(new Set(lines(fresh, nowhere).values())).toEqual(new Set([":"]));
});
