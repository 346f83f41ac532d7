/** runbook.yml, started by hand: a look, an approval, and that plan alone. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { builtIn, withOpenVault } from "../cli/estate-variants.ts";
import { scratchFolder, startTwin, type SpawnedTwin } from "../cli/spawned.ts";
import { runWorkflow, type WorkflowToRun } from "./run-workflow.ts";
import { trusting, varsOf } from "./trusting-estate.ts";
import type { WorkflowResult } from "./workflow-result.ts";

const subjects = ["ref:refs/heads/main", "environment:production"].map((end) => `repo:acme/platform:${end}`);
let twin: SpawnedTwin;
beforeEach(async () => {
  twin = await startTwin(trusting(withOpenVault(), ...subjects));
});
afterEach(async () => {
  await twin.stop();
});

function runbook(inputs: Readonly<Record<string, string>>, more: Partial<WorkflowToRun> = {}): Promise<WorkflowResult> {
  return runWorkflow({
    workflow: ".github/workflows/runbook.yml",
    event: { name: "workflow_dispatch", inputs: { hub: twin.hub, ...inputs } },
    vars: varsOf(twin),
    twin,
    ...more,
  });
}

const approved = { "change-ticket": "CHG0042", reason: "Vault *must* be private" };

test("apply looks as the branch, applies as the environment, and carries out the plan that was looked at", async () => {
  const result = await runbook({ mode: "apply", ...approved });
  expect(result.conclusion, result.log).toBe("success");
  expect(result.jobs.look?.outputs).toMatchObject({ status: "drift", changes: "1" });
  expect(result.jobs.apply?.outputs).toMatchObject({ status: "private" });
  expect(await twin.writes()).toEqual([expect.stringMatching(/^PATCH .*\/vaults\/kv-northwind-ai$/)]);
  const subjects = new Set(result.tokens.map(({ sub }) => String(sub).split(":").slice(2).join(":")));
  expect(subjects).toEqual(new Set(["ref:refs/heads/main", "environment:production"]));
  const summary = result.run("apply").step("apply").summaries.join();
  expect(summary).toContain("Change CHG0042. Reason: Vault \\*must\\* be private");
  expect(summary).toContain("config: as saved in the plan");
});

test("verify and diagnose look, fail or not as they do, and never ask for an approval", async () => {
  const verify = await runbook({ mode: "verify" });
  expect(verify.run("look").step("look").outcome).toBe("failure");
  const diagnose = await runbook({ mode: "diagnose" });
  expect(diagnose.conclusion, diagnose.log).toBe("success");
  for (const { runs } of [verify, diagnose]) expect(runs.map(({ id }) => id).sort()).toEqual(["look", "request"]);
  expect(await twin.writes()).toEqual([]);
});

test("a plan with refused steps shows them, and what stands by itself is carried out", async () => {
  const partly = await startTwin(trusting(builtIn("subnet-and-resource-rules"), ...subjects));
  const result = await runbook({ mode: "apply", ...approved, hub: partly.hub }, { vars: varsOf(partly), twin: partly });
  expect(result.jobs.look?.result, result.log).toBe("success");
  expect(result.jobs.look?.outputs).toMatchObject({ status: "refused" });
  expect(result.run("apply").step("apply").outputs.status).toBe("refused");
  expect(Number(result.run("apply").step("apply").outputs.changes)).toBeGreaterThan(0);
  expect((await partly.writes()).length).toBeGreaterThan(0);
  await partly.stop();
});

test("rollback shows, then puts back what an apply of another run has changed", async () => {
  const artifactStore = scratchFolder();
  const applied = await runbook({ mode: "apply", ...approved }, { artifactStore, runId: "100" });
  const name = String(applied.jobs.apply?.outputs["artifact-name"]);
  const back = await runbook(
    { mode: "rollback", ...approved, "capsule-run": "100", "capsule-artifact": name },
    { artifactStore, runId: "101" },
  );
  expect(back.conclusion, back.log).toBe("success");
  expect(back.jobs.rollback?.outputs).toMatchObject({ status: "restored" });
  expect(await twin.writes()).toHaveLength(2);
});

test.each([
  ["no ticket", { mode: "apply", reason: "r" }, "change-ticket is missing"],
  ["a blank reason", { mode: "apply", "change-ticket": "C", reason: " " }, "reason is missing"],
  ["a rollback of nothing", { mode: "rollback", ...approved }, "capsule-run is missing"],
])("a request with %s is refused before anything is read, by one annotation", async (_what, inputs, says) => {
  const result = await runbook(inputs);
  expect(result.conclusion).toBe("failure");
  expect(result.runs.map(({ id }) => id)).toEqual(["request"]);
  const [annotation, ...others] = result.run("request").steps.flatMap(({ annotations }) => annotations);
  expect([annotation?.level, annotation?.title, others]).toEqual(["error", "SFH912", []]);
  expect(annotation?.message).toContain(says);
  expect(result.tokens).toEqual([]);
});

test("a whole plan that isn't the one whose hash was handed on is refused, and nothing is written", async () => {
  const result = await runWorkflow({
    workflow: "__tests__/workflows/fixtures/edited-plan.yml",
    event: { name: "workflow_dispatch" },
    vars: varsOf(twin),
    twin,
  });
  expect(result.jobs.apply).toMatchObject({ result: "success", outputs: { outcome: "failure", status: "refused" } });
  const [annotation] = result.run("apply").step("apply").annotations;
  expect(annotation).toMatchObject({ level: "error", title: "SFH917" });
  expect(await twin.writes()).toEqual([]);
});

test("the report that is kept of an apply is the run's own", async () => {
  const result = await runbook({ mode: "apply", ...approved });
  const folder = result.artifacts.get(String(result.jobs.apply?.outputs["artifact-name"])) ?? "";
  const report = reportSchema.parse(JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8")));
  expect([report.command, report.verdict]).toEqual(["apply", "private"]);
});
