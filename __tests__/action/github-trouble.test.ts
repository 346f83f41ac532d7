import "./without-proxy.ts";
import { createServer } from "node:http";
import { once } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import type { Connection } from "../../action/github/connection.ts";
import { commentOnPullRequest } from "../../action/github/pull-request-comment.ts";
import { announce, type Because, type Publication } from "../../action/github/publication.ts";
import type { RunPlace } from "../../action/github/run-place.ts";
import { createRealClock } from "../../src/cli/real-clock.ts";
import { createVirtualClock } from "../support/virtual-clock.ts";
import { connectAt, expectNotDone, onPullRequest, placeAt } from "./connections.ts";
import { commentsOn } from "./github-world.ts";
import { startLittleGitHub } from "./little-github.ts";
import { servedGitHub } from "./served-github.ts";

const github = servedGitHub();

async function comment(
  change: Partial<Connection> = {},
  place: Partial<RunPlace> = {},
  apiUrl = github.apiUrl,
): Promise<Publication> {
  const connection = connectAt(placeAt(apiUrl, { ...onPullRequest, ...place }), change);
  return commentOnPullRequest(connection, { when: "always", hasFailed: true, hubId: "/hub", markdown: "drift" });
}

const fork: Partial<RunPlace> = { pullRequest: { number: 7, headSha: "f".repeat(40), isFork: true } };

describe("told apart, each with what mends it:", () => {
  test("no token", async () => {
    expect(await comment({ token: undefined })).toEqual({
      is: "not done",
      because: "no token",
      why: "The pull request has no new comment: the step was given no token.",
      fix: "Add to the step: with: { github-token: ${{ github.token }} }",
    });
  });

  test("a token GitHub doesn't know", async () => {
    expectNotDone(await comment({ token: "ghs_other" }), "not allowed", /401 Bad credentials/);
  });

  test("a missing permission", async () => {
    github.world.writes.clear();
    expectNotDone(
      await comment(),
      "not allowed",
      /403 Resource not accessible by integration/,
      "Add to what the job has: permissions: { pull-requests: write }",
    );
  });

  test("a fork's token, which no permission mends", async () => {
    github.world.writes.clear();
    expectNotDone(await comment({}, fork), "fork", /./, /Nothing in this workflow mends it/);
    expectNotDone(await comment({}, { ...fork, event: "pull_request_target" }), "not allowed");
  });

  test("a fork whose token may write is served", async () => {
    expect(await comment({}, fork)).toMatchObject({ is: "done" });
  });

  test("a locked pull request", async () => {
    github.world.locked.add(7);
    expectNotDone(await comment(), "not allowed", /locked/, /gh pr unlock/);
  });

  test.each<[number, Because, RegExp]>([
    [404, "not allowed", /permissions: \{ pull-requests: write \}/],
    [410, "not allowed", /gh repo edit acme\/hub-infra --enable-issues/],
    [422, "failed", /bug/],
    [500, "failed", /later/],
    [301, "failed", /new run/],
  ])("an answer of %i", async (status, because, fix) => {
    github.fail(() => ({ is: "answer", status, message: "so it is", headers: { location: github.apiUrl } }));
    expectNotDone(await comment(), because, /so it is/, fix);
  });

  test("an answer that is no list", async () => {
    github.fail(() => ({ is: "answer", status: 200, message: "hello" }));
    expectNotDone(await comment(), "failed", /makes no sense/);
  });

  test("a port nobody listens on", async () => {
    const free = await startLittleGitHub();
    await free.stop();
    expectNotDone(
      await comment({}, {}, free.apiUrl),
      "failed",
      /can't be reached/,
      `Let the runner reach ${free.apiUrl}; HTTPS_PROXY is respected.`,
    );
  });
});

describe("said in one line,", () => {
  test("a warning with the mend where somebody can mend it", async () => {
    github.world.writes.clear();
    expect(announce(await comment())).toEqual({
      level: "warning",
      message:
        "The pull request has no new comment: the token may not do it, or not see it (403 Resource not accessible by integration). Fix: Add to what the job has: permissions: { pull-requests: write }",
    });
    expect(announce(await comment({}, fork)).level).toBe("notice");
  });

  test("and where all is well, no warning", async () => {
    expect(announce(await comment()).level).toBe("info");
    expect(announce(await comment({}, { pullRequest: undefined })).level).toBe("info");
  });
});

test("the reason never holds a token", async () => {
  const token = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln";
  github.fail(() => ({ is: "answer", status: 422, message: `Bearer ${token} is no good` }));
  const told = await comment();
  expectNotDone(told, "failed");
  expect(JSON.stringify(told)).not.toContain(token);
});

describe("asked once more, and no oftener:", () => {
  test.each([
    ["a server that fails", { is: "answer", status: 502 } as const],
    ["a connection that breaks", { is: "reset" } as const],
    ["a secondary rate limit", { is: "answer", status: 403, headers: { "retry-after": "5" } } as const],
    ["too many requests", { is: "answer", status: 429, headers: { "retry-after": "0" } } as const],
  ])("%s", async (_what, fault) => {
    github.fail((_asked, nth) => (nth === 1 ? fault : undefined));
    expect(await comment()).toMatchObject({ is: "done" });
    github.fail((_asked, nth) => (nth <= 2 ? fault : undefined));
    expectNotDone(await comment(), "failed");
    expect(commentsOn(github.world, 7)).toHaveLength(1);
  });

  test("a rate limit is waited for as long as GitHub says, unless that is too long", async () => {
    const clock = createVirtualClock();
    const startedAt = clock.now();
    const limit = (seconds: number): void => {
      const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(clock.now() / 1_000 + seconds) };
      github.fail((_asked, nth) => (nth === 1 ? { is: "answer", status: 403, headers } : undefined));
    };
    limit(20);
    expect(await comment({ clock })).toMatchObject({ is: "done" });
    expect(clock.now() - startedAt).toBe(20_000);
    limit(1_800);
    expectNotDone(await comment({ clock }), "failed", /wait 30 min \(rate limit\)/);
    expect(clock.now() - startedAt).toBe(20_000);
  });
});

test.each([
  ["fails", { is: "answer", status: 502, done: true } as const],
  ["breaks off", { is: "reset", done: true } as const],
])("a comment that was made before its answer %s is not made twice", async (_what, fault) => {
  github.fail((asked) => (asked.startsWith("POST") ? fault : undefined));
  expect(await comment()).toMatchObject({ is: "done" });
  expect(commentsOn(github.world, 7)).toHaveLength(1);
});

test("a comment that was not made is made the second time", async () => {
  github.fail((_asked, nth) => (nth === 2 ? { is: "answer", status: 500 } : undefined));
  expect(await comment()).toMatchObject({ is: "done" });
  expect(commentsOn(github.world, 7)).toHaveLength(1);
});

describe("a server that keeps silent", () => {
  test.each([["hang"], ["half a body"]] as const)("(%s) is given up within the limits", async (is) => {
    github.fail(() => ({ is }));
    const startedAt = performance.now();
    const clock = createRealClock(new AbortController().signal);
    const told = await comment({ clock, limits: { requestMs: 150, budgetMs: 400 } });
    expectNotDone(told, "failed", /did not answer/);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(commentsOn(github.world, 7)).toEqual([]);
  });

  test("doesn't keep a run that is stopped", async () => {
    const controller = new AbortController();
    github.fail(() => {
      controller.abort();
      return { is: "hang" };
    });
    expectNotDone(await comment({ signal: controller.signal }), "stopped");
  });

  test("a run that is stopped while it waits to ask again says so", async () => {
    const controller = new AbortController();
    github.fail(() => {
      setTimeout(() => {
        controller.abort();
      }, 50);
      return { is: "answer", status: 429, headers: { "retry-after": "20" } };
    });
    const clock = createRealClock(controller.signal);
    expectNotDone(await comment({ signal: controller.signal, clock }), "stopped");
  });

  test("a run that was stopped before asks nothing", async () => {
    expectNotDone(await comment({ signal: AbortSignal.abort() }), "stopped");
    expect(commentsOn(github.world, 7)).toEqual([]);
  });
});

describe("nothing is sent anywhere else:", () => {
  const met: string[] = [];
  const elsewhere = createServer((request, response) => {
    met.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.end("[]");
  });

  async function listen(): Promise<string> {
    met.length = 0;
    elsewhere.listen(0, "127.0.0.1");
    await once(elsewhere, "listening");
    const address = elsewhere.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }
  afterEach(() => {
    elsewhere.close();
    elsewhere.closeAllConnections();
  });

  test("no redirect is followed", async () => {
    const location = await listen();
    github.fail(() => ({ is: "answer", status: 307, headers: { location } }));
    expectNotDone(await comment(), "failed", /another address/);
    expect(met).toEqual([]);
  });

  test("no link to a next page is", async () => {
    const linked = await startLittleGitHub({ nextLink: await listen() });
    const addAll = Array.from({ length: 150 }, (_, n) => n);
    for (const n of addAll)
      linked.world.comments.push({ id: n, issue: 7, user: { login: "x", type: "User" }, body: "" });
    expect(await comment({}, {}, linked.apiUrl)).toMatchObject({ is: "done" });
    expect(commentsOn(linked.world, 7)).toHaveLength(151);
    expect(met).toEqual([]);
    await linked.stop();
    expect(linked.strays).toEqual([]);
  });

  test("the API of GitHub Enterprise Server, with its path, is where everything goes", async () => {
    const server = await startLittleGitHub({ basePath: "/api/v3" });
    expect(await comment({}, {}, server.apiUrl)).toMatchObject({ is: "done" });
    expect(await comment({}, {}, server.apiUrl)).toMatchObject({ is: "done" });
    expect(commentsOn(server.world, 7)).toHaveLength(1);
    await server.stop();
    expect(server.strays).toEqual([]);
  });
});
