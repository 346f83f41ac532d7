import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, expect, test } from "vitest";

import { readTreeFile, root } from "../repository/tree.ts";
import { repositoryName, serveWorld, token, type ServedWorld } from "./github-server.ts";
import { GitHubWorld } from "./github-world.ts";
import { commit } from "./run-release.ts";

const version = /"version": "([^"]+)"/.exec(readTreeFile("package.json"))?.[1] ?? "";
const servers: ServedWorld[] = [];
afterEach(async () => {
  for (const served of servers.splice(0)) await served.close();
});

/** Runs the program as the workflow does, with only what a step there would have. */
async function runProgram(
  command: string,
  world: GitHubWorld,
  change: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string; readonly sbom: string }> {
  const served = await serveWorld(world);
  servers.push(served);
  const sbom = path.join(mkdtempSync(path.join(tmpdir(), "sbom-")), "sbom.cdx.json");
  const env = {
    PATH: process.env.PATH,
    HOME: path.dirname(sbom),
    GITHUB_API_URL: served.api,
    GITHUB_REPOSITORY: repositoryName,
    GITHUB_TOKEN: token,
    GITHUB_REF: "refs/heads/main",
    GITHUB_SHA: commit,
    DEFAULT_BRANCH: "main",
    VERSION: version,
    SBOM_PATH: sbom,
    ...change,
  };
  const child = spawn(process.execPath, [path.join(root, "scripts/release.mjs"), command], { env });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, out, err, sbom };
}

test("plan shows the steps and changes nothing; publish takes them; then nothing is left", async () => {
  const world = new GitHubWorld();
  const planned = await runProgram("plan", world);
  expect(planned).toMatchObject({ code: 0, err: "" });
  expect(planned.out).toContain(`would create the tag v${version} at ${commit}\nwould draft the release v${version}\n`);
  expect([world.tags.size, world.releases.length]).toEqual([0, 0]);

  expect(await runProgram("publish", world)).toMatchObject({ code: 0, err: "" });
  const [release] = world.releases;
  expect(release).toMatchObject({ tag_name: `v${version}`, immutable: true });
  expect(release?.assets.map(({ name }) => name)).toEqual([
    "action.js",
    "cli.js",
    "THIRD-PARTY-NOTICES.txt",
    "sbom.cdx.json",
  ]);

  const again = await runProgram("publish", world);
  expect(again).toMatchObject({ code: 0, out: "Nothing is left to do.\n" });
  expect(readFileSync(again.sbom, "utf8")).toBe(readFileSync(planned.sbom, "utf8"));
});

test.each([
  ["another version", "publish", { VERSION: "99.0.0" }, /npm version 99\.0\.0/],
  ["another branch", "publish", { GITHUB_REF: "refs/heads/fix" }, /Start it on main/],
  ["no version", "plan", { VERSION: "" }, /VERSION is not set/],
  ["another command", "delete", {}, /Say plan or publish/],
])("%s is refused in a line, before anything is asked of GitHub", async (_what, command, change, said) => {
  const world = new GitHubWorld();
  const ended = await runProgram(command, world, change);
  expect(ended).toMatchObject({ code: 1, out: "" });
  expect(ended.err).toMatch(said);
  expect(ended.err).not.toContain("    at ");
  expect(servers.map((served) => served.requests())).toEqual([0]);
});

test("a token that may not is told with what was asked", async () => {
  const ended = await runProgram("publish", new GitHubWorld(), { GITHUB_TOKEN: "another" });
  expect(ended.code).toBe(1);
  expect(ended.err).toContain(`GET /repos/${repositoryName}/git/matching-refs/tags/v was answered 401`);
  expect(ended.err).not.toContain(token);
});
