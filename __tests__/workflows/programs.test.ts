import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, inject, test } from "vitest";
import { runOrThrow } from "../support/run-program.ts";
import { findGo, findLack } from "./go.ts";
import { act, actionlint, installGoProgram, zizmor } from "./programs.ts";

test.each([
  ["go version go1.25.0 linux/amd64\n", 0, undefined],
  ["go version go1.26.8 darwin/arm64\n", 0, undefined],
  ["go version go2.0 linux/amd64\n", 0, undefined],
  ["go version go1.24.11 linux/amd64\n", 0, "go is 1.24"],
  ["gccgo (GCC) 4.9\n", 0, "go doesn't run (gccgo (GCC) 4.9)"],
  ["no toolchain\n", 1, "go doesn't run (no toolchain)"],
])("a Go that says %j is judged by it", (out, code, lack) => {
  expect(findLack("go", { code, out, err: "" })).toBe(lack);
});

test("a machine without Go and Python is told what to install", async () => {
  const found = findGo(inject("scratch"), { go: ["no-such-go"], python: ["no-such-python"] });
  await expect(found).rejects.toThrow("need Go 1.25 or later: there is no no-such-go. Install it");
  await expect(found).rejects.toThrow("there is no no-such-python");
});

test("a command that is there, but is no Go, is not built with", async () => {
  const found = findGo(inject("scratch"), { go: ["no-such-go", process.execPath], python: [] });
  await expect(found).rejects.toThrow(/there is no no-such-go; .*node doesn't run/);
});

test("a program that is there is not built, and one whose build was cut off is built anew", async () => {
  const cache = await mkdtemp(path.join(inject("scratch"), "cache-"));
  const noGo = (): Promise<string> => Promise.reject(new Error("asked for a Go"));
  const program = { ...act, version: "0.0.0" };
  const folder = path.join(cache, `act-0.0.0-${process.platform}-${process.arch}`);
  await mkdir(folder);
  await writeFile(path.join(folder, "act"), "half of it");
  await expect(installGoProgram(program, noGo, cache)).rejects.toThrow("asked for a Go");
  expect(await readdir(folder)).toEqual([]);
  await writeFile(path.join(folder, "complete"), "");
  expect(await installGoProgram(program, noGo, cache)).toContain(folder);
});

test.each([
  ["act", act.version],
  ["actionlint", actionlint.version],
  ["zizmor", zizmor.version],
] as const)("%s is the version that is pinned", async (program, version) => {
  expect(await runOrThrow(inject(program), ["--version"])).toContain(version);
});
