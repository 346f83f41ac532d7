import { readFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

const manifestSchema = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

/**
 * What a package says of itself. The name and the version tell its own manifest from a stub inside it.
 *
 * @param {string} directory the package's root
 */
export async function readManifest(directory) {
  return manifestSchema.parse(JSON.parse(await readFile(path.join(directory, "package.json"), "utf8")));
}
