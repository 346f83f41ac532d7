import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import path from "node:path";
import process from "node:process";

/**
 * A file's path from the root of the repository it lies in, as GitHub names files: links followed, forward slashes. In no
 * repository the working directory counts as its root. A file that lies outside, or is a pipe and lies nowhere, keeps the
 * path it was given by.
 */
export async function pathInRepository(file: string): Promise<string> {
  const real = await realpath(file).catch(() => undefined);
  const inside = real === undefined ? undefined : path.relative(await rootOf(real), real);
  const isOutside = inside === undefined || inside.split(path.sep)[0] === ".." || path.isAbsolute(inside);
  return (isOutside ? file : inside).split(path.sep).join("/");
}

async function rootOf(file: string): Promise<string> {
  return findRoot(path.dirname(file)) ?? (await realpath(process.cwd()));
}

/** The nearest folder with a `.git` in it: a folder, or in a worktree a file. */
function findRoot(folder: string): string | undefined {
  if (existsSync(path.join(folder, ".git"))) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : findRoot(above);
}
