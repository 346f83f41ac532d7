/** The built action and GitHub's API: what it tells there, and that nothing of it ever changes how a run ends. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { withOpenVault } from "../cli/estate-variants.ts";
import { scratchFile, startTwin, type Ended, type SpawnedTwin, type Variables } from "../cli/spawned.ts";
import { runStep, type StepFiles } from "./as-runner.ts";
import { botToken, commentsOn, openIssues } from "./github-world.ts";
import { servedGitHub } from "./served-github.ts";

let twin: SpawnedTwin;
const github = servedGitHub();
beforeAll(async () => {
  twin = await startTwin(withOpenVault());
});
afterAll(async () => {
  await twin.stop();
});

const sha = "0123456789abcdef0123456789abcdef01234567";
const pull = { number: 7, head: { sha, repo: { full_name: "acme/hub-infra" } } };

/** A job of acme/hub-infra, started by an event. */
function runJob(
  inputs: Variables,
  { event = "push", payload = {}, ref = "refs/heads/main" }: { event?: string; payload?: object; ref?: string } = {},
): Promise<Ended & StepFiles> {
  return runStep(
    { "github-token": botToken, hub: twin.hub, ...inputs },
    {
      ...twin.env,
      ...{ GITHUB_REPOSITORY: "acme/hub-infra", GITHUB_RUN_ID: "42", GITHUB_RUN_ATTEMPT: "2", GITHUB_SHA: sha },
      ...{ GITHUB_API_URL: github.apiUrl, GITHUB_SERVER_URL: "https://github.com", GITHUB_REF: ref },
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: scratchFile("event.json", JSON.stringify({ repository: { private: true }, ...payload })),
    },
  );
}

const onPull = { event: "pull_request", payload: { pull_request: pull }, ref: "refs/pull/7/merge" };

test("a pull request has one comment, and it follows the last run", async () => {
  const wish = { mode: "plan", "comment-summary-in-pr": "always" };
  const first = await runJob(wish, onPull);
  expect(first.code).toBe(0);
  await runJob(wish, onPull);
  const comments = commentsOn(github.world, 7);
  expect(comments).toHaveLength(1);
  expect(comments[0]).toContain("secure-foundry-hub plan: drift");
  expect(comments[0]).toContain("https://github.com/acme/hub-infra/actions/runs/42/attempts/2");
  expect(first.summary).toContain("https://github.com/acme/hub-infra/actions/runs/42/attempts/2#artifacts");
});

test("masked ids are in no comment and no issue", async () => {
  const subscription = /subscriptions\/([^/]+)/.exec(twin.hub)?.[1] ?? "";
  const masked = { "masked-ids": "true" };
  await runJob({ mode: "plan", "comment-summary-in-pr": "always", ...masked }, onPull);
  await runJob({ mode: "verify", "tracking-issue": "true", ...masked });
  const told = [...commentsOn(github.world, 7), ...openIssues(github.world).map(({ body }) => body)];
  expect(told).toHaveLength(2);
  for (const text of told) expect(text).not.toContain(subscription);
});

test("verify keeps an issue and sends its findings to code scanning, under the commit of the branch", async () => {
  const { code, outputs } = await runJob({ mode: "verify", "tracking-issue": "true", "upload-sarif": "true" });
  expect([code, outputs.status]).toEqual([1, "drift"]);
  expect(openIssues(github.world).map(({ title }) => title)).toEqual([expect.stringContaining("hub-northwind")]);
  expect(github.world.analyses.map(({ ref, commit }) => [ref, commit])).toEqual([["refs/heads/main", sha]]);
});

test("whatever GitHub says to it, a run ends as it would, with a warning for each thing that wasn't told", async () => {
  const wishes = { "comment-summary-in-pr": "always", "tracking-issue": "true", "upload-sarif": "true" };
  for (const status of [401, 403, 404, 422]) {
    github.fail(() => ({ is: "answer", status, message: "no" }));
    const plan = await runJob({ mode: "plan", ...wishes }, onPull);
    expect([plan.code, plan.outputs.status]).toEqual([0, "drift"]);
    expect(plan.out.match(/^::warning title=GitHub was not told::/gm)?.length ?? 0).toBeGreaterThan(0);
    const verify = await runJob({ mode: "verify", ...wishes });
    expect([verify.code, verify.outputs.status]).toEqual([1, "drift"]);
    expect(verify.out.match(/^::warning title=GitHub was not told::/gm)).toHaveLength(2);
  }
  github.fail(() => ({ is: "reset" }));
  const cut = await runJob({ mode: "plan", ...wishes }, onPull);
  expect([cut.code, cut.outputs.status]).toEqual([0, "drift"]);
});

test("the job of a fork has no comment, and is told so without a warning", async () => {
  github.fail(() => ({ is: "answer", status: 403, message: "Resource not accessible by integration" }));
  const fork = { ...pull, head: { sha, repo: { full_name: "mallory/hub-infra" } } };
  const { code, out } = await runJob(
    { mode: "plan", "comment-summary-in-pr": "always" },
    { ...onPull, payload: { pull_request: fork } },
  );
  expect(code).toBe(0);
  expect(out).toMatch(/^::notice title=GitHub was not told::.*fork/m);
  expect(out).not.toMatch(/^::warning title=GitHub/m);
});

test("a public repository keeps no report unless it is told to", async () => {
  const payload = { repository: { private: false } };
  expect((await runJob({ mode: "plan" }, { payload })).outputs["artifact-path"]).toBe("");
  const asked = await runJob({ mode: "plan", "upload-report": "true" }, { payload });
  expect(asked.outputs["artifact-path"]).not.toBe("");
  expect((await runJob({ mode: "plan" })).outputs["artifact-path"]).not.toBe("");
  // An event that doesn't say which it is counts as public.
  expect((await runJob({ mode: "plan" }, { payload: { repository: {} } })).outputs["artifact-path"]).toBe("");
});

test("the heartbeat tells a schedule that runs from one that GitHub has stopped", async () => {
  const file = "remediate.yml";
  const long = "2020-01-01T00:00:00Z";
  const beats = (state: string, at: string): void => {
    github.world.workflows.splice(0, 1, {
      ...{ file, state, createdAt: long, updatedAt: long },
      runs: [{ event: "schedule", createdAt: at }],
    });
  };
  beats("active", new Date(Date.now() - 3_600_000).toISOString());
  const wish = { mode: "heartbeat", workflow: file, "tracking-issue": "true" };
  const alive = await runJob(wish);
  expect([alive.code, alive.outputs.status]).toEqual([0, "alive"]);
  expect(openIssues(github.world)).toEqual([]);
  beats("disabled_inactivity", long);
  const stopped = await runJob(wish);
  expect([stopped.code, stopped.outputs.status]).toEqual([1, "stopped"]);
  expect(stopped.out).toContain("gh workflow enable remediate.yml");
  expect(openIssues(github.world)).toHaveLength(1);
  github.world.mayReadActions = false;
  const blind = await runJob(wish);
  expect([blind.code, blind.outputs.status]).toEqual([0, "unknown"]);
  expect(blind.out).toMatch(/^::warning .*actions: read/m);
});
