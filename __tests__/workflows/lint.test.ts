import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, expect, inject, test } from "vitest";

import { listTree, root } from "../repository/tree.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Files of the programs that lint. */
    actionlint: string;
    zizmor: string;
  }
}

const bad = mkdtempSync(path.join(tmpdir(), "lint-workflows-"));
afterAll(() => {
  rmSync(bad, { recursive: true, force: true });
});

/** A workflow that neither program likes, in a tree of its own. */
const badWorkflow = path.join(bad, ".github/workflows/bad.yml");
mkdirSync(path.dirname(badWorkflow), { recursive: true });
writeFileSync(
  badWorkflow,
  [
    "on: pull_request_target",
    "jobs:",
    "  one:",
    "    runs-on: ubuntu-24.04",
    "    needs: gone",
    "    steps:",
    "      - run: echo ${{ github.event.pull_request.title }}",
  ].join("\n"),
);

/** What a program says of some files, in the repository, with the machine's own linters for scripts left aside. */
function lint(program: string, args: readonly string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { code: status, said: stdout + stderr };
}

// ShellCheck and pyflakes are on some machines only, in whatever version.
const actionlint = ["-no-color", "-shellcheck=", "-pyflakes=", "-config-file", ".github/actionlint.yaml"];
const zizmor = [
  "--offline",
  "--no-progress",
  "--persona=auditor",
  "--strict-collection",
  "--config",
  ".github/zizmor.yml",
];
const workflows = listTree().filter((file) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(file));

test("actionlint has nothing to say of any workflow", () => {
  expect(lint(inject("actionlint"), [...actionlint, ...workflows])).toEqual({ code: 0, said: "" });
});

test("actionlint would say it", () => {
  const { code, said } = lint(inject("actionlint"), [...actionlint, badWorkflow]);
  expect(code).toBe(1);
  expect(said).toContain('"github.event.pull_request.title" is potentially untrusted');
  expect(said).toContain('needs job "gone" which does not exist');
});

test("zizmor has nothing to say of any workflow, action or update rule, however picky it is", () => {
  const { code, said } = lint(inject("zizmor"), [...zizmor, ".github", "action.yml", "action/action.yml"]);
  for (const file of [...workflows, ".github/dependabot.yml", "action.yml", "action/action.yml"]) {
    expect(said).toContain(`completed ${file}`);
  }
  expect(said).toContain("No findings to report");
  expect(code).toBe(0);
});

test("zizmor would say it", () => {
  const { code, said } = lint(inject("zizmor"), [...zizmor, "--format=json", bad]);
  expect(code).not.toBe(0);
  for (const rule of ["template-injection", "dangerous-triggers", "excessive-permissions", "concurrency-limits"]) {
    expect.soft(said).toContain(`"${rule}"`);
  }
});
