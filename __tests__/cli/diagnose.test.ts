import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { without } from "../support/edit-estate.ts";
import { builtIn } from "./estate-variants.ts";
import { runCli, startTwin, type SpawnedTwin } from "./spawned.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin(without(builtIn("hardened"), /privatelink\.blob\.core\.windows\.net\/A\//));
});
afterAll(async () => {
  await twin.stop();
});

test("diagnose names the first broken link, what shows it and what mends it, and writes nothing", async () => {
  const { code, out, err } = await runCli(["diagnose", "--hub", twin.hub], twin.env);
  expect(code).toBe(2);
  expect(out).toMatch(/^DRIFT {2}/);
  expect(out).toContain("First broken link: names (8 of 14): names resolve to the private endpoints in your networks");
  expect(out).toMatch(/SFH604 {3}A linked private DNS zone lacks the record\n.*NXDOMAIN/s);
  expect(out).toMatch(/fix: Add the record/);
  expect(out).toMatch(
    /├─ holding {4}customer private endpoints\n├─ holding {4}way in [^]*├─ broken {5}names [^]*see above/,
  );
  expect(out).toMatch(/az network private-dns record-set a add-record .*--record-set-name stnorthwindai/);
  expect(err).toBe("config: none (defaults)\n");
  expect(await twin.writes()).toEqual([]);
});

test("diagnose --output json is a report with the chain, and exits as verify does", async () => {
  const [told, verified] = await Promise.all([
    runCli(["diagnose", "--hub", twin.hub, "--output", "json"], twin.env),
    runCli(["verify", "--hub", twin.hub], twin.env),
  ]);
  const report = reportSchema.parse(JSON.parse(told.out));
  expect(report.command).toBe("diagnose");
  const broken = report.chain?.filter((link) => link.state === "broken") ?? [];
  expect(broken.map(({ link }) => link)).toEqual(["names"]);
  expect(report.findings.map((f) => f.fingerprint)).toEqual(expect.arrayContaining(broken[0]?.findings ?? ["-"]));
  expect(told.code).toBe(verified.code);
  expect(verified.out).toMatch(/\nFirst broken link: names: SFH604 .* Fix: Add the record/s);
});

test.each([
  [
    ["--client-range", "203.0.113.0/24", "--client-range", "2001:db8::/32"],
    /--client-range: "2001:db8::\/32" is not an IPv4/,
  ],
  [["--wait", "soon"], /--wait.*soon.*from 0 to 1440/],
  [["--answers", "no-such-file.txt"], /no-such-file\.txt/],
])("diagnose %j is one error that names what can't be meant", async (given, says) => {
  const { code, out, err } = await runCli(["diagnose", "--hub", twin.hub, ...given], twin.env);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(/error SFH912: /);
  expect(err).toMatch(says);
});
