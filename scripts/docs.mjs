import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { generateDocs } from "./docs/generate.mjs";

/** `node scripts/docs.mjs`: writes what is made from the sources; a test fails where it is out of date. */
const root = path.resolve(import.meta.dirname, "..");
for (const [file, text] of await generateDocs(root)) {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
  console.log(file);
}
