import { cp, mkdir, writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import path from "node:path";
import { listTree, root } from "../repository/tree.ts";
import { runOrThrow } from "../support/run-program.ts";

/** Nothing that a workflow runs; act would copy it for every step. */
const leftOut = "__tests__/";

/** Copies this repository as it is on disk, dist and all that is not ignored, into a folder. */
export async function copyRepository(folder: string): Promise<void> {
  for (const file of listTree().filter((name) => !name.startsWith(leftOut))) {
    await cp(path.join(root, file), path.join(folder, file));
  }
}

/** Writes files, by their path, into a folder. */
export async function putFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** Makes a folder a clone of a GitHub repository, `OWNER/NAME`, on main. */
export async function commitAll(folder: string, repository: string): Promise<void> {
  // Packing dist small takes longer than anything else here.
  const git = (...args: readonly string[]): Promise<string> =>
    runOrThrow("git", ["-C", folder, "-c", "core.compression=0", ...args], {
      // Nothing of this machine's git: no hook, no signature, no repository that it is run in.
      ...{ PATH: process.env.PATH, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: "1" },
    });
  await git("init", "--quiet", "--initial-branch", "main");
  await git("remote", "add", "origin", `https://github.com/${repository}.git`);
  await git("add", "--all", "--force");
  const author = ["-c", "user.name=octocat", "-c", "user.email=octocat@example.com"];
  await git(...author, "commit", "--quiet", "--message", "As it is on disk");
}
