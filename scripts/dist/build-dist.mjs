import { access, chmod, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { bundleEntries } from "./bundle.mjs";
import { composeNotices } from "./notices.mjs";

/**
 * Builds the whole of dist into a directory, replacing what is there.
 *
 * @param {string} root the repository, with its packages installed
 * @param {string} directory
 * @returns {Promise<string[]>} the names of the files, sorted
 */
export async function buildDist(root, directory) {
  await access(path.join(root, "node_modules")).catch(() => {
    throw new Error("The packages aren't installed: run npm ci.");
  });
  const bundles = await bundleEntries(root);
  const notices = await composeNotices(bundles.flatMap(({ modules }) => modules));

  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const { name, text, isProgram } of bundles) {
    await writeFile(path.join(directory, name), text);
    await chmod(path.join(directory, name), isProgram ? 0o755 : 0o644);
  }
  await writeFile(path.join(directory, "THIRD-PARTY-NOTICES.txt"), notices);
  return [...bundles.map(({ name }) => name), "THIRD-PARTY-NOTICES.txt"].sort();
}
