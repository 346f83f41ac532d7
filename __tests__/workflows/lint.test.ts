import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { listTree, root } from "../repository/tree.ts";
import { runProgram } from "../support/run-program.ts";
import type { Ended } from "../support/run-program.ts";
import { putFiles } from "./repository-copy.ts";

const workflows = listTree()
  .filter((file) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file))
  .map((file) => path.join(root, file));
const actions = ["action.yml", "action/action.yml"].map((file) => path.join(root, file));

/** `$/` is younger than the linter. */
const unknownToActionlint = 'specifying action "\\$/.+" in invalid format because ref is missing';

/** Runs actionlint without the linters of other languages: they are not everywhere. */
function runActionlint(files: readonly string[]): Promise<Ended> {
  const options = ["-no-color", "-oneline", "-shellcheck=", "-pyflakes=", "-ignore", unknownToActionlint];
  return runProgram(inject("actionlint"), [...options, ...files]);
}

function runZizmor(files: readonly string[]): Promise<Ended> {
  return runProgram(inject("zizmor"), ["--offline", "--no-progress", "--color=never", ...files]);
}

test("actionlint finds nothing in the workflows", async () => {
  expect(await runActionlint(workflows)).toEqual({ code: 0, out: "", err: "" });
});

test("zizmor finds nothing in the workflows and the actions", async () => {
  const { code, out, err } = await runZizmor([...workflows, ...actions]);
  expect(code, `${out}${err}`).toBe(0);
});

test("both find what is wrong with a workflow", async () => {
  const folder = await mkdtemp(path.join(inject("scratch"), "lint-"));
  const text = `on: issues
permissions: write-all
jobs:
  one:
    runs-on: no-such-runner
    steps: [{ run: "echo \${{ github.event.issue.title }}" }]
`;
  await putFiles(folder, { ".github/workflows/x.yml": text });
  const files = [path.join(folder, ".github/workflows/x.yml")];
  expect((await runActionlint(files)).out).toContain("no-such-runner");
  const zizmor = await runZizmor(files);
  expect(zizmor.code).not.toBe(0);
  expect(zizmor.out).toContain("template-injection");
});
