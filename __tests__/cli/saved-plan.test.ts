/** `plan --out` and `apply --plan` through the built program. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { withOpenVault } from "./estate-variants.ts";
import { runCli, scratchFile, scratchFolder, startTwin, type SpawnedTwin } from "./spawned.ts";

let twin: SpawnedTwin;
let plan: string;
let hash: string;
beforeAll(async () => {
  twin = await startTwin(withOpenVault());
  plan = path.join(scratchFolder(), "deep", "plan.json");
  const { code, err } = await runCli(["plan", "--hub", twin.hub, "--out", plan], twin.env);
  expect(code).toBe(2);
  hash = /hash ([0-9a-f]{64})$/m.exec(err)?.[1] ?? "";
});
afterAll(async () => {
  await twin.stop();
});

test("plan --out leaves a file for its owner, and tells its hash", () => {
  expect(hash).not.toBe("");
  expect(JSON.parse(readFileSync(plan, "utf8"))).toMatchObject({ schema: "secure-foundry-hub/plan/1", hash });
  if (process.platform !== "win32") expect(statSync(plan).mode & 0o077).toBe(0);
});

const refusals: readonly [string, () => readonly string[], number, string][] = [
  ["another hash", () => ["--plan", plan, "--plan-hash", "0".repeat(64)], 3, "SFH917"],
  [
    "an edited file",
    () => ["--plan", scratchFile("plan.json", readFileSync(plan, "utf8").replace(/"Disabled"/, '"AsFound"'))],
    3,
    "SFH917",
  ],
  ["a file that is something else", () => ["--plan", scratchFile("plan.json", "{}")], 1, "SFH912"],
  ["no file", () => ["--plan", path.join(scratchFolder(), "none.json")], 1, "SFH912"],
  ["a hash without a plan", () => ["--plan-hash", hash], 1, "SFH912"],
  ["another hub", () => ["--plan", plan, "--hub", `${twin.hub}2`], 1, "SFH912"],
  ["a config file besides", () => ["--plan", plan, "--config", scratchFile("c.yml", "version: 1")], 1, "SFH912"],
  [
    "a loss accepted besides",
    () => ["--plan", plan, "--accept", `SFH322@${twin.hub}=1.2.3.4`, "--reason", "r"],
    1,
    "SFH912",
  ],
  ["nobody watching", () => ["--plan", plan, "--unattended"], 1, "SFH912"],
];

test.each(refusals)("apply --plan refuses %s, and writes nothing", async (_what, args, code, says) => {
  const ended = await runCli(["apply", ...args()], twin.env);
  expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(`error ${says}`)]);
  expect(await twin.writes()).toEqual([]);
});

test("apply --unattended takes nothing that the config doesn't name, and doesn't ask", async () => {
  const { code, out } = await runCli(["apply", "--hub", twin.hub, "--unattended"], twin.env);
  expect(code).toBe(3);
  expect(out).toContain("unattended: { close: [");
  expect(await twin.writes()).toEqual([]);
});

test("apply --plan carries it out without asking, whatever config lies around, and not twice", async () => {
  const folder = path.dirname(scratchFile("secure-foundry-hub.yml", "publicAccess: { keyVault: AsFound }\n"));
  const args = ["apply", "--plan", plan, "--plan-hash", hash, "--output", "json"];
  const first = await runCli(args, twin.env, folder);
  expect(first.code).toBe(0);
  expect(first.err).toContain(`config: as saved in the plan ${plan}`);
  expect(await twin.writes()).toHaveLength(1);
  const second = await runCli(args, twin.env, folder);
  expect(second.code).toBe(3);
  const report = reportSchema.parse(JSON.parse(second.out));
  expect([report.verdict, report.errors[0]?.code]).toEqual(["refused", "SFH917"]);
  expect(report.errors[0]?.message).toContain("close-public-access:kv-northwind-ai isn't needed any more");
  expect(await twin.writes()).toHaveLength(1);
});
