import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { codes, findingCodes } from "../../src/checks/codes.ts";
import type { ReportConfig } from "../../src/report/config-place.ts";
import { findAcceptable } from "../../src/report/refusals.ts";
import type { Report } from "../../src/report/report.ts";
import { renderErrorSarif, renderSarif } from "../../src/report/sarif.ts";
import { noConfig } from "../../src/spec/config-places.ts";
import { defaultSpec, hubSpecSchema } from "../../src/spec/hub-spec.ts";
import { parseConfig } from "../../src/spec/parse-spec.ts";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import { applyReport, planEstate, planReport } from "./reports.ts";
import { sarifRunOf, type SarifResult } from "./sarif-schema.ts";

const nowhere: ReportConfig = { spec: defaultSpec(), places: noConfig };
const names = Object.keys(estates);
const reports = new Map<string, Report>();
beforeAll(async () => {
  for (const name of names) {
    reports.set(`plan ${name}`, await planReport(name));
    reports.set(`apply ${name}`, await applyReport(name));
  }
}, 240_000);

function reportOf(name: string): Report {
  const report = reports.get(name);
  if (report === undefined) throw new Error(`there is no report of ${name}`);
  return report;
}

const fingerprints = (results: readonly SarifResult[]): readonly string[] =>
  results.map((one) => one.partialFingerprints.primaryLocationLineHash);

describe.each(names.flatMap((name) => [`plan ${name}`, `apply ${name}`]))("the report of %s", (name) => {
  test("is valid SARIF with a result for each finding that stands and each refused step, told apart", () => {
    const report = reportOf(name);
    const { results, invocations } = sarifRunOf(renderSarif(report, nowhere));
    const standing = report.findings.filter((f) => f.state !== "fixed");
    const refused = report.steps.filter((s) => s.state === "refused");
    expect(results).toHaveLength(standing.length + refused.length);
    expect(new Set(fingerprints(results)).size).toBe(results.length);
    expect(invocations[0].toolExecutionNotifications).toHaveLength(report.errors.length);
    expect(new Set(results.flatMap((r) => r.locations[0].logicalLocations[0].fullyQualifiedName))).toEqual(
      new Set([...standing, ...refused].map(({ resourceId }) => resourceId)),
    );
  });

  test("comes worst first", () => {
    const levels = sarifRunOf(renderSarif(reportOf(name), nowhere)).results.map(({ level }) => level);
    const rank = { error: 0, warning: 1, note: 2 };
    expect(levels).toEqual([...levels].sort((a, b) => rank[a] - rank[b]));
  });
});

const shared = path.join(import.meta.dirname, "../../../shared/estates");
const sharedNames = existsSync(shared) ? readdirSync(shared).filter((file) => /^[\w-]+\.json$/.test(file)) : [];

test.skipIf(sharedNames.length === 0)("the shared estates' reports are valid SARIF [needs ../shared]", async () => {
  for (const file of sharedNames) {
    const report = await planEstate(parseEstate(readFileSync(path.join(shared, file), "utf8")));
    const { results } = sarifRunOf(renderSarif(report, nowhere));
    expect(new Set(fingerprints(results)).size, file).toBe(results.length);
  }
});

test("the same finding has the same fingerprint in another run, whatever stands before it and in the config", async () => {
  const first = reportOf("plan subnet-and-resource-rules");
  const again = await planReport("subnet-and-resource-rules");
  const config = parseConfig(`version: 1\n\nhub: ${first.hub.id}\n`, { given: "c.yml", inRepository: "c.yml" });
  const known = fingerprints(sarifRunOf(renderSarif(first, nowhere)).results);
  expect(fingerprints(sarifRunOf(renderSarif(again, config)).results)).toEqual(known);
  const fewer = { ...again, findings: again.findings.slice(1), steps: again.steps.slice(1) };
  const left = fingerprints(sarifRunOf(renderSarif(fewer, nowhere)).results);
  expect(left.length).toBeLessThan(known.length);
  expect(left.filter((one) => !known.includes(one))).toEqual([]);
});

test("rules are the catalogue, with the same names of other tools only where they are about the same", () => {
  const { rules } = sarifRunOf(renderSarif(reportOf("plan hardened"), nowhere)).tool.driver;
  for (const code of findingCodes) {
    const rule = rules.find(({ id }) => id === code);
    expect(rule?.shortDescription.text).toBe(codes[code].title);
    expect(rule?.defaultConfiguration.level).toBe(codes[code].severity);
  }
  const cited = rules.filter(({ properties }) => properties.sameInOtherTools !== undefined).map(({ id }) => id);
  expect(cited).toEqual(["SFH102", "SFH103", "SFH301", "SFH303", "SFH304"]);
  const scored = rules.filter(({ properties }) => properties["security-severity"] !== undefined);
  expect(scored.every(({ properties }) => properties.tags.includes("security"))).toBe(true);
});

test("results stand at the line of the config that decides, in the file as its repository calls it", () => {
  const report = reportOf("plan fresh-approved-only");
  const text = `version: 1\nhub: ${report.hub.id}\npublicAccess:\n  storage: Disabled\n  keyVault: Disabled\n`;
  const config = parseConfig(text, { given: "x.yml", inRepository: "infra/my hub#1.yml" });
  const { results } = sarifRunOf(renderSarif(report, config));
  const placeOf = (code: string): unknown => {
    const place = results.find(({ ruleId }) => ruleId === code)?.locations[0].physicalLocation;
    return [place?.artifactLocation.uri, place?.region.startLine];
  };
  expect(placeOf("SFH301")).toEqual(["infra/my%20hub%231.yml", 4]);
  expect(placeOf("SFH302")).toEqual(["infra/my%20hub%231.yml", 5]);
  expect(placeOf("SFH401")).toEqual(["infra/my%20hub%231.yml", 2]);
  const places = sarifRunOf(renderSarif(report, nowhere)).results.map((r) => r.locations[0].physicalLocation);
  expect(new Set(places.map((p) => `${p.artifactLocation.uri}:${p.region.startLine}`))).toEqual(
    new Set(["secure-foundry-hub.yml:1"]),
  );
});

test.each([
  ["/etc/hub.yml", "file:///etc/hub.yml"],
  ["C:/hubs/a b.yml", "file:///C:/hubs/a%20b.yml"],
  ["../a:b.yml", "../a%3Ab.yml"],
])("a config file outside a repository, %s, is %s", (file, uri) => {
  const config = parseConfig("", { given: file, inRepository: file });
  const { results } = sarifRunOf(renderSarif(reportOf("plan fresh-approved-only"), config));
  expect(results[0]?.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
});

test("an accepted loss is a suppressed note with the reason, and drops to the end", async () => {
  const losses = findAcceptable(reportOf("plan subnet-and-resource-rules").steps.flatMap((step) => step.refusals));
  const spec = {
    ...defaultSpec(),
    accept: hubSpecSchema.shape.accept.parse(losses.map((l) => ({ ...l, reason: "gone" }))),
  };
  const report = await planReport("subnet-and-resource-rules", spec);
  const { results } = sarifRunOf(renderSarif(report, { ...nowhere, spec }));
  const accepted = report.findings.filter(({ state }) => state === "accepted");
  const suppressed = results.filter(({ suppressions }) => suppressions.length > 0);
  expect(accepted.length).toBeGreaterThan(1);
  expect(suppressed).toEqual(results.slice(-accepted.length));
  for (const { level, suppressions } of suppressed) {
    expect([level, suppressions]).toEqual(["note", [{ kind: "external", status: "accepted", justification: "gone" }]]);
  }
});

describe("whatever text comes from outside", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "](",
      "[a](1)",
      "{0}",
      "<img src=x>",
      "</b>",
      "<!--",
      "@everyone",
      " @a",
      "\n# h",
      "\u202E",
      "\u0000",
      "\uD800",
    ),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  const markup = /\]\(|\{\d+\}|<[a-z/!?]|(^|\W)@\w/i;
  const invisible = /\p{C}|\p{Zl}|\p{Zp}/u;

  test("no message holds markup or an invisible character, and the file stays valid", () => {
    const report = reportOf("plan subnet-and-resource-rules");
    fc.assert(
      fc.property(text, text, text, (one, two, three) => {
        const findings = report.findings
          .slice(0, 3)
          .map((f) => ({ ...f, detail: one, fix: two, resourceId: `/x/${three}` }));
        const steps = report.steps
          .filter((s) => s.state === "refused")
          .map((s) => ({ ...s, reason: `${one}\n${two}` }));
        const errors = [{ code: "SFH909" as const, message: one, fix: two, correlationId: three }];
        const run = sarifRunOf(renderSarif({ ...report, findings, steps, errors }, nowhere));
        const shown = [...run.results, ...run.invocations[0].toolExecutionNotifications].map((r) => r.message.text);
        for (const said of shown) {
          expect(said).not.toMatch(markup);
          expect(said).not.toMatch(invisible);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("a secret that was hidden from the eye by a character between its halves is not put together", () => {
    const report = reportOf("plan hardened");
    const errors = [{ code: "SFH909" as const, message: "Bearer eyJ\u200Babc.def.ghi", fix: "", correlationId: "" }];
    const [{ toolExecutionNotifications }] = sarifRunOf(renderSarif({ ...report, errors }, nowhere)).invocations;
    expect(toolExecutionNotifications[0]?.message.text).toContain("eyJ abc");
  });
});

test("more than code scanning takes is cut, the worst kept, and said so", () => {
  const report = reportOf("plan fresh-approved-only");
  const [found] = report.findings;
  if (found === undefined) throw new Error("the report holds no finding");
  const many = Array.from({ length: 6_000 }, (_, i) => ({
    ...found,
    severity: i < 5_990 ? ("warning" as const) : ("error" as const),
    detail: Array.from({ length: 500 }, (_, n) => String((i * 7_919 + n * 104_729) % 99_991)).join(" "),
    fingerprint: String(i),
  }));
  const rendered = renderSarif({ ...report, findings: many, steps: [] }, nowhere);
  const { results, invocations } = sarifRunOf(rendered);
  expect(gzipSync(rendered).length).toBeLessThan(10_000_000);
  expect(results.slice(0, 10).every(({ level }) => level === "error")).toBe(true);
  const left = many.length - results.length;
  expect(left).toBeGreaterThan(1_000);
  expect(invocations[0].toolExecutionNotifications.map((n) => n.message.text)).toEqual([
    `${left} results left out, the least severe ones: code scanning takes no more. The JSON report has them all.`,
  ]);
});

test("two hubs have categories of their own, and a run without a report another than any hub", () => {
  const report = reportOf("plan hardened");
  const categoryOf = (rendered: string): string => sarifRunOf(rendered).automationDetails.id;
  const own = categoryOf(renderSarif(report, nowhere));
  expect(own).toMatch(/^secure-foundry-hub\/hub-northwind-[0-9a-f]{16}\/$/);
  expect(categoryOf(renderSarif({ ...report, hub: { ...report.hub, id: report.hub.id.toUpperCase() } }, nowhere))).toBe(
    own,
  );
  // Of the same name, in another resource group.
  const twin = { ...report.hub, id: report.hub.id.replace(/resourceGroups\/[^/]+/, "resourceGroups/other") };
  expect(categoryOf(renderSarif({ ...report, hub: twin }, nowhere))).not.toBe(own);
  const error = { code: "SFH912", message: "m", fix: "f", correlationId: "", at: { file: "a b.yml", line: 7 } };
  const rendered = renderErrorSarif(error, "1.0.0", 1);
  expect(categoryOf(rendered)).toBe("secure-foundry-hub/");
  const { results, invocations } = sarifRunOf(rendered);
  expect(results).toEqual([]);
  expect(invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 1 });
  expect(invocations[0].toolExecutionNotifications[0]).toMatchObject({
    descriptor: { id: "SFH912" },
    message: { text: "m. Fix: f." },
    locations: [{ physicalLocation: { artifactLocation: { uri: "a%20b.yml" }, region: { startLine: 7 } } }],
  });
  expect(() => sarifRunOf(renderErrorSarif({ ...error, code: "unexpected" }, "1.0.0", 1))).not.toThrow();
});
