import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readEvent } from "../../action/github/event-file.ts";
import { hasReadOnlyToken, readRunPlace } from "../../action/github/run-place.ts";
import { scratchFile } from "../cli/spawned.ts";

const env = {
  GITHUB_REPOSITORY: "acme/hub-infra",
  GITHUB_RUN_ID: "42",
  GITHUB_RUN_ATTEMPT: "3",
  GITHUB_SHA: "abc",
  GITHUB_REF: "refs/heads/main",
  GITHUB_EVENT_NAME: "schedule",
};
const repository = { full_name: "acme/hub-infra", default_branch: "trunk", private: true };

function pull(from: string | null): unknown {
  const repo = from === null ? null : { full_name: from };
  return { repository, pull_request: { number: 12, head: { sha: "def", repo } } };
}

test("a scheduled run says where it is and how to find it again", () => {
  expect(readRunPlace(env, { repository })).toEqual({
    apiUrl: "https://api.github.com",
    serverUrl: "https://github.com",
    owner: "acme",
    repo: "hub-infra",
    sha: "abc",
    ref: "refs/heads/main",
    event: "schedule",
    pullRequest: undefined,
    runUrl: "https://github.com/acme/hub-infra/actions/runs/42/attempts/3",
    isPublic: false,
  });
});

test("GitHub Enterprise Server has URLs of its own", () => {
  const server = { GITHUB_API_URL: "https://git.acme.example/api/v3/", GITHUB_SERVER_URL: "https://git.acme.example" };
  expect(readRunPlace({ ...env, ...server }, {})).toMatchObject({
    apiUrl: "https://git.acme.example/api/v3",
    runUrl: "https://git.acme.example/acme/hub-infra/actions/runs/42/attempts/3",
  });
});

describe("the pull request of", () => {
  test.each([
    ["a branch of the repository", "pull_request", pull("Acme/Hub-Infra"), false, false],
    ["a fork", "pull_request", pull("stranger/hub-infra"), true, true],
    ["a fork that is gone", "pull_request", pull(null), true, true],
    ["a fork, reviewed", "pull_request_review", pull("stranger/hub-infra"), true, true],
    ["a fork, run on the base branch", "pull_request_target", pull("stranger/hub-infra"), true, false],
  ])("%s", (_what, event, payload, isFork, readsOnly) => {
    const place = readRunPlace({ ...env, GITHUB_EVENT_NAME: event }, payload);
    expect(place?.pullRequest).toEqual({ number: 12, headSha: "def", isFork });
    expect(place && hasReadOnlyToken(place)).toBe(readsOnly);
  });

  test("a comment on it is known by number alone", () => {
    const place = readRunPlace(env, { issue: { number: 9, pull_request: { url: "" } } });
    expect(place?.pullRequest).toEqual({ number: 9, headSha: undefined, isFork: false });
  });

  test("a comment on an issue is none", () => {
    expect(readRunPlace(env, { issue: { number: 9 } })?.pullRequest).toBeUndefined();
  });
});

test.each([
  [null],
  ["text"],
  [[]],
  [{ pull_request: { number: "12" }, repository: 5 }],
  [{ pull_request: { number: -1, head: { sha: "x", repo: null } } }],
])("an event that makes no sense (%j) says nothing", (event) => {
  expect(readRunPlace(env, event)).toMatchObject({ pullRequest: undefined, isPublic: undefined });
});

test.each([
  [{}],
  [{ ...env, GITHUB_REPOSITORY: "acme" }],
  [{ ...env, GITHUB_REPOSITORY: "a/b/c" }],
  [{ ...env, GITHUB_RUN_ID: "" }],
])("%j is no workflow's job", (given) => {
  expect(readRunPlace(given, {})).toBeUndefined();
});

test("the event is read from its file, and a file that can't be read says nothing", async () => {
  const file = scratchFile("event.json", "");
  writeFileSync(file, '{"a": 1}');
  expect(await readEvent(file)).toEqual({ a: 1 });
  writeFileSync(file, "{");
  expect(await readEvent(file)).toEqual({});
  expect(await readEvent(`${file}.gone`)).toEqual({});
  expect(await readEvent(undefined)).toEqual({});
});
