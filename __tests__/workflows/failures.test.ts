import { afterAll, beforeAll, expect, test } from "vitest";
import { withOpenVault } from "../cli/estate-variants.ts";
import { startTwin } from "../cli/spawned.ts";
import type { SpawnedTwin } from "../cli/spawned.ts";
import { runWorkflow } from "./run-workflow.ts";
import { trusting, varsOf } from "./trusting-estate.ts";
import type { WorkflowResult } from "./workflow-result.ts";

let twin: SpawnedTwin;
let result: WorkflowResult;
beforeAll(async () => {
  twin = await startTwin(trusting(withOpenVault(), "repo:acme/platform:ref:refs/heads/main"));
  result = await runWorkflow({
    workflow: "__tests__/workflows/fixtures/failures.yml",
    event: { name: "workflow_dispatch" },
    vars: { ...varsOf(twin), OTHER_ENVIRONMENT: "staging" },
    twin,
  });
});
afterAll(async () => {
  await twin.stop();
});

/** Titles and texts of the errors that a job's step shows. */
function errorsOf(job: string): readonly string[] {
  const { annotations } = result.run(job).step("sfh");
  return annotations.filter(({ level }) => level === "error").map(({ title, message }) => `${title}: ${message}`);
}

test("a run that fails fails its step and its job; steps that always run see what it gave", () => {
  const run = result.run("drift");
  expect(run.conclusion).toBe("failure");
  expect(run.step("sfh").outcome).toBe("failure");
  expect(run.steps.map(({ path }) => path)).not.toContain("next");
  expect(run.step("cleanup").said).toContain("outcome failure, status drift");
  expect(result.jobs.drift).toEqual({ result: "failure", outputs: { status: "drift" } });
  expect(result.conclusion).toBe("failure");
});

test("a step that may fail doesn't fail its job", () => {
  expect(result.jobs.tolerated).toEqual({
    result: "success",
    outputs: { outcome: "failure", conclusion: "success" },
  });
});

test("a job that always runs sees which one failed", () => {
  expect(result.run("alarm").step("say").said).toContain("drift failure, tolerated success");
});

test("an input that can't be meant gives one error, which names it", () => {
  expect(result.jobs["bad-input"]?.result).toBe("failure");
  expect(errorsOf("bad-input")).toEqual([expect.stringMatching(/^SFH912: The input mode is "aply"\. Fix: /)]);
});

test("a job without id-token: write is told to ask for it", () => {
  expect(errorsOf("without-permission")).toEqual([expect.stringMatching(/^SFH906: .*id-token: write/)]);
});

test("a job in an environment that Entra doesn't know is refused with its subject", () => {
  const [error = "", ...more] = errorsOf("in-another-environment");
  expect(error).toContain("repo:acme/platform:environment:staging");
  expect(more).toEqual([]);
});

test("nothing is written by any of them, and nothing is left running", async () => {
  expect(await twin.writes()).toEqual([]);
  expect(result.leftBehind).toEqual([]);
});
