import { expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { runCli } from "./spawned.ts";

const deadProxy = {
  HTTPS_PROXY: "http://127.0.0.1:9",
  HTTP_PROXY: "http://127.0.0.1:9",
  ALL_PROXY: "http://127.0.0.1:9",
};

test("the demo runs the whole runbook within seconds, whatever proxy the machine names", async () => {
  const begun = performance.now();
  const { code, out, err } = await runCli(["demo"], deadProxy);
  expect(code).toBe(0);
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(out).toContain("DRIFT  hub-northwind is not private yet: 12 steps to do.");
  expect(out).toMatch(/the public internet .* open +blocked/);
  expect(out).toMatch(/4\. plan again\nNothing to do\./);
  expect(out).toMatch(/5\. diagnose\nFirst broken link: none, every link that can be seen holds/);
  expect(out).toMatch(/The end\nPRIVATE {2}hub-northwind is private, and every required path is open\./);
  expect(err).toMatch(/done +provision the managed network of hub-northwind, 30 min/);
});

test("the demo's JSON is apply's report and nothing else", async () => {
  const { code, out } = await runCli(["demo", "--output", "json"]);
  const report = reportSchema.parse(JSON.parse(out));
  expect(code).toBe(0);
  expect(report).toMatchObject({ command: "apply", verdict: "private" });
  expect(report.run.durationMs).toBeGreaterThan(30 * 60_000);
  expect(new Set(report.steps.map((s) => s.state))).toEqual(new Set(["done"]));
});

test("a demo that is refused something ends with what, and why", async () => {
  const { out } = await runCli(["demo", "--estate", "first-endpoint"]);
  const [, again = "", end = ""] = out.split(/4\. plan again|The end/);
  expect(again).toContain("Nothing more it can do by itself.");
  expect(end).toMatch(/REFUSED[^]*Steps {2}\d+ refused[^]*missing:/);
});

test.each([
  ["shared-storage", 3, /REFUSED/],
  ["first-endpoint", 3, /missing:/],
  ["late-datastores", 4, /INCOMPLETE/],
  ["government", 0, /PRIVATE/],
])("a demo on %s ends with %i", async (estate, code, says) => {
  const ended = await runCli(["demo", "--estate", estate]);
  expect(ended.code).toBe(code);
  expect(ended.out).toMatch(says);
});
