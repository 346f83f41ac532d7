import { stat } from "node:fs/promises";
import path from "node:path";

import { buildDist } from "./dist/build-dist.mjs";

/** `npm run build`: writes dist, which is committed and never edited. */
const root = path.resolve(import.meta.dirname, "..");
const directory = path.join(root, "dist");
for (const name of await buildDist(root, directory)) {
  const { size } = await stat(path.join(directory, name));
  console.log(`dist/${name} ${Math.round(size / 1024)} KiB`);
}
