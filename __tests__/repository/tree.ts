import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The repository's root. */
export const root = path.resolve(import.meta.dirname, "../..");

/** Paths from the root of every file that is tracked, or would be by `git add .`. */
export function listTree(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  return listed
    .toString()
    .split("\0")
    .filter((file) => file !== "" && existsSync(path.join(root, file)));
}

/** Text of a file of the tree, given by its path from the root. */
export function readTreeFile(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
