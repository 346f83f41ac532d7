import { expect } from "vitest";
import { z } from "zod";
import { usualLimits, type Connection } from "../../action/github/connection.ts";
import type { Because } from "../../action/github/publication.ts";
import type { RunPlace } from "../../action/github/run-place.ts";
import { createVirtualClock } from "../support/virtual-clock.ts";
import { botToken } from "./github-world.ts";

export const sha = "0123456789abcdef0123456789abcdef01234567";

/** A push to the main branch of acme/hub-infra. */
export function placeAt(apiUrl: string, change: Partial<RunPlace> = {}): RunPlace {
  return {
    apiUrl,
    serverUrl: "https://github.test",
    owner: "acme",
    repo: "hub-infra",
    sha,
    ref: "refs/heads/main",
    event: "push",
    pullRequest: undefined,
    runUrl: "https://github.test/acme/hub-infra/actions/runs/5/attempts/1",
    isPublic: false,
    ...change,
  };
}

/** What a run on pull request 7 is. */
export const onPullRequest: Partial<RunPlace> = {
  ref: "refs/pull/7/merge",
  event: "pull_request",
  pullRequest: { number: 7, headSha: "f".repeat(40), isFork: false },
};

const notDone = z.looseObject({ is: z.literal("not done"), why: z.string(), fix: z.string() });

/** A connection whose waits take no time. */
export function connectAt(place: RunPlace, change: Partial<Connection> = {}): Connection {
  return {
    place,
    token: botToken,
    signal: new AbortController().signal,
    clock: createVirtualClock(),
    limits: usualLimits,
    ...change,
  };
}

/** That something wasn't published for this reason; a mend given as text is the whole of it. */
export function expectNotDone(
  told: { readonly is: string },
  because: Because,
  why = /./,
  fix: RegExp | string = /./,
): void {
  const { why: saidWhy, fix: saidFix } = notDone.parse(told);
  expect(told).toMatchObject({ is: "not done", because });
  expect(saidWhy).toMatch(why);
  if (typeof fix === "string") expect(saidFix).toBe(fix);
  else expect(saidFix).toMatch(fix);
}
