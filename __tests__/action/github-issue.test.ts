import "./without-proxy.ts";
import { beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../action/github/connection.ts";
import { markerOfHub, writeMarker } from "../../action/github/marker.ts";
import type { Publication } from "../../action/github/publication.ts";
import { trackHub } from "../../action/github/tracking-issue.ts";
import { renderShortMarkdown } from "../../src/report/markdown.ts";
import type { Report, Verdict } from "../../src/report/report.ts";
import { planReport } from "../report/reports.ts";
import { connectAt, expectNotDone, onPullRequest, placeAt } from "./connections.ts";
import { addIssue, bot, commentsOn, openIssues, person, personToken } from "./github-world.ts";
import { servedGitHub } from "./served-github.ts";

let drift: Report;
beforeAll(async () => {
  drift = { ...(await planReport("fresh-approved-only")), command: "verify" };
});

const github = servedGitHub();

function trackReport(connection: Connection, report: Report): Promise<Publication> {
  return trackHub(connection, report, renderShortMarkdown(report));
}

async function track(verdict: Verdict, change: Partial<Report> = {}, token?: string): Promise<Publication> {
  const connection = connectAt(placeAt(github.apiUrl), token === undefined ? {} : { token });
  return trackReport(connection, { ...drift, verdict, ...change });
}

function fewerFindings(): Partial<Report> {
  const [, ...findings] = drift.findings.filter((f) => f.severity !== "note");
  return { findings };
}

test("an issue is opened once, kept true in silence, told of a change, and closed when the hub is private", async () => {
  expect(await track("drift")).toMatchObject({ is: "done", what: "opened issue #101" });
  const [issue] = openIssues(github.world);
  expect(issue?.title).toBe("secure-foundry-hub: hub-northwind (rg-northwind-ai) needs attention");
  expect(issue?.labels).toEqual(["secure-foundry-hub"]);
  expect(issue?.body).toContain("## secure-foundry-hub verify: drift");
  expect(issue?.body).toContain("(https://github.test/acme/hub-infra/actions/runs/5/attempts/1)");

  await track("failed", { findings: drift.findings.toReversed() });
  expect(issue?.body).toContain("## secure-foundry-hub verify: failed");
  expect(commentsOn(github.world, 101)).toEqual([]);

  await track("drift", fewerFindings());
  await track("drift", fewerFindings());
  expect(commentsOn(github.world, 101)).toEqual([
    expect.stringMatching(/^The findings changed: \d+ findings now \(SFH/),
  ]);

  expect(await track("private", { findings: [] })).toMatchObject({ is: "done", what: "closed issue #101" });
  expect(issue).toMatchObject({ state: "closed", reason: "completed" });
  expect(commentsOn(github.world, 101)).toEqual([
    expect.anything(),
    expect.stringMatching(/^The hub is private again/),
  ]);

  expect(await track("private", { findings: [] })).toMatchObject({ is: "nothing to do" });
  expect(await track("drift")).toMatchObject({ is: "done", what: expect.stringMatching(/^opened/) as unknown });
  expect(github.world.issues.filter((i) => !i.isPullRequest)).toHaveLength(2);
});

test("what is mended, accepted or only a note changes nothing that people are told", async () => {
  const [first, second, ...rest] = drift.findings.filter((f) => f.severity === "error");
  if (first === undefined || second === undefined) throw new Error("the estate has too few findings");
  await track("drift", { findings: rest });
  const noise = [
    { ...first, state: "fixed" },
    { ...second, state: "accepted" },
    { ...first, severity: "note" },
  ] as const;
  await track("drift", { findings: [...noise, ...rest] });
  expect(commentsOn(github.world, 101)).toEqual([]);
});

describe("with no issue there", () => {
  test.each<[Verdict, boolean]>([
    ["drift", true],
    ["refused", true],
    ["unproven", true],
    ["failed", true],
    ["incomplete", false],
    ["cancelled", false],
    ["restored", false],
    ["private", false],
  ])("%s opens one: %s", async (verdict, isOpened) => {
    await track(verdict);
    expect(openIssues(github.world)).toHaveLength(isOpened ? 1 : 0);
  });
});

test("incomplete keeps an open issue true, and cancelled leaves it as it is", async () => {
  await track("drift");
  await track("incomplete");
  await track("cancelled");
  expect(openIssues(github.world)).toMatchObject([{ number: 101 }]);
  expect(openIssues(github.world)[0]?.body).toContain("verify: incomplete");
});

test.each(["plan", "rollback"] as const)("a %s touches no issue", async (command) => {
  await track("drift");
  expect(await track("private", { command })).toMatchObject({ is: "nothing to do" });
  expect(openIssues(github.world)).toHaveLength(1);
});

test("a run of a pull request touches no issue: its config is not what holds", async () => {
  await track("drift");
  const connection = connectAt(placeAt(github.apiUrl, onPullRequest));
  expect(await trackReport(connection, { ...drift, verdict: "private" })).toMatchObject({ is: "nothing to do" });
  expect(openIssues(github.world)).toHaveLength(1);
});

test("a hub has one issue, whatever the case of its id; another hub has its own", async () => {
  const other = { ...drift.hub, id: `${drift.hub.id}-2`, name: "hub-two\n@octocat" };
  await track("drift");
  await track("drift", { hub: { ...drift.hub, id: drift.hub.id.toUpperCase() } });
  await track("drift", { hub: other });
  await track("private");
  expect(openIssues(github.world).map((i) => i.title)).toEqual([
    "secure-foundry-hub: hub-two @octocat (rg-northwind-ai) needs attention",
  ]);
});

describe("issues of others are let alone:", () => {
  const body = (): string => `${writeMarker(markerOfHub(drift.hub.id))}\nmine`;
  const labels = ["secure-foundry-hub"];

  test("a person's with the marker and the label, a bot's without the label, a bot's that quotes", async () => {
    addIssue(github.world, person, { title: "a person's", body: body(), labels });
    addIssue(github.world, bot, { title: "unlabelled", body: body(), labels: [] });
    addIssue(github.world, bot, { title: "quoting", body: `> ${body()}`, labels });
    const before = structuredClone(github.world.issues);
    await track("drift");
    await track("private");
    expect(github.world.issues.slice(0, before.length)).toEqual(before);
    expect(github.world.issues.at(-1)).toMatchObject({ number: 104, state: "closed" });
  });

  test("a person's token finds what it opened", async () => {
    addIssue(github.world, bot, { title: "a bot's", body: body(), labels });
    await track("drift", {}, personToken);
    await track("private", {}, personToken);
    expect(openIssues(github.world).map((i) => i.title)).toEqual(["a bot's"]);
  });
});

test("the issue is found behind 120 younger ones", async () => {
  await track("drift");
  for (let n = 0; n < 120; n += 1)
    addIssue(github.world, bot, { title: "x", body: "", labels: ["secure-foundry-hub"] });
  await track("private");
  expect(github.world.issues.find((i) => i.number === 101)?.state).toBe("closed");
  expect(openIssues(github.world)).toHaveLength(120);
});

test.each([
  [true, "duplicate"],
  [false, "not_planned"],
])("of two that two runs opened at once the older stays (server knows duplicates: %s)", async (knows, reason) => {
  github.world.knowsDuplicates = knows;
  await track("drift");
  const [first] = openIssues(github.world);
  addIssue(github.world, bot, { title: "by another run", body: first?.body ?? "", labels: ["secure-foundry-hub"] });
  await track("drift");
  expect(openIssues(github.world).map((i) => i.number)).toEqual([101]);
  expect(github.world.issues.find((i) => i.number === 102)).toMatchObject({ state: "closed", reason });
  expect(commentsOn(github.world, 102)).toEqual(["Duplicate of #101"]);
});

test("an issue that was opened before its answer broke off is not opened twice", async () => {
  github.fail((asked) => (asked.startsWith("POST") ? { is: "reset", done: true } : undefined));
  expect(await track("drift")).toMatchObject({ is: "done", what: "opened issue #101" });
  expect(openIssues(github.world)).toHaveLength(1);
});

describe("what can't be done is told:", () => {
  test("issues that are turned off", async () => {
    github.world.hasIssues = false;
    expectNotDone(await track("drift"), "not allowed", /turned off/, /gh repo edit acme\/hub-infra --enable-issues/);
  });

  test("a token that may not", async () => {
    github.world.writes.delete("issues");
    expectNotDone(
      await track("drift"),
      "not allowed",
      /403/,
      "Add to what the job has: permissions: { issues: write }",
    );
  });

  test("a label that is left out: the issue is closed again, for it would be opened with every run", async () => {
    github.world.takesLabels = false;
    expectNotDone(await track("drift"), "not allowed", /label/);
    expect(openIssues(github.world)).toEqual([]);
  });

  test("a locked issue, which is closed all the same", async () => {
    await track("drift");
    github.world.locked.add(101);
    expectNotDone(await track("private"), "not allowed", /locked/, /gh issue unlock/);
    expect(openIssues(github.world)).toEqual([]);
  });
});

test("a body is never longer than GitHub takes", async () => {
  const [finding] = drift.findings;
  if (finding === undefined) throw new Error("the estate has no finding");
  const findings = Array.from({ length: 2_000 }, (_, n) => ({
    ...finding,
    detail: "ä".repeat(80),
    fingerprint: `${n}`,
  }));
  await track("drift", { findings });
  await track("drift", { findings: findings.slice(1) });
  const body = openIssues(github.world)[0]?.body ?? "";
  expect(body.length).toBeLessThanOrEqual(65_536);
  expect(body).toMatch(/\n\[Run\]\(.+\), started by \w+ at 0123456\.\n$/s);
});
