import { createHash } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { Repository } from "../../scripts/release/github.mjs";
import { planRelease, type Goal } from "../../scripts/release/plan.mjs";
import { carryOut } from "../../scripts/release/publish.mjs";
import { parseVersion } from "../../scripts/release/version.mjs";
import { repositoryName, serveWorld, token, type Cut } from "./github-server.ts";
import type { GitHubWorld } from "./github-world.ts";

export const commit = "c".repeat(40);
export const otherCommit = "d".repeat(40);

/** A release of a version from `commit`, with two built files and one that isn't, in a folder of its own. */
export function makeGoal(text: string, builtText = "built"): Goal {
  const version = parseVersion(text);
  if (version === undefined) throw new Error(`${text} is no version`);
  const folder = mkdtempSync(path.join(tmpdir(), "release-"));
  const write = (name: string, content: string, isBuilt: boolean): Goal["files"][number] => {
    writeFileSync(path.join(folder, name), content);
    const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    return { name, path: path.join(folder, name), digest, isBuilt };
  };
  const files = [
    write("action.js", `${builtText} action`, true),
    write("cli.js", `${builtText} cli`, true),
    write("sbom.json", "{}", false),
  ];
  return { version, commit, files };
}

/** One run of the release against a world: what it said. Rejects where a run of the workflow would fail. */
export async function runRelease(
  world: GitHubWorld,
  goal: Goal,
  cut?: Cut,
): Promise<{ readonly said: readonly string[]; readonly requests: number }> {
  const served = await serveWorld(world, cut);
  const said: string[] = [];
  try {
    const repository = new Repository(served.api, repositoryName, token);
    const seen = { tags: await repository.listTags(), releases: await repository.listReleases() };
    const surroundings = { say: (line: string) => said.push(line), pause: async () => undefined };
    await carryOut(planRelease(seen, goal), goal, "Faster.", repository, surroundings);
    return { said, requests: served.requests() };
  } finally {
    await served.close();
  }
}
