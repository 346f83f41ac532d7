import { expect, test } from "vitest";

import { findDisagreements } from "../../scripts/release/agreement.mjs";
import { readNotes } from "../../scripts/release/notes.mjs";
import { readTreeFile } from "../repository/tree.ts";

const agreed = {
  version: "1.2.3",
  ref: "refs/heads/main",
  defaultBranch: "main",
  manifest: { version: "1.2.3" },
  lock: { version: "1.2.3", packages: { "": { version: "1.2.3" } } },
  changelog: "# Changelog\n\n## 1.2.3\n\nFaster.\n\n## 1.2.2\n\nSlower.\n",
};

test("a commit that says the same everywhere can be released", () => {
  expect(findDisagreements(agreed)).toEqual([]);
});

test.each([
  ["a version with a v", { version: "v1.2.3" }, /is not a version/],
  ["a tag instead of the branch", { ref: "refs/tags/v1.2.3" }, /Start it on main/],
  ["another branch", { ref: "refs/heads/fix" }, /Start it on main/],
  ["a branch that only ends like it", { ref: "refs/heads/x/main" }, /Start it on main/],
  ["another package.json", { manifest: { version: "1.2.2" } }, /package\.json says "1\.2\.2"/],
  ["no version in package.json", { manifest: [] }, /package\.json says undefined/],
  ["another lock", { lock: { ...agreed.lock, version: "1.2.2" } }, /package-lock\.json says "1\.2\.2"/],
  ["another root in the lock", { lock: { version: "1.2.3", packages: {} } }, /root package, says undefined/],
  ["no section", { changelog: "## 1.2.30\n\nFaster.\n" }, /CHANGELOG\.md says nothing/],
  ["an empty section", { changelog: "## 1.2.3\n\n## 1.2.2\n\nSlower.\n" }, /CHANGELOG\.md says nothing/],
])("%s keeps a commit from being released", (_what, change, complaint) => {
  const version = "version" in change ? { manifest: { version: change.version } } : {};
  const complaints = findDisagreements({ ...agreed, ...version, ...change });
  expect(complaints.join("\n")).toMatch(complaint);
});

test("the notes are one version's, without its heading", () => {
  expect(readNotes(agreed.changelog, "1.2.3")).toBe("Faster.");
  expect(readNotes(agreed.changelog, "1.2.2")).toBe("Slower.");
});

test("the repository could be released as what package.json says it is", () => {
  const manifest = JSON.parse(readTreeFile("package.json")) as unknown;
  const version = /"version": "([^"]+)"/.exec(readTreeFile("package.json"))?.[1] ?? "";
  const lock = JSON.parse(readTreeFile("package-lock.json")) as unknown;
  const changelog = readTreeFile("CHANGELOG.md");
  expect(findDisagreements({ ...agreed, version, manifest, lock, changelog })).toEqual([]);
});
