import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { builtIn, withOpenVault } from "./estate-variants.ts";
import { cli, root, runCli, scratchFile, scratchFolder, start, startTwin, type SpawnedTwin } from "./spawned.ts";
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import path from "node:path";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin(withOpenVault());
});
afterAll(async () => {
  await twin.stop();
});

test("plan tells what is to be done, exits 2, and writes nothing", async () => {
  const { code, out, err } = await runCli(["plan", "--hub", twin.hub], twin.env);
  expect(code).toBe(2);
  expect(out).toMatch(/^DRIFT {2}hub-northwind is not private yet: 1 step to do\./);
  expect(out).toContain("close public access to kv-northwind-ai");
  expect(out).toContain("\nconfig: none (defaults)\n");
  expect(err).toBe("config: none (defaults)\n");
  expect(await twin.writes()).toEqual([]);
});

test("plan --output json is a report of version 1 and nothing else on standard output", async () => {
  const { code, out } = await runCli(["plan", "--hub", twin.hub, "--output", "json"], twin.env);
  const report = reportSchema.parse(JSON.parse(out));
  expect(code).toBe(2);
  expect(report.verdict).toBe("drift");
  expect(report.steps.map((s) => s.state)).toEqual(["planned"]);
});

test("--verbose shows each request without a token or a query", async () => {
  const { err } = await runCli(["plan", "--hub", twin.hub, "--verbose"], twin.env);
  expect(err).toMatch(/^GET 200 \d+ ms localhost:\d+\/subscriptions \([0-9a-f-]{36}\)$/m);
  expect(err).not.toMatch(/api-version|Bearer|eyJ/);
});

test("apply without a terminal and without --yes says what to do and writes nothing", async () => {
  const { code, out, err } = await runCli(["apply", "--hub", twin.hub], twin.env);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err).toContain("error SFH912");
  expect(err).toContain(`add --yes: \`apply --hub ${twin.hub} --yes\``);
  expect(await twin.writes()).toEqual([]);
});

test("apply answered with no writes nothing and shows what it would have done", async () => {
  const asking = path.join(root, "__tests__/cli/asking.ts");
  const { code, out, err } = await start(asking, ["apply", "--hub", twin.hub], { ...twin.env, ANSWER: "y" }).ended;
  expect(code).toBe(2);
  expect(err).toContain("close public access to kv-northwind-ai");
  expect(err).toContain("Nothing was written.");
  expect(out).toContain("DRIFT");
  expect(await twin.writes()).toEqual([]);
});

test("an interrupted run ends with 130 and still tells how far it came", async () => {
  const fresh = await startTwin("fresh-approved-only");
  const running = start(cli, ["apply", "--hub", fresh.hub, "--yes", "--output", "json"], fresh.env);
  await running.saying("begin    declare rule");
  running.child.kill("SIGINT");
  const { code, out, err } = await running.ended;
  const report = reportSchema.parse(JSON.parse(out));
  await fresh.stop();
  expect(code).toBe(130);
  expect(report.verdict).toBe("cancelled");
  expect(report.steps.filter((s) => s.state === "done").map((s) => s.kind)).toContain("grant-reader");
  expect(err).toContain("Stopping: no new request is begun.");
});

test("apply closes what is open, keeps a journal, and verify and a second plan agree", async () => {
  const journal = path.join(scratchFolder(), "journal.jsonl");
  const applied = await runCli(["apply", "--hub", twin.hub, "--yes", "--journal", journal], twin.env);
  expect(applied).toMatchObject({ code: 0 });
  expect(applied.out).toMatch(/^PRIVATE/);
  expect(applied.err).toMatch(/^begin {4}close public access to kv-northwind-ai$/m);
  expect(applied.err).toMatch(/^done {5}close public access to kv-northwind-ai, \d+ s$/m);
  expect(readFileSync(journal, "utf8")).toContain('"event":"ended"');
  const writes = await twin.writes();
  expect(writes).toEqual([expect.stringMatching(/^PATCH .*\/vaults\/kv-northwind-ai$/i)]);
  expect((await runCli(["verify", "--hub", twin.hub], twin.env)).code).toBe(0);
  const again = await runCli(["plan", "--hub", twin.hub, "--output", "json"], twin.env);
  expect(reportSchema.parse(JSON.parse(again.out)).steps).toEqual([]);
  expect(await twin.writes()).toEqual(writes);
});

test("the hub can be named by its parts, by a variable and by the config file", async () => {
  const [, , subscription = "", , group = "", , , , name = ""] = twin.hub.split("/");
  const parts = ["--subscription", subscription, "--resource-group", group, "--name", name];
  const config = scratchFile("secure-foundry-hub.yml", `hub: ${twin.hub}\n`);
  const elsewhere = twin.hub.replace(/[^/]+$/, "nowhere");
  const runs = await Promise.all([
    runCli(["verify", ...parts], twin.env),
    runCli(["verify"], { ...twin.env, SFH_HUB: twin.hub }),
    runCli(["verify"], twin.env, path.dirname(config)),
    runCli(["verify", "--hub", ` ${twin.hub} `], { ...twin.env, SFH_HUB: elsewhere }),
    runCli(["verify", ...parts], { ...twin.env, SFH_HUB: elsewhere }),
    runCli(
      ["verify"],
      { ...twin.env, SFH_HUB: twin.hub },
      path.dirname(scratchFile("secure-foundry-hub.yml", `hub: ${elsewhere}\n`)),
    ),
  ]);
  expect(runs.map((r) => r.code)).toEqual([0, 0, 0, 0, 0, 0]);
});

test("a config file that was found is named, on both streams", async () => {
  const folder = path.dirname(scratchFile("secure-foundry-hub.yml", "version: 1\n"));
  const { out, err } = await runCli(["plan", "--hub", twin.hub], twin.env, folder);
  for (const said of [out, err]) expect(said).toContain("config: secure-foundry-hub.yml");
});

test("a cloud in any casing is taken, and the metadata URL that wins over it is named", async () => {
  const { err } = await runCli(["plan", "--hub", twin.hub, "--environment", "AzureChinaCloud"], twin.env);
  expect(err).toMatch(/ARM_CLOUD_METADATA_URL names; it wins over the environment azurechinacloud$/m);
});

test("output that can't be written is one line and exit 1", async () => {
  const full = openSync("/dev/full", "w");
  const ended = spawnSync(process.execPath, [cli, "explain"], { stdio: ["ignore", full, "pipe"], encoding: "utf8" });
  closeSync(full);
  expect(ended.status).toBe(1);
  expect(ended.stderr).toMatch(/^error: standard output can't be written: ENOSPC.*\n$/);
});

test("a built-in estate can be printed, changed and served", async () => {
  const { code, out } = await runCli(["twin", "--estate", "hardened", "--print"]);
  expect(code).toBe(0);
  expect(parseEstate(out)).toEqual(builtIn("hardened"));
});

test("the twin leaves nothing behind when it is stopped", async () => {
  const short = await startTwin("fleet", ["--pace", "clock:60"]);
  expect(existsSync(short.caFile)).toBe(true);
  const { code, err } = await short.stop();
  expect(code).toBe(0);
  expect(err).toMatch(/The twin has stopped/);
  expect(err).not.toContain("no new request");
  expect(existsSync(short.caFile)).toBe(false);
});
