import { readFile } from "node:fs/promises";

import { formatNames, tallyTests } from "./test-report.mjs";

/**
 * `node tally-tests.mjs REPORT EXIT_CODE`: prints "PASSED FAILED SKIPPED" on stdout, and on stderr what stands behind
 * the last two. Needs no packages: it also runs where installing them is what failed.
 */
const [reportFile = "", exitCode = "1"] = process.argv.slice(2);
const text = await readFile(reportFile, "utf8").catch(() => undefined);
const tally = tallyTests(text, Number(exitCode));

for (const line of formatNames(tally)) {
  console.error(line);
}
console.log(`${tally.passed} ${tally.failed.length} ${tally.skipped.length}`);
