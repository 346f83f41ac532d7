import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { readFile, writeFile, mkdir } from "node:fs/promises";
import path from "node:path";
import { describe, expect, inject, test } from "vitest";
import { completeFolder } from "../support/complete-folder.ts";
import { findPython, judgePython } from "../support/python.ts";
import { toolsCacheOf } from "../support/tools-cache.ts";
import { azureAiMl, azureCli } from "./clients.ts";
import { scratchFolder } from "./served-estate.ts";

const quick = { staleMs: 20_000, lookMs: 5 };

/** A build that leaves a mark of itself, and of how often it ran. */
function countingBuild() {
  const built: string[] = [];
  const build = async (folder: string): Promise<void> => {
    built.push(folder);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "content"), String(built.length));
  };
  return { built, build };
}

const contentOf = (folder: string): Promise<string> => readFile(path.join(folder, "content"), "utf8");

describe("a folder of the cache", () => {
  test("is built once for all who want it at the same time", async () => {
    const folder = path.join(scratchFolder(), "cache", "client");
    const { built, build } = countingBuild();
    await Promise.all([1, 2, 3].map(() => completeFolder(folder, build, quick)));
    await completeFolder(folder, build, quick);
    expect(built).toEqual([folder]);
  });

  test("that was left half made is built anew", async () => {
    const folder = path.join(scratchFolder(), "client");
    mkdirSync(folder);
    writeFileSync(path.join(folder, "leftover"), "");
    await completeFolder(folder, countingBuild().build, quick);
    expect(existsSync(path.join(folder, "leftover"))).toBe(false);
    expect(await contentOf(folder)).toBe("1");
  });

  test("whose builder failed is built by the next one", async () => {
    const folder = path.join(scratchFolder(), "client");
    const failing = completeFolder(folder, () => Promise.reject(new Error("no network")), quick);
    await expect(failing).rejects.toThrow("no network");
    await completeFolder(folder, countingBuild().build, quick);
    expect(await contentOf(folder)).toBe("1");
  });

  test("whose lock a killed run left behind is built all the same, once", async () => {
    const folder = path.join(scratchFolder(), "client");
    mkdirSync(`${folder}.lock`);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${folder}.lock`, longAgo, longAgo);
    const { built, build } = countingBuild();
    await Promise.all([1, 2, 3].map(() => completeFolder(folder, build, quick)));
    expect(built).toEqual([folder]);
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });
});

test.each([
  [{ SFH_TOOLS_CACHE: "/caches/tools", XDG_CACHE_HOME: "/xdg" }, path.resolve("/caches/tools")],
  [{ XDG_CACHE_HOME: "/xdg" }, path.join("/xdg", "secure-foundry-hub")],
])("with %o the cache is %s", (env, cache) => {
  expect(toolsCacheOf(env)).toBe(cache);
});

describe("a Python", () => {
  test.each([
    ["3.11\n\n", { command: "python3", version: "3.11" }],
    ["3.14\r\n\r\n", { command: "python3", version: "3.14" }],
    ["3.10\n\n", "python3 is 3.10"],
    ["2.7\n\n", "python3 is 2.7"],
    ["3.12\nensurepip\n", "python3 has no ensurepip"],
    ["3.12\nvenv ensurepip\n", "python3 has no venv and no ensurepip"],
  ])("that says %j is judged by it", (out, judged) => {
    expect(judgePython("python3", { code: 0, out, err: "" })).toEqual(judged);
  });

  test("that doesn't run is told with its last words", () => {
    const err = "Fatal error\nno module named encodings\n";
    expect(judgePython("python3", { code: 1, out: "", err })).toBe("python3 doesn't run (no module named encodings)");
  });

  test("of this machine is found past a command that isn't there", async () => {
    const found = await findPython(["no-such-python", inject("azureCliPython")]);
    expect(found.command).toBe(inject("azureCliPython"));
  });

  test("that isn't there is asked for, with the packages to install", async () => {
    const refused = findPython(["no-such-python"]);
    await expect(refused).rejects.toThrow("need Python 3.11 or later with venv: there is no no-such-python");
    await expect(refused).rejects.toThrow("python3-venv");
  });
});

test.each([azureCli, azureAiMl])("$name is pinned with everything it brings along", async ({ name, version }) => {
  const file = path.join(import.meta.dirname, `${name}.constraints.txt`);
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  expect(lines).toContain(`${name}==${version}`);
  expect(lines.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([]);
});
