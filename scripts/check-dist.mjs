import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { buildDist } from "./dist/build-dist.mjs";

/** `npm run check-dist`: the committed dist is what the sources build, byte for byte, and nothing else. */
const root = path.resolve(import.meta.dirname, "..");

async function listCommitted() {
  const { stdout } = await promisify(execFile)("git", ["ls-files", "-z", "--", "dist"], { cwd: root });
  return stdout
    .split("\0")
    .filter((name) => name !== "")
    .map((name) => name.slice("dist/".length));
}

/**
 * Says how a file differs, or undefined where it doesn't.
 *
 * @param {string} name
 * @param {string} built directory of the fresh build
 * @param {readonly string[]} builtNames
 * @param {readonly string[]} committedNames
 */
async function describeDifference(name, built, builtNames, committedNames) {
  if (!builtNames.includes(name)) {
    return "is committed, but the build doesn't make it";
  }
  if (!committedNames.includes(name)) {
    return "is built, but not committed";
  }
  const [fresh, committed] = [path.join(built, name), path.join(root, "dist", name)];
  if (!(await readFile(fresh)).equals(await readFile(committed))) {
    return "differs from a fresh build";
  }
  const isExecutable = ((await stat(fresh)).mode & 0o100) !== 0;
  if (isExecutable !== (((await stat(committed)).mode & 0o100) !== 0)) {
    return isExecutable ? "should be executable" : "should not be executable";
  }
  return undefined;
}

const scratch = await mkdtemp(path.join(tmpdir(), "check-dist-"));
try {
  const built = path.join(scratch, "dist");
  const builtNames = await buildDist(root, built);
  const committedNames = await listCommitted();
  for (const name of [...new Set([...builtNames, ...committedNames])].sort()) {
    const difference = await describeDifference(name, built, builtNames, committedNames);
    if (difference !== undefined) {
      console.error(`dist/${name} ${difference}. Run: npm run build && git add dist`);
      process.exitCode = 1;
      break;
    }
  }
  if (process.exitCode === undefined) {
    console.log(`dist is what the sources build: ${builtNames.join(", ")}`);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
