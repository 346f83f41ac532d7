/** The built action, started as the runner starts it, on a twin: what each mode does and gives. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { builtIn, withOpenVault } from "../cli/estate-variants.ts";
import { scratchFile, scratchFolder, startTwin, type Ended, type SpawnedTwin, type Variables } from "../cli/spawned.ts";
import { letsIn } from "../support/selected-networks.ts";
import { runStep, type StepFiles } from "./as-runner.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin(withOpenVault());
});
afterAll(async () => {
  await twin.stop();
});

/** One step of the built action, in a job that has what `env` says. */
function onTwin(inputs: Variables, env: Variables = twin.env): Promise<Ended & StepFiles> {
  return runStep(inputs, env);
}

test("mode plan succeeds on drift, and says so in outputs, summary, annotations and report", async () => {
  const { code, out, outputs, summary } = await onTwin({ mode: "plan", hub: twin.hub });
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ status: "drift", changes: "1", "drift-detected": "true", "exit-code": "2" });
  expect(summary).toMatch(/^## secure-foundry-hub plan: drift/);
  for (const said of [summary, out]) expect(said).toContain("config: none (defaults)");
  expect(out).toMatch(/^::error title=SFH302 /m);
  const report = outputs["report-path"] ?? "";
  expect(reportSchema.parse(JSON.parse(readFileSync(report, "utf8"))).verdict).toBe("drift");
  expect(await twin.writes()).toEqual([]);
});

test("mode verify fails on drift, unless told not to", async () => {
  expect((await onTwin({ mode: "verify", hub: twin.hub })).code).toBe(1);
  expect((await onTwin({ mode: "verify", hub: twin.hub, "fail-on-severity": "never" })).code).toBe(0);
});

test("an action without an input fails with one error that says what to do, and writes nothing", async () => {
  const { code, out, outputs, summary } = await onTwin({ mode: "apply" });
  expect(code).toBe(1);
  expect(out.match(/^::error /gm)).toHaveLength(1);
  expect(out).toMatch(/^::error title=SFH912::No hub is named\. Fix: /m);
  expect(summary).toContain("No hub is named");
  expect(outputs).toMatchObject({ status: "failed", "exit-code": "1", "artifact-path": "" });
  expect(await twin.writes()).toEqual([]);
});

test("a config that can't be read is annotated at its first fault", async () => {
  const config = scratchFile("hub.yml", "version: 1\npublicAcess: {}\nhub: x\n");
  const { code, out } = await onTwin({ mode: "plan", "config-file": config });
  expect(code).toBe(1);
  expect(out).toMatch(/^::error title=SFH912,file=.*hub\.yml,line=2::/m);
});

test("what is found is annotated at the line of the config that decides", async () => {
  const config = scratchFile("hub.yml", `hub: ${twin.hub}\npublicAccess:\n  keyVault: Disabled\n`);
  const { out } = await onTwin({ mode: "plan", "config-file": config });
  expect(out).toMatch(/^::error title=SFH302 [^,]*,file=.*hub\.yml,line=3::/m);
});

test("client-id without permission to ask for a token names the permission", async () => {
  const inputs = { mode: "plan", hub: twin.hub, "client-id": twin.clientId, "tenant-id": twin.tenantId };
  const { code, out } = await onTwin(inputs);
  expect(code).toBe(1);
  expect(out).toContain("id-token: write");
});

test("mode apply closes what is open and writes the report where it is told", async () => {
  const reportPath = path.join(scratchFolder(), "deep", "report.json");
  const { code, outputs, summary } = await onTwin({ mode: "apply", hub: twin.hub, "report-path": reportPath });
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ status: "private", changes: "1", "drift-detected": "false", "exit-code": "0" });
  expect(existsSync(reportPath)).toBe(true);
  expect(summary).toContain("close public access to kv-northwind-ai");
  expect(await twin.writes()).toHaveLength(1);
  expect((await onTwin({ mode: "verify", hub: twin.hub })).code).toBe(0);
});

test("mode plan saves a plan that mode apply carries out, by its hash, and not twice", async () => {
  const open = await startTwin(withOpenVault());
  const onOpen = (inputs: Variables): Promise<Ended & StepFiles> => onTwin(inputs, open.env);
  const { outputs } = await onOpen({ mode: "plan", hub: open.hub });
  const saved = { "plan-file": outputs["plan-path"] ?? "", "plan-hash": outputs["plan-hash"] ?? "" };
  const first = await onOpen({ mode: "apply", ...saved });
  expect([first.code, first.outputs.status]).toEqual([0, "private"]);
  const second = await onOpen({ mode: "apply", ...saved });
  expect([second.code, second.outputs.status, second.outputs["exit-code"]]).toEqual([1, "refused", "3"]);
  expect(second.out).toMatch(/^::error title=SFH917/m);
  expect(await open.writes()).toHaveLength(1);
  await open.stop();
});

test("mode rollback puts back what an apply has kept, and shows it first where it is a dry run", async () => {
  const open = await startTwin(withOpenVault());
  const onOpen = (inputs: Variables): Promise<Ended & StepFiles> => onTwin(inputs, open.env);
  const applied = await onOpen({ mode: "apply", hub: open.hub });
  const capsule = applied.outputs["rollback-path"] ?? "";
  const shown = await onOpen({ mode: "rollback", "capsule-file": capsule, "dry-run": "true" });
  expect(shown.outputs).toMatchObject({ status: "drift", changes: "1" });
  expect(await open.writes()).toHaveLength(1);
  const back = await onOpen({ mode: "rollback", "capsule-file": capsule });
  expect([back.code, back.outputs.status, back.outputs.changes]).toEqual([0, "restored", "1"]);
  expect(await open.writes()).toHaveLength(2);
  await open.stop();
});

test("mode apply on a schedule takes nothing that the config doesn't name, whatever the workflow says", async () => {
  const open = await startTwin(withOpenVault());
  const scheduled = { GITHUB_REPOSITORY: "acme/hub", GITHUB_RUN_ID: "1", GITHUB_EVENT_NAME: "schedule" };
  const { code, outputs, out } = await onTwin({ mode: "apply", hub: open.hub }, { ...open.env, ...scheduled });
  expect([code, outputs.status]).toEqual([1, "refused"]);
  expect(out).toContain("Nobody watches this run");
  expect(await open.writes()).toEqual([]);
  await open.stop();
});

test("a saved plan, too, takes on a schedule only what the config names; a rollback only shows", async () => {
  const open = await startTwin(withOpenVault());
  const scheduled = { GITHUB_REPOSITORY: "acme/hub", GITHUB_RUN_ID: "1", GITHUB_EVENT_NAME: "schedule" };
  const plan = await onTwin({ mode: "plan", hub: open.hub }, open.env);
  const saved = { "plan-file": plan.outputs["plan-path"] ?? "", "plan-hash": plan.outputs["plan-hash"] ?? "" };
  const applied = await onTwin({ mode: "apply", ...saved }, { ...open.env, ...scheduled });
  expect([applied.code, applied.outputs.status, applied.outputs.changes]).toEqual([1, "refused", "0"]);
  expect(await open.writes()).toEqual([]);
  const attended = await onTwin({ mode: "apply", ...saved }, open.env);
  const capsule = { "capsule-file": attended.outputs["rollback-path"] ?? "" };
  const shown = await onTwin({ mode: "rollback", ...capsule }, { ...open.env, ...scheduled });
  expect([shown.outputs.status, shown.outputs.changes]).toEqual(["drift", "1"]);
  expect(await open.writes()).toHaveLength(1);
  await open.stop();
});

test("a fork's pull request writes with no credential, however the runner came by it", async () => {
  const open = await startTwin(withOpenVault());
  const pull = { pull_request: { number: 1, head: { sha: "0", repo: { full_name: "mallory/hub" } } } };
  const fork = {
    ...{ GITHUB_REPOSITORY: "acme/hub", GITHUB_RUN_ID: "1", GITHUB_EVENT_NAME: "pull_request" },
    GITHUB_EVENT_PATH: scratchFile("event.json", JSON.stringify(pull)),
  };
  const { code, out } = await onTwin({ mode: "apply", hub: open.hub }, { ...open.env, ...fork });
  expect(code).toBe(1);
  expect(out).toMatch(/^::error title=SFH912::A pull request from a fork asks for apply/m);
  expect(await open.writes()).toEqual([]);
  expect((await onTwin({ mode: "plan", hub: open.hub }, { ...open.env, ...fork })).code).toBe(0);
  await open.stop();
});

test("a place for the report that can't be written is told before anything is done", async () => {
  const open = await startTwin(withOpenVault());
  const blocked = path.join(scratchFile("a-file", ""), "report.json");
  const { code, out } = await onTwin({ mode: "apply", hub: open.hub, "report-path": blocked }, open.env);
  expect(code).toBe(1);
  expect(out).toMatch(/^::error title=SFH912::The report can't be written/m);
  expect(await open.writes()).toEqual([]);
  await open.stop();
});

test("another capsule than the one that was shown is not rolled back from", async () => {
  const open = await startTwin(withOpenVault());
  const applied = await onTwin({ mode: "apply", hub: open.hub }, open.env);
  const capsule = { mode: "rollback", "capsule-file": applied.outputs["rollback-path"] ?? "" };
  const shown = await onTwin({ ...capsule, "dry-run": "true" }, open.env);
  const other = await onTwin({ ...capsule, "capsule-hash": "0".repeat(64) }, open.env);
  expect([other.code, other.outputs.status]).toEqual([1, "failed"]);
  expect(await open.writes()).toHaveLength(1);
  const same = await onTwin({ ...capsule, "capsule-hash": shown.outputs["capsule-hash"] ?? "" }, open.env);
  expect([same.code, same.outputs.status]).toEqual([0, "restored"]);
  await open.stop();
});

test("mode diagnose names the first broken link and doesn't fail for it", async () => {
  const open = await startTwin(withOpenVault());
  const { code, summary } = await onTwin({ mode: "diagnose", hub: open.hub }, open.env);
  expect(code).toBe(0);
  expect(summary).toContain("First broken link");
  await open.stop();
});

test("mode diagnose holds what it is given against the hub, at the line of the config that says it", async () => {
  const selected = await startTwin(letsIn(builtIn("hardened"), "/storageAccounts/stnorthwindai", ["198.51.100.7"]));
  const config = scratchFile(
    "hub.yml",
    `hub: ${selected.hub}\npublicAccess: {storage: AsFound}\nclientRanges:\n  - 203.0.113.0/24\n`,
  );
  const inputs = { mode: "diagnose", "config-file": config, "client-ranges": "192.0.2.9", "wait-minutes": "1" };
  const { code, out, summary, report } = await onTwin(inputs, selected.env);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^::error title=SFH312 [^,]*,file=.*hub\.yml,line=4::stnorthwindai: Client range 203\.0\.113\.0\/24/m,
  );
  expect(out).not.toContain("waiting  for");
  expect(summary).toMatch(/First broken link.*public doors/);
  expect(summary).toContain("SFH312");
  // Whether the machine the test runs on is let in is its own affair.
  const details = (report?.findings ?? []).map((f) => f.detail).filter((detail) => detail.startsWith("Client range"));
  expect(details).toEqual([expect.stringContaining("203.0.113.0/24"), expect.stringContaining("192.0.2.9")]);
  expect(await selected.writes()).toEqual([]);
  await selected.stop();
});

test.each([
  ["answers-file", "no-such-answers.txt"],
  ["pac-file", "no-such.pac"],
  ["client-ranges", "300.1.1.1"],
  ["wait-minutes", "soon"],
])("mode diagnose with %s that can't be meant is one error that names it", async (name, value) => {
  const { code, out, summary } = await onTwin({ mode: "diagnose", hub: twin.hub, [name]: value });
  expect(code).toBe(1);
  expect(out.match(/^::error /gm)).toHaveLength(1);
  expect(out).toMatch(new RegExp(`^::error title=SFH912::.*${value.replaceAll(".", "\\.")}.* Fix: (Give|Set) `, "m"));
  expect(summary).toContain(value);
});

test("mode discover gives a matrix of the hubs, and needs none named", async () => {
  const fleet = await startTwin("fleet");
  const { code, outputs, summary } = await onTwin({ mode: "discover" }, fleet.env);
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ status: "found", any: "true", "hub-count": "6" });
  const names = [...(outputs.matrix ?? "").matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name);
  expect(names).toContain("hub-sales");
  expect(summary).toContain("hub-sales");
  const none = await onTwin({ mode: "discover", subscriptions: "00000000-0000-4000-8000-000000000000" }, fleet.env);
  expect(none.code).toBe(1);
  expect(none.out).toMatch(/^::error title=SFH403/m);
  await fleet.stop();
});

test("mode demo needs no Azure", async () => {
  const { code, outputs, out } = await onTwin({ mode: "demo" }, {});
  expect([code, outputs.status]).toEqual([0, "private"]);
  expect(out).toContain("::group::secure-foundry-hub demo");
});

test("masked ids are in no line that isn't the mask itself, in no summary, and the report isn't kept", async () => {
  const { out, err, summary, outputs } = await onTwin({ mode: "plan", hub: twin.hub, "masked-ids": "true" });
  const subscription = /subscriptions\/([^/]+)/.exec(twin.hub)?.[1] ?? "";
  const lines = out.split("\n");
  const masked = lines.filter((line) => line.startsWith("::add-mask::")).map((line) => line.slice(12));
  expect(masked).toContain(subscription);
  // The runner replaces what was masked before a line came.
  const shown = lines.filter((line, i) => {
    const told = lines
      .slice(0, i)
      .filter((l) => l.startsWith("::add-mask::"))
      .map((l) => l.slice(12));
    const left = told.reduce((text, id) => text.replaceAll(id, "***"), line);
    return !line.startsWith("::add-mask::") && left.includes(subscription);
  });
  expect(shown).toEqual([]);
  for (const said of [err, summary]) expect(said).not.toContain(subscription);
  expect(outputs["artifact-path"]).toBe("");
});

test.each([
  [{ mode: "aply" }, /mode is "aply"/],
  [{ mode: "verify", unattended: "true" }, /unattended means nothing in mode verify/],
  [{ mode: "apply", "plan-file": "x" }, /plan-hash is missing/],
  [{ mode: "verify", hub: "https://portal.azure.com/x" }, /not the id of a resource/],
  [{ mode: "verify", name: "hub" }, /named by half/],
  [{ mode: "verify", "config-file": "nowhere.yml" }, /nowhere\.yml can't be read/],
  [{ mode: "heartbeat", workflow: "x.yml" }, /outside of a workflow/],
  [{ mode: "demo", estate: "nowhere" }, /nowhere/],
])("%j is one annotation that says what to change, and status and summary say that it failed", async (inputs, says) => {
  const { code, out, outputs, summary } = await onTwin(inputs);
  expect([code, outputs.status, outputs["exit-code"]]).toEqual([1, "failed", "1"]);
  expect(out.match(/^::error /gm)).toHaveLength(1);
  expect(out).toMatch(says);
  expect(out).toMatch(/^::error title=SFH912.*::.* Fix: /m);
  expect(summary).toContain("SFH912");
});
