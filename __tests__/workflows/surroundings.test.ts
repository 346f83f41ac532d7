import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { runWorkflow } from "./run-workflow.ts";
import { readTreeFile } from "../repository/tree.ts";

const fixture = (name: string): string => `__tests__/workflows/fixtures/${name}.yml`;
const byHand = { name: "workflow_dispatch" } as const;

test("a step sees the run, its inputs and the runner's machine, and nothing of the one it is on", async () => {
  const result = await runWorkflow({
    workflow: fixture("surroundings"),
    event: { ...byHand, inputs: { confirm: true } },
    from: "consumer",
    repository: "contoso/hubs",
    secrets: { SECRET: "very secret" },
    machine: { WINS: "machine", ONLY_THERE: "has this" },
    github: { apiUrl: "http://127.0.0.1:9", token: "token-of-a-test" },
    runId: "99",
  });
  const { said } = result.run("look").step("look");
  expect(said).toContain("wins workflow, machine has this, api http://127.0.0.1:9, run 99 of contoso/hubs");
  expect(said).toContain("mode plan, confirm is true: true, files 0");
  expect(said).toContain("tokens none, secret ***, of this machine nothing");
  expect(said).not.toContain("hush");
  expect(result.masked).toEqual(["hush"]);
});

test.each([
  [{ mode: "aply" }, "Provided value 'aply' for input 'mode' not in the list of allowed values"],
  [{ mode: "plan", hub: "x" }, 'Unexpected inputs provided: ["hub"]'],
  [{ confirm: "yes" }, "Provided value 'yes' for input 'confirm' is not a boolean"],
])("a workflow is not started with %o, as on GitHub", async (inputs, says) => {
  const run = runWorkflow({ workflow: fixture("surroundings"), event: { ...byHand, inputs }, from: "consumer" });
  await expect(run).rejects.toThrow(`GitHub answers 422: ${says}`);
});

test.each([
  ["unknown-action", "There is no stand-in for acme/somebody-elses"],
  ["unknown-runner", "There is no runner for a job"],
])("a workflow with an %s is not half run", async (name, says) => {
  await expect(runWorkflow({ workflow: fixture(name), event: byHand, from: "consumer" })).rejects.toThrow(says);
});

test("a label of a runner of one's own can be had", async () => {
  const result = await runWorkflow({
    workflow: fixture("unknown-runner"),
    event: byHand,
    from: "consumer",
    runners: ["in-our-network"],
  });
  expect(result.jobs).toEqual({ one: { result: "success", outputs: {} } });
});

const called = { ".github/workflows/called.yml": readTreeFile(fixture("called")) };

test("a called workflow's job asks for tokens as its environment, and gives outputs back", async () => {
  const result = await runWorkflow({ workflow: fixture("calls"), event: byHand, from: "consumer", files: called });
  expect(result.run("after").step("say").said, result.log).toContain("repo:acme/platform:environment:plan");
  expect(result.tokens[0]).toMatchObject({
    workflow_ref: "acme/platform/.github/workflows/calls.yml@refs/heads/main",
    job_workflow_ref: "acme/platform/.github/workflows/called.yml@refs/heads/main",
  });
});

test("a called workflow that fails fails the job that calls it", async () => {
  const workflow = fixture("failing-call");
  const result = await runWorkflow({ workflow, event: byHand, from: "consumer", files: called });
  expect(result.jobs, result.log).toEqual({ call: { result: "failure", outputs: {} } });
});

test("a called workflow that wants more than its caller may is not started, as on GitHub", async () => {
  const run = runWorkflow({ workflow: fixture("stingy-call"), event: byHand, from: "consumer", files: called });
  await expect(run).rejects.toThrow("requesting 'id-token: write', but is only allowed 'id-token: none'");
});

test("a run that is stopped by hand ends what act would leave behind", async () => {
  const result = await runWorkflow({
    workflow: fixture("lingers"),
    event: byHand,
    from: "consumer",
    stopAt: "I am up",
  });
  expect(result.conclusion).toBe("failure");
  expect(result.leftBehind.join()).toContain("I am up");
  const [, pid = ""] = /I am up as (\d+)/.exec(result.run("linger").step("linger").said) ?? [];
  // Gone, or waiting for its parent to notice.
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  expect(command).toBe("");
});
