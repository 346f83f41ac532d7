import { expect, test } from "vitest";

import { listTree, readTreeFile } from "./tree.ts";

/** Every line of the tree, except of what is built, as `file:line: text`. */
function listLines(): string[] {
  const files = listTree().filter((file) => !file.startsWith("dist/"));
  return files.flatMap((file) =>
    readTreeFile(file)
      .split("\n")
      .map((line, index) => `${file}:${index + 1}: ${line}`),
  );
}

/** Put together here, so that this file isn't its own first finding. */
const machinePaths = new RegExp(
  `(^|[\\s"'\`(=:,])/(${["tmp", "home", "root", "Users"].join("|")})/|${["", "work", ""].join("/")}`,
);
const registryHosts = new RegExp(
  `${["registry", "(npm|yarn)[a-z]*", "[a-z]+"].join("\\.")}|${["npm", "pkg", ""].join("\\.")}`,
);

test("no file names a path of somebody's machine", () => {
  expect(listLines().filter((line) => machinePaths.test(line))).toEqual([]);
});

test("no file names a package registry, so an install works behind any mirror", () => {
  expect(listLines().filter((line) => registryHosts.test(line))).toEqual([]);
});

test("the lock file pins by integrity and says of no package where to get it", () => {
  const lock = readTreeFile("package-lock.json");
  expect(lock).not.toContain('"resolved"');
  expect(lock).toContain('"integrity": "sha512-');
});
