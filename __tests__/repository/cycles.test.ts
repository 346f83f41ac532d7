import path from "node:path";

import ts from "typescript";
import { expect, test } from "vitest";

import { listTree, readTreeFile } from "./tree.ts";

/** What each module of ours imports, by paths from the root. Type-only imports count: they tie two files as well. */
function readImports(): Map<string, string[]> {
  const modules = listTree().filter((file) => /^(src|action)\/.*\.ts$/.test(file));
  return new Map(
    modules.map((file) => {
      const specifiers = ts.preProcessFile(readTreeFile(file)).importedFiles.map(({ fileName }) => fileName);
      const relative = specifiers.filter((specifier) => specifier.startsWith("."));
      return [file, relative.map((specifier) => path.posix.join(path.posix.dirname(file), specifier))];
    }),
  );
}

/** The first chain of imports that comes back to where it started, or undefined. */
function findCycle(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const settled = new Set<string>();
  const walk = (file: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(file)) {
      return [...trail.slice(trail.indexOf(file)), file];
    }
    if (settled.has(file)) {
      return undefined;
    }
    settled.add(file);
    for (const next of imports.get(file) ?? []) {
      const cycle = walk(next, [...trail, file]);
      if (cycle !== undefined) {
        return cycle;
      }
    }
    return undefined;
  };
  for (const file of imports.keys()) {
    const cycle = walk(file, []);
    if (cycle !== undefined) {
      return cycle;
    }
  }
  return undefined;
}

test("no module imports itself by way of others, not even for a type", () => {
  const cycle = findCycle(readImports());
  expect(cycle, cycle?.join(" imports ")).toBeUndefined();
});
