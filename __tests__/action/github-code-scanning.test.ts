import "./without-proxy.ts";
import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { uploadAnalysis } from "../../action/github/code-scanning.ts";
import type { Publication } from "../../action/github/publication.ts";
import type { RunPlace } from "../../action/github/run-place.ts";
import { connectAt, expectNotDone, onPullRequest, placeAt, sha } from "./connections.ts";
import { servedGitHub } from "./served-github.ts";

const github = servedGitHub();

async function upload(place: Partial<RunPlace> = {}, sarif = '{"version":"2.1.0"}'): Promise<Publication> {
  const connection = connectAt(placeAt(github.apiUrl, place));
  return uploadAnalysis(connection, { sarif, startedAt: "2026-11-22T00:00:00.123Z" });
}

test("an analysis is handed over whole, and said to be read once it was", async () => {
  expect(await upload({}, '{"ä":1}')).toEqual({
    is: "done",
    what: "code scanning read the analysis",
    url: "https://github.test/acme/hub-infra/security/code-scanning",
  });
  expect(github.world.analyses).toMatchObject([
    {
      ref: "refs/heads/main",
      commit: sha,
      sarif: '{"ä":1}',
      startedAt: "2026-11-22T00:00:00Z",
      tool: "secure-foundry-hub",
    },
  ]);
});

const head = "f".repeat(40);

describe("the ref and the commit belong together for", () => {
  test.each<[string, Partial<RunPlace>, string, string]>([
    ["a tag", { ref: "refs/tags/v1" }, "refs/tags/v1", sha],
    ["a pull request's merge", onPullRequest, "refs/pull/7/merge", sha],
    [
      "a run on the base branch for a pull request",
      { ...onPullRequest, ref: "refs/heads/main", event: "pull_request_target" },
      "refs/pull/7/head",
      head,
    ],
    [
      "a comment on a pull request",
      { event: "issue_comment", pullRequest: { number: 7, headSha: undefined, isFork: false } },
      "refs/heads/main",
      sha,
    ],
  ])("%s", async (_what, place, ref, commit) => {
    await upload(place);
    expect(github.world.analyses).toMatchObject([{ ref, commit }]);
  });

  test.each([[{ ref: "" }], [{ sha: "" }], [{ ref: "refs/notes/x" }]])("nothing else (%j)", async (place) => {
    expect(await upload(place)).toMatchObject({ is: "nothing to do" });
    expect(github.world.analyses).toEqual([]);
  });
});

describe("an analysis that GitHub", () => {
  test("still reads is not said to be read", async () => {
    github.world.reading = { state: "pending" };
    expect(await upload()).toMatchObject({ is: "done", what: "code scanning has the analysis, and reads it" });
  });

  test("can't read is not done", async () => {
    github.world.reading = { state: "failed", errors: ["rule has no id"] };
    expectNotDone(await upload(), "failed", /could not read it \(rule has no id\)/);
  });

  test("took, but says no more of, is with it", async () => {
    github.fail((asked) => (asked.startsWith("GET") ? { is: "answer", status: 500 } : undefined));
    expect(await upload()).toMatchObject({ is: "done", what: "code scanning has the analysis, and reads it" });
  });

  test("lost the answer of is handed over again", async () => {
    github.fail((_asked, nth) => (nth === 1 ? { is: "answer", status: 503 } : undefined));
    expect(await upload()).toMatchObject({ is: "done" });
    expect(github.world.analyses).toHaveLength(1);
  });
});

describe("why there is none is told apart:", () => {
  test("code scanning is off", async () => {
    github.world.codeScanning = "off";
    expectNotDone(
      await upload(),
      "not allowed",
      /code scanning is off/,
      /^Turn on Code Security in the settings of acme/,
    );
  });

  test("the permission is missing", async () => {
    github.world.writes.delete("security_events");
    const fix = "Add to what the job has: permissions: { security-events: write }";
    expectNotDone(await upload(), "not allowed", /may not do it/, fix);
  });

  test("one or the other, where GitHub doesn't say", async () => {
    github.world.codeScanning = "hidden";
    expectNotDone(
      await upload({ isPublic: false }),
      "not allowed",
      /is off .*, or the token/,
      /security-events: write/,
    );
    expectNotDone(await upload({ isPublic: true }), "not allowed", /may not do it/, /^Add to what the job has/);
  });

  test("a fork", async () => {
    github.world.writes.delete("security_events");
    const pullRequest = { number: 7, headSha: head, isFork: true };
    expectNotDone(await upload({ ...onPullRequest, pullRequest }), "fork", /fork/);
  });

  test("it is too large, by its own measure or GitHub's", async () => {
    expectNotDone(await upload({}, randomBytes(11_000_000).toString("hex")), "failed", /GitHub takes 10485760/);
    expect(github.world.analyses).toEqual([]);
    github.fail(() => ({ is: "answer", status: 413 }));
    expectNotDone(await upload(), "failed", /too large/);
  });
});
