import "./without-proxy.ts";
import { describe, expect, test } from "vitest";
import { markerOfHub, writeMarker } from "../../action/github/marker.ts";
import { commentOnPullRequest, type PullRequestComment } from "../../action/github/pull-request-comment.ts";
import type { Publication } from "../../action/github/publication.ts";
import { renderShortMarkdown } from "../../src/report/markdown.ts";
import { planReport } from "../report/reports.ts";
import { connectAt, onPullRequest, placeAt } from "./connections.ts";
import { addComment, bot, commentsOn, person, personToken } from "./github-world.ts";
import { servedGitHub } from "./served-github.ts";

const hubId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/hub-northwind";
const marker = writeMarker(markerOfHub(hubId));

const github = servedGitHub();

async function comment(given: Partial<PullRequestComment> = {}, token?: string): Promise<Publication> {
  const connection = connectAt(placeAt(github.apiUrl, onPullRequest), token === undefined ? {} : { token });
  return commentOnPullRequest(connection, { when: "always", hasFailed: true, hubId, markdown: "drift", ...given });
}

test("a comment is made once and kept up to date, whatever the case of the hub's id", async () => {
  expect(await comment()).toMatchObject({ is: "done", what: "commented on the pull request" });
  expect(await comment({ markdown: "private", hubId: hubId.toUpperCase() })).toMatchObject({
    is: "done",
    what: "updated the comment on the pull request",
    url: "https://github.test/acme/hub-infra/issues/7#issuecomment-101",
  });
  expect(commentsOn(github.world, 7)).toEqual([
    `${marker}\nprivate\n[Run](https://github.test/acme/hub-infra/actions/runs/5/attempts/1), started by pull_request at 0123456.\n`,
  ]);
});

test("two hubs have a comment each", async () => {
  await comment({ markdown: "one" });
  await comment({ markdown: "two", hubId: `${hubId}-2` });
  await comment({ markdown: "one again" });
  const said = commentsOn(github.world, 7).map((body) => body.split("\n")[1]);
  expect(said).toEqual(["one again", "two"]);
});

test("a comment is found among 120 others, and what people and bots quote of it is let alone", async () => {
  addComment(github.world, 7, person, `${marker}\nmine now`);
  addComment(github.world, 7, bot, `> ${marker}\n> quoted by a bot`);
  for (let n = 0; n < 118; n += 1) addComment(github.world, 7, n % 2 === 0 ? person : bot, `comment ${n}`);
  const before = commentsOn(github.world, 7);
  await comment({ markdown: "drift" });
  await comment({ markdown: "private" });
  const after = commentsOn(github.world, 7);
  expect(after.slice(0, 120)).toEqual(before);
  expect(after.slice(120)).toEqual([expect.stringContaining("\nprivate\n")]);
});

test("a person's token finds its own comment again, and no bot's", async () => {
  addComment(github.world, 7, bot, `${marker}\nby the bot`);
  await comment({ markdown: "first" }, personToken);
  await comment({ markdown: "second" }, personToken);
  expect(commentsOn(github.world, 7)).toEqual([`${marker}\nby the bot`, expect.stringContaining("\nsecond\n")]);
});

test("of two comments that two runs made at once, one is left and the other says so", async () => {
  await Promise.all([comment({ markdown: "a" }), comment({ markdown: "b" })]);
  await comment({ markdown: "last" });
  const bodies = commentsOn(github.world, 7);
  expect(bodies.filter((b) => b.includes(marker))).toEqual([expect.stringContaining("\nlast\n")]);
  expect(bodies.every((b) => b.includes("last") || b.startsWith("Replaced by [the other comment"))).toBe(true);
});

describe("when", () => {
  test("never: nothing is said", async () => {
    expect(await comment({ when: "never" })).toMatchObject({ is: "nothing to do" });
    expect(commentsOn(github.world, 7)).toEqual([]);
  });

  test("on-failure: said when the step fails, and taken back when it no longer does", async () => {
    expect(await comment({ when: "on-failure", hasFailed: false })).toMatchObject({ is: "nothing to do" });
    expect(commentsOn(github.world, 7)).toEqual([]);
    await comment({ when: "on-failure", hasFailed: true, markdown: "drift" });
    await comment({ when: "on-failure", hasFailed: false, markdown: "private" });
    expect(commentsOn(github.world, 7)).toEqual([expect.stringContaining("\nprivate\n")]);
  });

  test("always: said of a run that didn't fail", async () => {
    expect(await comment({ when: "always", hasFailed: false })).toMatchObject({ is: "done" });
  });

  test("a run of no pull request has nobody to tell", async () => {
    const connection = connectAt(placeAt(github.apiUrl));
    const given = { when: "always", hasFailed: true, hubId, markdown: "drift" } as const;
    expect(await commentOnPullRequest(connection, given)).toMatchObject({ is: "nothing to do" });
  });
});

describe("a text", () => {
  test("that is too long is cut by whole parts, with the way to the run", async () => {
    const report = await planReport("fresh-approved-only");
    const [finding] = report.findings;
    if (finding === undefined) throw new Error("the estate has no finding");
    const findings = Array.from({ length: 3_000 }, (_, n) => ({
      ...finding,
      detail: "ä".repeat(80),
      fingerprint: `${n}`,
    }));
    await comment({ markdown: renderShortMarkdown({ ...report, findings }, { runUrl: "https://github.com/r" }) });
    const [body = ""] = commentsOn(github.world, 7);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/\[The run\]\(.+\n\[Run\]\(.+\), started by pull_request at 0123456\.\n$/s);
  });

  test("from Azure calls nobody, refers to nothing and ends no comment", async () => {
    const report = await planReport("hardened");
    const nasty = `@octocat #1 GH-2 --> <!-- ${marker} <b>x</b> [a](b) \`\`\`js\n\`\`\`\`\n${marker}\n| x`;
    const errors = [{ code: "SFH909" as const, message: nasty, fix: nasty, correlationId: "" }];
    await comment({ markdown: renderShortMarkdown({ ...report, errors }) });
    await comment({ markdown: renderShortMarkdown({ ...report, errors }) });
    const [body = "", ...others] = commentsOn(github.world, 7);
    expect(others).toEqual([]);
    expect(body.split(marker)).toHaveLength(2);
    expect(body).not.toMatch(/@octocat|&#64;octocat|#1\b|GH-2|<b>|\[a\]\(|-->[^\n]|```js/);
    expect(body).toContain("&#64;&#8203;octocat &#35;&#8203;1 GH-&#8203;2");
  });
});
