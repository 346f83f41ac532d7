import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { findDisagreements } from "./release/agreement.mjs";
import { Repository } from "./release/github.mjs";
import { readText } from "./release/json-field.mjs";
import { readNotes } from "./release/notes.mjs";
import { describeStep, planRelease, ReleaseRefused } from "./release/plan.mjs";
import { carryOut } from "./release/publish.mjs";
import { readLockedPackages, settleSbom } from "./release/sbom.mjs";
import { parseVersion } from "./release/version.mjs";

/**
 * `node scripts/release.mjs plan` shows what a release would do, `publish` does it. For the release workflow: what to
 * release is in the variables that GitHub sets, VERSION and DEFAULT_BRANCH. The bill of materials is left at SBOM_PATH.
 * It uses no packages, so that the job with the right to write runs only what is in this repository.
 */
const root = path.resolve(import.meta.dirname, "..");

/** What is published of dist, besides the bill of materials. */
const built = ["action.js", "cli.js", "THIRD-PARTY-NOTICES.txt"];

/** @param {string} name */
function readVariable(name) {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new ReleaseRefused(`${name} is not set. This is run by .github/workflows/release.yml.`);
  }
  return value;
}

/** @param {string} file */
async function readTree(file) {
  return readFile(path.join(root, file), "utf8");
}

/**
 * @param {string} file
 * @param {boolean} isBuilt
 * @returns {Promise<import("./release/plan.mjs").ReleaseFile>}
 */
async function describeFile(file, isBuilt) {
  const digest = createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
  return { name: path.basename(file), path: file, digest: `sha256:${digest}`, isBuilt };
}

/** The goal and its notes, once everything that names the version agrees. */
async function readGoal() {
  /** @type {unknown} */
  const manifest = JSON.parse(await readTree("package.json"));
  const changelog = await readTree("CHANGELOG.md");
  const request = {
    version: readVariable("VERSION"),
    ref: readVariable("GITHUB_REF"),
    defaultBranch: readVariable("DEFAULT_BRANCH"),
  };
  const lock = /** @type {unknown} */ (JSON.parse(await readTree("package-lock.json")));
  const complaints = findDisagreements({ ...request, manifest, lock, changelog });
  const version = parseVersion(request.version);
  const notes = readNotes(changelog, request.version);
  if (complaints.length > 0 || version === undefined || notes === undefined) {
    throw new ReleaseRefused(complaints.join("\n"));
  }
  const sbom = readVariable("SBOM_PATH");
  const notices = await readTree("dist/THIRD-PARTY-NOTICES.txt");
  await writeFile(sbom, settleSbom(await readLockedPackages(root), readText(manifest, "name"), notices));
  const files = await Promise.all([
    ...built.map((name) => describeFile(path.join(root, "dist", name), true)),
    describeFile(sbom, false),
  ]);
  return { goal: { version, commit: readVariable("GITHUB_SHA"), files }, notes };
}

/** @param {string} command */
async function main(command) {
  const { goal, notes } = await readGoal();
  const repository = new Repository(
    readVariable("GITHUB_API_URL"),
    readVariable("GITHUB_REPOSITORY"),
    readVariable("GITHUB_TOKEN"),
  );
  const plan = planRelease({ tags: await repository.listTags(), releases: await repository.listReleases() }, goal);
  if (plan.steps.length === 0) {
    console.log("Nothing is left to do.");
  } else if (command === "publish") {
    await carryOut(plan, goal, notes, repository, { say: (line) => console.log(line), pause: () => sleep(5000) });
  } else {
    plan.steps.forEach((step) => console.log(`would ${describeStep(step, goal)}`));
  }
}

const [command = ""] = process.argv.slice(2);
try {
  if (command !== "plan" && command !== "publish") {
    throw new ReleaseRefused("Say plan or publish.");
  }
  await main(command);
} catch (error) {
  if (!(error instanceof ReleaseRefused)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
