import { describe, expect, test } from "vitest";

import { ReleaseRefused } from "../../scripts/release/plan.mjs";
import { GitHubWorld } from "./github-world.ts";
import { commit, makeGoal, otherCommit, runRelease } from "./run-release.ts";

/** A repository with two majors, more releases than a page has, and things that are no versions. */
function makeWorld(): GitHubWorld {
  const world = new GitHubWorld();
  for (const tag of ["v1.9.0", "v1.10.0", "v1.10.1-rc.1", "v2.0.0"]) world.addPublished(tag, otherCommit);
  world.tags.set("v1", otherCommit).set("v2", otherCommit).set("vnext", otherCommit);
  world.latest = "v2.0.0";
  return world;
}

/** What a world has that counts: everything but the numbers of things. */
function describeWorld(world: GitHubWorld): unknown {
  const releases = world.releases.map(({ assets, ...release }) => ({
    ...release,
    id: undefined,
    assets: assets
      .map(({ name, state, digest }) => ({ name, state, digest }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return { tags: [...world.tags].sort(), releases, latest: world.latest };
}

describe("a release", () => {
  test("is immutable, at its tag, with its files and notes, and its major leads to it", async () => {
    const world = makeWorld();
    const goal = makeGoal("2.0.1");
    await runRelease(world, goal);
    const release = world.releases.find(({ tag_name }) => tag_name === "v2.0.1");
    expect(release).toMatchObject({ draft: false, immutable: true, prerelease: false, body: "Faster." });
    expect(release?.assets.map(({ name, digest }) => [name, digest])).toEqual(
      goal.files.map(({ name, digest }) => [name, digest]),
    );
    expect([world.tags.get("v2.0.1"), world.tags.get("v2")]).toEqual([commit, commit]);
    expect(world.tags.get("v1")).toBe(otherCommit);
    expect(world.latest).toBe("v2.0.1");
  });

  test.each([
    ["an older version of its major", "1.9.1", { v1: otherCommit, latest: "v2.0.0" }],
    ["the newest of an older major", "1.10.1", { v1: commit, latest: "v2.0.0" }],
    ["a pre-release", "2.1.0-rc.1", { v2: otherCommit, latest: "v2.0.0" }],
    ["the first of a major", "3.0.0", { v3: commit, latest: "v3.0.0" }],
    ["a pre-release of a new major", "3.0.0-rc.1", { v3: undefined, latest: "v2.0.0" }],
    ["a version before 1", "0.9.0", { v0: undefined, latest: "v2.0.0" }],
  ])("of %s moves only what it should", async (_what, version, { latest, ...tags }) => {
    const world = makeWorld();
    await runRelease(world, makeGoal(version));
    expect(world.tags.get(`v${version}`)).toBe(commit);
    for (const [tag, sha] of Object.entries(tags)) expect(world.tags.get(tag), tag).toBe(sha);
    expect(world.latest).toBe(latest);
  });

  test("that is there already leaves nothing to do", async () => {
    const world = makeWorld();
    await runRelease(world, makeGoal("2.0.1"));
    const before = describeWorld(world);
    expect((await runRelease(world, makeGoal("2.0.1"))).said).toEqual([]);
    expect(describeWorld(world)).toEqual(before);
  });

  test("finishes a draft that somebody began otherwise", async () => {
    const world = makeWorld();
    await expect(runRelease(world, makeGoal("2.0.1", "stale"), { at: 9, when: "after" })).rejects.toThrow();
    await runRelease(world, makeGoal("2.0.1"));
    const whole = makeWorld();
    await runRelease(whole, makeGoal("2.0.1"));
    expect(describeWorld(world)).toEqual(describeWorld(whole));
  });
});

test("a release that is cut off at any request, and run again, ends as a whole one", async () => {
  const whole = makeWorld();
  const { requests } = await runRelease(whole, makeGoal("2.0.1"));
  expect(requests).toBeGreaterThan(12);
  for (const when of ["before", "after"] as const) {
    for (let at = 1; at <= requests; at++) {
      const world = makeWorld();
      await expect(runRelease(world, makeGoal("2.0.1"), { at, when })).rejects.toThrow();
      // The major never leads to what isn't a finished release.
      const isPublished = world.releases.some(({ tag_name, immutable }) => tag_name === "v2.0.1" && immutable);
      expect(world.tags.get("v2") === commit && !isPublished).toBe(false);
      await runRelease(world, makeGoal("2.0.1"));
      expect(describeWorld(world), `${when} request ${at}`).toEqual(describeWorld(whole));
    }
  }
});

describe("nothing changes where", () => {
  const refusals: readonly (readonly [what: string, change: (world: GitHubWorld) => void, said: RegExp])[] = [
    ["the version's tag is at another commit", (world) => world.tags.set("v2.0.1", otherCommit), /v2\.0\.1 is there/],
    ["the version is published from another", (world) => world.addPublished("v2.0.1", commit), /another action\.js/],
    ["its major has a release", (world) => world.addPublished("v2", otherCommit), /v2 has a release/],
  ];

  test.each(refusals)("%s", async (_what, change, said) => {
    const world = makeWorld();
    change(world);
    const before = describeWorld(world);
    const run = runRelease(world, makeGoal("2.0.1"));
    await expect(run).rejects.toThrow(ReleaseRefused);
    await expect(run).rejects.toThrow(said);
    expect(describeWorld(world)).toEqual(before);
  });

  test("there are two drafts of it", async () => {
    const world = makeWorld();
    await expect(runRelease(world, makeGoal("2.0.1"), { at: 8, when: "after" })).rejects.toThrow();
    const draft = world.releases.find(({ tag_name }) => tag_name === "v2.0.1");
    if (draft !== undefined) world.releases.push({ ...draft, id: 100 });
    const before = describeWorld(world);
    await expect(runRelease(world, makeGoal("2.0.1"))).rejects.toThrow(/There are 2 releases of v2\.0\.1/);
    expect(describeWorld(world)).toEqual(before);
  });
});

test("where the repository's releases can be changed, the major doesn't move, and the next run says so again", async () => {
  const world = makeWorld();
  world.isImmutabilityOn = false;
  for (let run = 1; run <= 2; run++) {
    await expect(runRelease(world, makeGoal("2.0.1"))).rejects.toThrow(/Enable release immutability/);
    expect(world.tags.get("v2")).toBe(otherCommit);
  }
  world.isImmutabilityOn = true;
  world.releases.splice(0, 1);
  await runRelease(world, makeGoal("2.0.1"));
  expect(world.tags.get("v2")).toBe(commit);
});

test("a refusal of GitHub's ends the run and says what was asked and answered", async () => {
  const world = makeWorld();
  const goal = { ...makeGoal("2.0.1"), commit: "" };
  const [file] = goal.files;
  const twice = { ...goal, files: [file, file].filter((f) => f !== undefined) };
  await expect(runRelease(world, twice)).rejects.toThrow(/^POST .*\/assets was answered 422: .*already_exists/);
});
