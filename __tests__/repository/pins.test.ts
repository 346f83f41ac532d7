import { expect, test } from "vitest";
import { parse } from "yaml";

import { listTree, readTreeFile } from "./tree.ts";

const manifests = listTree().filter((file) => /^\.github\/.*\.ya?ml$|(^|\/)action\.ya?ml$/.test(file));

/** What every `uses:` in a document names, however deep. */
function listUses(node: unknown): string[] {
  if (typeof node !== "object" || node === null) {
    return [];
  }
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    key === "uses" && typeof value === "string" ? [value] : listUses(value),
  );
}

test.each(manifests)("%s uses other actions by full commit only", (file) => {
  const unpinned = listUses(parse(readTreeFile(file))).filter((uses) => !/^(\.\/|\$\/)|@[0-9a-f]{40}$/.test(uses));
  expect(unpinned).toEqual([]);
});

test.each(manifests)("%s says of each pinned commit which version it is", (file) => {
  const pins = readTreeFile(file)
    .split("\n")
    .filter((line) => /\buses:.*@[0-9a-f]{40}/.test(line));
  expect(pins.filter((line) => !/@[0-9a-f]{40} # v\d/.test(line))).toEqual([]);
});

test.each(manifests.filter((file) => file.startsWith(".github/workflows/")))(
  "%s starts from no permissions",
  (file) => {
    expect(parse(readTreeFile(file))).toHaveProperty("permissions", {});
  },
);
