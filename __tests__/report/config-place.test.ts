import { expect, test } from "vitest";
import { placeOfError, placeOfFinding, placeOfStep } from "../../src/report/config-place.ts";
import { findAcceptable } from "../../src/report/refusals.ts";
import type { Report } from "../../src/report/report.ts";
import { parseConfig, type Config } from "../../src/spec/parse-spec.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { letsIn } from "../support/selected-networks.ts";
import { nothingGiven } from "../support/twin-vantage.ts";
import { planReport } from "./reports.ts";
import { sarifRunOf } from "./sarif-schema.ts";

function read(...lines: readonly string[]): Config {
  return parseConfig(lines.join("\n"), { given: "c.yml", inRepository: "infra/c.yml" });
}

/** What plan says under the config, and the line of each finding by its code and resource. */
async function plan(
  estate: string,
  config: Config,
): Promise<{ readonly report: Report; readonly lines: readonly string[] }> {
  const report = await planReport(estate, config.spec);
  const lines = report.findings.map((f) => `${f.code} ${String(placeOfFinding(report, f, config)?.line ?? "nowhere")}`);
  return { report, lines };
}

test("isolation mode, budgets and rules of the config's own list stand where the config asks for them", async () => {
  const { findings } = await planReport("fresh-approved-only");
  const target = findings.find(({ code }) => code === "SFH201")?.resourceId ?? "";
  const config = read(
    "isolationMode: AllowInternetOutbound",
    "budgetMinutes:",
    "  outboundRule: 40",
    "outboundPrivateEndpoints:",
    `  - target: ${target.toUpperCase().replace(/^\/SUBSCRIPTIONS/, "/subscriptions")}`,
    "    subresource: searchService",
    "    name: by-hand",
  );
  const { report, lines } = await plan("fresh-approved-only", config);
  expect(lines).toContain("SFH103 1");
  expect(lines).toContain("SFH201 5");
  const declared = report.steps.find((step) => step.id.endsWith(":by-hand"));
  expect(declared && placeOfStep(declared, config)).toEqual({ file: "infra/c.yml", line: 5 });
  const error = { code: "SFH914" as const, message: "", fix: "", correlationId: "" };
  expect(placeOfError(error, config)?.line).toBe(2);
  // The file says nothing of these, and doesn't name the hub.
  expect(lines).toContain("SFH301 nowhere");
  expect(placeOfError({ ...error, code: "SFH909" }, config)).toBeUndefined();
});

test("an accepted loss stands at its item, and so does one that matches nothing", async () => {
  const losses = findAcceptable((await planReport("subnet-and-resource-rules")).steps.flatMap((s) => s.refusals));
  const item = ({ code, resource, origin }: (typeof losses)[number]): string =>
    `  - { code: ${code}, resource: ${resource}, origin: ${origin}, reason: gone }`;
  const [first] = losses;
  if (first === undefined) throw new Error("nothing can be accepted there");
  const slip = { ...first, origin: "198.51.100.0/24" };
  const config = read("version: 1", "accept:", ...[slip, ...losses].map(item));
  const { report, lines } = await plan("subnet-and-resource-rules", config);
  expect(lines).toContain("SFH406 3");
  const accepted = report.findings.filter(({ state }) => state === "accepted");
  const placed = new Set(accepted.map((found) => placeOfFinding(report, found, config)?.line));
  expect(placed).toEqual(new Set(losses.map((_, i) => 4 + i)));
});

test("a loss accepted on the command line stands at the list that it isn't in", async () => {
  const losses = findAcceptable((await planReport("subnet-and-resource-rules")).steps.flatMap((s) => s.refusals));
  const config = read(
    "version: 1",
    "accept: []",
    "hub: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/p/t/n",
  );
  const accept = losses.flatMap((loss) => ({ ...loss, code: "SFH322" as const, reason: "gone" }));
  const more = { ...config, spec: { ...config.spec, accept } };
  const { lines } = await plan("subnet-and-resource-rules", more);
  expect(new Set(lines.filter((line) => line.startsWith("SFH322") || line.startsWith("SFH406")))).toEqual(
    new Set(["SFH322 2", "SFH406 2"]),
  );
});

test("closing a service stands at its key, or at the hub where the file says nothing of public access", async () => {
  const closing = (report: Report): Report["steps"] => report.steps.filter((s) => s.kind === "close-public-access");
  const hub = "hub: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/p/t/n";
  const report = await planReport("shared-storage");
  const lines = (config: Config): unknown => closing(report).map((step) => placeOfStep(step, config)?.line);
  expect(closing(report).map(({ resourceId }) => resourceId.split("/")[7])).toEqual([
    "storageAccounts",
    "vaults",
    "registries",
  ]);
  expect(lines(read(hub, "publicAccess:", "  keyVault: Disabled", "  storage: Disabled"))).toEqual([4, 3, 2]);
  expect(lines(read("version: 1", hub))).toEqual([2, 2, 2]);
  expect(lines(read("version: 1"))).toEqual([undefined, undefined, undefined]);
});

test("a client's range stands at its own line; one given elsewhere at the service that doesn't let it in", async () => {
  const config = read("publicAccess:", "  storage: AsFound", "clientRanges:", "  - 192.0.2.7", "  - 203.0.113.0/24");
  const run = await runOnTwin(letsIn(estateNamed("hardened"), "/storageAccounts/stnorthwindai", []), config);
  const ranges = [...config.spec.clientRanges, "198.51.100.0/24"];
  const report = await run.diagnose({ given: { ...nothingGiven, clientRanges: ranges } });
  const found = report.findings.filter(({ code }) => code === "SFH312");
  expect(found.map((one) => placeOfFinding(report, one, config)?.line)).toEqual([4, 5, 2]);
  const results = sarifRunOf(renderSarif(report, config)).results.filter(({ ruleId }) => ruleId === "SFH312");
  expect(results.flatMap((one) => one.locations.map((at) => at.physicalLocation.region.startLine))).toEqual([4, 5, 2]);
});
