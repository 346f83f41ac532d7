import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, expect, test } from "vitest";
import { z } from "zod";

import { readTreeFile, root } from "./tree.ts";

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readTreeFile("package.json")));
const scratch = mkdtempSync(path.join(tmpdir(), "bundle-"));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** What a program called node says its version is, or undefined where there is none. */
function readVersion(program: string): string | undefined {
  try {
    return execFileSync(program, ["--version"]).toString().trim();
  } catch {
    return undefined;
  }
}

/** By version: this Node, and any other on the machine that the bundle promises to run on. */
function findNodes(): Map<string, string> {
  const directories = (process.env.PATH ?? "").split(path.delimiter).filter((entry) => !entry.includes("node_modules"));
  const nodes = new Map([[process.version, process.execPath]]);
  for (const program of directories.map((directory) => path.join(directory, "node"))) {
    const found = readVersion(program);
    const [major = 0, minor = 0] = (found ?? "v0").slice(1).split(".").map(Number);
    if (found !== undefined && (major > 20 || (major === 20 && minor >= 19))) {
      nodes.set(found, program);
    }
  }
  return nodes;
}

test.each([...findNodes()])(
  "the command line runs from its one file, without a package beside it, on %s",
  (_, node) => {
    copyFileSync(path.join(root, "dist/cli.js"), path.join(scratch, "cli.js"));
    writeFileSync(path.join(scratch, "package.json"), '{ "type": "module" }');
    const printed = execFileSync(node, [path.join(scratch, "cli.js"), "--version"], { cwd: scratch }).toString();
    expect(printed).toContain(version);
  },
);

test("the command line can be started as a program", () => {
  expect(readTreeFile("dist/cli.js").startsWith("#!/usr/bin/env node\n")).toBe(true);
  expect(statSync(path.join(root, "dist/cli.js")).mode & 0o111).toBe(0o111);
});

test.each(["action.js", "cli.js"])("dist/%s names no path of the machine it was built on", (name) => {
  expect(readTreeFile(`dist/${name}`).includes(root)).toBe(false);
});

test("the notices give the licence of every package that the bundles hold", () => {
  const notices = readTreeFile("dist/THIRD-PARTY-NOTICES.txt");
  for (const name of ["@azure/identity", "@actions/core", "zod", "yaml"]) {
    expect(notices).toMatch(new RegExp(`^${name}@\\d+\\.\\d+\\.\\d+ \\(.+\\)$`, "m"));
  }
});
