import { readField } from "./json-field.mjs";
import { readNotes } from "./notes.mjs";
import { parseVersion } from "./version.mjs";

/**
 * What is asked for, and what the commit says of itself. `manifest` and `lock` are package.json and package-lock.json,
 * parsed.
 *
 * @typedef {{
 *   version: string, ref: string, defaultBranch: string, manifest: unknown, lock: unknown, changelog: string,
 * }} Request
 */

/**
 * What keeps a commit from being released as a version, each with what mends it; empty where everything agrees.
 *
 * @param {Request} request
 * @returns {string[]}
 */
export function findDisagreements({ version, ref, defaultBranch, manifest, lock, changelog }) {
  const complaints = [];
  if (parseVersion(version) === undefined) {
    complaints.push(`"${version}" is not a version like 1.2.3 or 1.2.3-rc.1. Give it without a v and without a +.`);
  }
  if (ref !== `refs/heads/${defaultBranch}`) {
    complaints.push(`The workflow was started on ${ref}. Start it on ${defaultBranch}: only that is released.`);
  }
  /** @type {[string, unknown][]} */
  const named = [
    ["package.json", readField(manifest, "version")],
    ["package-lock.json", readField(lock, "version")],
    ["package-lock.json, at its root package,", readField(readField(readField(lock, "packages"), ""), "version")],
  ];
  for (const [where, found] of named) {
    if (found !== version) {
      complaints.push(`${where} says ${JSON.stringify(found)}. Run: npm version ${version} --no-git-tag-version`);
    }
  }
  if (readNotes(changelog, version) === undefined) {
    complaints.push(`CHANGELOG.md says nothing under "## ${version}". Write there what changed for users.`);
  }
  return complaints;
}
