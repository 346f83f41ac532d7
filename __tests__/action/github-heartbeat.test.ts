import "./without-proxy.ts";
import { describe, expect, test } from "vitest";
import { trackSchedule } from "../../action/github/heartbeat-issue.ts";
import { takePulse } from "../../action/github/heartbeat.ts";
import type { NotDone, Publication } from "../../action/github/publication.ts";
import type { Pulse } from "../../action/github/pulse.ts";
import { connectAt, expectNotDone, placeAt } from "./connections.ts";
import { commentsOn, openIssues, type WorldWorkflow } from "./github-world.ts";
import { servedGitHub } from "./served-github.ts";

const github = servedGitHub();

/** The clock of these tests stands at 2026-11-22T00:00:00Z. */
const old = "2026-01-01T00:00:00Z";
const yesterday = "2026-11-21T02:00:00Z";
const lastWeek = "2026-11-14T02:00:00Z";
const schedule = { workflow: ".github/workflows/verify.yml", maxAgeHours: 30 };

function put(change: Partial<WorldWorkflow>): void {
  github.world.workflows.splice(0);
  github.world.workflows.push({
    file: "verify.yml",
    state: "active",
    createdAt: old,
    updatedAt: old,
    runs: [],
    ...change,
  });
}

async function pulse(): Promise<Pulse | NotDone> {
  return takePulse(connectAt(placeAt(github.apiUrl)), schedule);
}

async function keep(): Promise<Publication> {
  const connection = connectAt(placeAt(github.apiUrl));
  return trackSchedule(connection, schedule, await takePulse(connection, schedule));
}

test("a schedule that ran lately is alive, and says when", async () => {
  put({ runs: [{ event: "schedule", createdAt: yesterday }] });
  expect(await pulse()).toEqual({
    is: "alive",
    lastRunAt: Date.parse(yesterday),
    url: "https://github.test/acme/hub-infra/actions/runs/1",
  });
});

describe("a schedule has stopped that", () => {
  test.each<[string, Partial<WorldWorkflow>, RegExp, RegExp]>([
    ["GitHub turned off", { state: "disabled_inactivity" }, /60 days/, /^gh workflow enable verify\.yml$/],
    ["somebody turned off", { state: "disabled_manually" }, /somebody/, /^gh workflow enable verify\.yml$/],
    ["is in a fork", { state: "disabled_fork" }, /fork/, /^gh workflow enable verify\.yml$/],
    ["was deleted", { state: "deleted" }, /deleted/, /\.github\/workflows\/verify\.yml/],
    ["is in a state nobody knows", { state: "disabled_by_moon" }, /disabled_by_moon/, /^gh workflow enable/],
    [
      "is on, but silent",
      { runs: [{ event: "schedule", createdAt: lastWeek }] },
      /since 2026-11-14T02/,
      /disable verify/,
    ],
    [
      "never ran by itself",
      { runs: [{ event: "push", createdAt: yesterday }] },
      /never started a run/,
      /disable verify/,
    ],
  ])("%s", async (_what, change, why, fix) => {
    put({ runs: [{ event: "schedule", createdAt: yesterday }], ...change });
    const told = await pulse();
    if (told.is !== "stopped") throw new Error(`it is ${told.is}`);
    expect(told.why).toMatch(why);
    expect(told.fix).toMatch(fix);
  });
});

test.each([
  ["new", { createdAt: yesterday, updatedAt: yesterday }],
  ["turned on just now", { updatedAt: yesterday, runs: [{ event: "schedule", createdAt: lastWeek }] }],
])("a workflow that is %s has not stopped", async (_what, change) => {
  put(change);
  expect(await pulse()).toEqual({ is: "not begun" });
});

describe("it can't be told", () => {
  test("of a workflow that isn't there, or that the token may not see", async () => {
    expectNotDone(await pulse(), "not allowed", /404/, /permissions: \{ actions: read \}/);
    put({});
    github.world.mayReadActions = false;
    expectNotDone(await pulse(), "not allowed", /^Whether the schedule still runs can't be told/);
  });

  test("without a token, from a run that is stopped, or of an answer that makes no sense", async () => {
    const place = placeAt(github.apiUrl);
    expectNotDone(await takePulse(connectAt(place, { token: "" }), schedule), "no token");
    expectNotDone(await takePulse(connectAt(place, { signal: AbortSignal.abort() }), schedule), "stopped");
    put({ createdAt: "yesterday" });
    expectNotDone(await pulse(), "failed", /created_at/);
  });
});

test("an issue is open while a schedule is stopped, and only then", async () => {
  put({ state: "disabled_inactivity" });
  await keep();
  await keep();
  const [issue] = openIssues(github.world);
  expect(openIssues(github.world)).toHaveLength(1);
  expect(issue?.title).toBe("secure-foundry-hub: the schedule of verify.yml has stopped");
  expect(issue?.body).toContain("\n    gh workflow enable verify.yml\n");
  expect(commentsOn(github.world, 101)).toEqual([]);

  put({ state: "disabled_manually" });
  await keep();
  expect(commentsOn(github.world, 101)).toEqual([expect.stringMatching(/another reason: somebody turned it off/)]);

  github.world.mayReadActions = false;
  expect(await keep()).toMatchObject({ is: "nothing to do" });
  expect(openIssues(github.world)).toHaveLength(1);

  github.world.mayReadActions = true;
  put({ runs: [{ event: "schedule", createdAt: yesterday }] });
  expect(await keep()).toMatchObject({ is: "done", what: "closed issue #101" });
  expect(openIssues(github.world)).toEqual([]);
  expect(await keep()).toMatchObject({ is: "nothing to do" });
});
