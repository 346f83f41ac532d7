import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { pathInRepository } from "../../src/cli/repository-path.ts";
import { root, scratchFile, scratchFolder } from "./spawned.ts";

test("a file of a repository goes by its path from the root, however it was named", async () => {
  const file = path.join(root, "docs/config.md");
  expect(await pathInRepository(file)).toBe("docs/config.md");
  expect(await pathInRepository(path.relative(process.cwd(), file))).toBe("docs/config.md");
});

test("a worktree's root is a root too, and the nearest one counts", async () => {
  const outer = scratchFolder();
  const inner = path.join(outer, "checkout");
  mkdirSync(path.join(outer, ".git"));
  mkdirSync(inner);
  writeFileSync(path.join(inner, "hub.yml"), "");
  expect(await pathInRepository(path.join(inner, "hub.yml"))).toBe("checkout/hub.yml");
  writeFileSync(path.join(inner, ".git"), "gitdir: elsewhere\n");
  expect(await pathInRepository(path.join(inner, "hub.yml"))).toBe("hub.yml");
});

test("what lies in no repository, or nowhere, keeps its name", async () => {
  const outside = scratchFile("hub.yml", "");
  expect(await pathInRepository(outside)).toBe(outside);
  expect(await pathInRepository("/dev/fd/999")).toBe("/dev/fd/999");
});
