import { describe, expect, test } from "vitest";

import { readInputs } from "../../action/inputs.ts";
import { runErrorOf } from "../support/run-error.ts";
import { listTree, readTreeFile } from "./tree.ts";
import { concurrencyRules } from "./workflow-rules/concurrency.ts";
import { readDocuments } from "./workflow-rules/document.ts";
import { inputRules } from "./workflow-rules/inputs.ts";
import { jobRules } from "./workflow-rules/jobs.ts";
import { manifestRules } from "./workflow-rules/manifests.ts";
import { closedInputs } from "./workflow-rules/own-action.ts";
import { permissionRules } from "./workflow-rules/permissions.ts";
import { pinRules } from "./workflow-rules/pins.ts";
import type { Rule, Sample } from "./workflow-rules/rule.ts";
import { scriptRules } from "./workflow-rules/scripts.ts";

/** What a simulator of the runner lets pass and GitHub doesn't, and what neither says a word about. */
const rules = [
  ...permissionRules,
  ...concurrencyRules,
  ...scriptRules,
  ...manifestRules,
  ...jobRules,
  ...inputRules,
  ...pinRules,
];

/** What breaks a rule in some files, as `file: what`. */
function findBreaches({ find }: Rule, files: Sample): string[] {
  const documents = readDocuments(files);
  return [...documents.values()].flatMap((document) =>
    find(document, documents).map((what) => `${document.file}: ${what}`),
  );
}

const tree = Object.fromEntries(
  listTree()
    .filter((file) => /\.(md|ya?ml)$/.test(file))
    .map((file) => [file, readTreeFile(file)]),
);

test("the rules are held against every workflow, manifest and page", () => {
  const kinds = new Map([...readDocuments(tree).values()].map(({ file, kind }) => [file, kind]));
  const expected = { "action.yml": "manifest", "action/action.yml": "manifest", "README.md": "page" };
  expect(Object.fromEntries(kinds)).toMatchObject(expected);
  const workflows = listTree().filter((file) => file.startsWith(".github/workflows/"));
  expect(workflows.filter((file) => kinds.get(file) !== "workflow")).toEqual([]);
  expect(workflows.length).toBeGreaterThan(1);
});

describe.each(rules)("$name", (rule) => {
  test("holds here", () => {
    expect(findBreaches(rule, tree)).toEqual([]);
  });

  test("can be broken", () => {
    expect(rule.bad.length).toBeGreaterThan(0);
    expect(rule.bad.filter((sample) => findBreaches(rule, sample).length === 0)).toEqual([]);
  });

  test("isn't broken by what only looks like it", () => {
    expect(rule.good.flatMap((sample) => findBreaches(rule, sample))).toEqual([]);
  });
});

test.each(closedInputs)("the action refuses a value of %s that it doesn't know", async (closed) => {
  const given: Readonly<Record<string, string>> = { mode: "apply", [closed]: "neither" };
  const error = await runErrorOf(() => readInputs((name) => given[name] ?? ""));
  expect(error.code).toBe("SFH912");
  expect(error.message).toContain(closed);
});
