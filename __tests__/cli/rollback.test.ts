import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { withOpenServices, withOpenVault } from "./estate-variants.ts";
import { cli, root, runCli, scratchFile, scratchFolder, start, startTwin, type SpawnedTwin } from "./spawned.ts";

let twin: SpawnedTwin;
let capsule: string;
beforeAll(async () => {
  twin = await startTwin(withOpenVault());
  capsule = path.join(scratchFolder(), "hub.capsule");
  const applied = await runCli(["apply", "--hub", twin.hub, "--yes", "--capsule", capsule], twin.env);
  expect(applied).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await twin.stop();
});

const lines = (file: string): readonly string[] => readFileSync(file, "utf8").trimEnd().split("\n");

describe("one capsule, from apply to a second rollback", () => {
  test("apply keeps its write", () => {
    expect(lines(capsule)).toEqual([expect.stringContaining('"stepId":"close-public-access:kv-northwind-ai"')]);
  });

  test("without a terminal and without --yes the plan is shown, and nothing is written", async () => {
    const { code, out } = await runCli(["rollback", "--capsule", capsule], twin.env);
    expect(code).toBe(2);
    expect(out).toMatch(/^DRIFT {2}hub-northwind is not as it was: 1 step to do\./);
    expect(out).toContain("open public access to kv-northwind-ai again, as it was (lets in everybody");
    expect(out).toMatch(/the public internet +kv-northwind-ai vault +blocked +open/);
    expect(out).toContain("\nNext: Run rollback again and say yes");
    expect(await twin.writes()).toHaveLength(1);
  });

  test("answered with no it writes nothing", async () => {
    const asking = path.join(root, "__tests__/cli/asking.ts");
    const args = ["rollback", "--capsule", capsule];
    const { code, err } = await start(asking, args, { ...twin.env, ANSWER: "y" }).ended;
    expect(code).toBe(2);
    expect(err).toContain("open public access to kv-northwind-ai again");
    expect(err).toContain("Nothing was written.");
    expect(await twin.writes()).toHaveLength(1);
  });

  test("answered with yes it opens the door, and the report is one of version 1", async () => {
    const asking = path.join(root, "__tests__/cli/asking.ts");
    const args = ["rollback", "--output", "json"];
    const { code, out, err } = await start(asking, args, { ...twin.env, SFH_CAPSULE: capsule, ANSWER: "yes" }).ended;
    const report = reportSchema.parse(JSON.parse(out));
    expect([code, report.command, report.verdict]).toEqual([0, "rollback", "restored"]);
    expect(report.steps.map((s) => [s.id, s.state])).toEqual([["reopen-public-access:kv-northwind-ai", "done"]]);
    expect(err).toMatch(/^done {5}open public access to kv-northwind-ai again, as it was, \d+ s$/m);
    expect(await twin.writes()).toHaveLength(2);
    expect(lines(capsule)).toHaveLength(2);
  });

  test("a second one finds nothing to do", async () => {
    const { code, out } = await runCli(["rollback", "--capsule", capsule, "--yes", "--hub", twin.hub], twin.env);
    expect(code).toBe(0);
    expect(out).toMatch(/^RESTORED {2}hub-northwind: nothing of this capsule is left to put back\./);
    expect(await twin.writes()).toHaveLength(2);
  });

  test("a last line that is cut off is said, and the rest counts", async () => {
    const piece = scratchFile("hub.capsule", `${readFileSync(capsule, "utf8")}{"schema":"secure-foun`);
    const { code, err } = await runCli(["rollback", "--capsule", piece, "--yes"], twin.env);
    expect(code).toBe(0);
    expect(err).toContain("The capsule's last line was cut off");
  });
});

describe("one clear error and nothing written", () => {
  const edited = (): string => scratchFile("c", readFileSync(capsule, "utf8").replace('"Enabled"', '"enabled"'));
  const otherHub = (hub: string): string => hub.replace(/[^/]+$/, "hub-other");

  test.each<[string, (hub: string) => readonly string[], RegExp]>([
    ["without a capsule", () => [], /required option '--capsule <file>'/],
    ["for a file that isn't there", () => ["--capsule", "nowhere"], /The capsule nowhere can't be read/],
    ["for something else", () => ["--capsule", scratchFile("c", "dear diary\n")], /is not a capsule/],
    ["for an edited one", () => ["--capsule", edited()], /changed after it was written: line 1/],
    [
      "for one of another hub",
      (hub) => ["--capsule", capsule, "--hub", otherHub(hub)],
      /The capsule holds writes to .*hub-northwind .* and this run is of .*hub-other/,
    ],
  ])("%s", async (_what, args, says) => {
    const before = await twin.writes();
    const { code, out, err } = await runCli(["rollback", ...args(twin.hub), "--yes"], twin.env);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("error SFH912");
    expect(err).toMatch(says);
    expect(err).toMatch(/fix: \S/);
    expect(await twin.writes()).toEqual(before);
  });
});

const services = ["stnorthwindai", "kv-northwind-ai", "crnorthwindai"];

test.each(services)("a run killed while it closes %s leaves a capsule that a rollback goes by", async (service) => {
  const open = await startTwin(withOpenServices(), ["--latency", "3"]);
  const file = path.join(scratchFolder(), "hub.capsule");
  const running = start(cli, ["apply", "--hub", open.hub, "--yes", "--capsule", file], open.env);
  await running.saying(`begin    close public access to ${service}`);
  running.child.kill("SIGKILL");
  expect((await running.ended).code).toBeNull();
  const rolled = await runCli(
    ["rollback", "--capsule", file, "--yes", "--hub", open.hub, "--output", "json"],
    open.env,
  );
  const report = reportSchema.parse(JSON.parse(rolled.out));
  expect([rolled.code, report.verdict]).toEqual([0, "restored"]);
  const internet = report.paths.filter(
    (p) => p.from === "the public internet" && services.includes(p.to.split(" ")[0] ?? ""),
  );
  expect(internet.map((p) => p.after)).toEqual(["open", "open", "open", "open"]);
  // As many doors opened as were closed, the last one included where its request was on its way.
  expect((await open.writes()).length % 2).toBe(0);
  await open.stop();
});
