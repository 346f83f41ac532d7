import path from "node:path";

import { expect, test } from "vitest";

import { composeNotices, findPackageRoot, isAllowedLicence } from "../../scripts/dist/notices.mjs";
import { root } from "./tree.ts";

test.each([
  ["/x/node_modules/yaml/dist/index.js", "/x/node_modules/yaml"],
  ["/x/node_modules/@azure/identity/dist/esm/index.js", "/x/node_modules/@azure/identity"],
  ["/x/node_modules/a/node_modules/@b/c/d.js", "/x/node_modules/a/node_modules/@b/c"],
  ["/x/src/plan/plan.ts", undefined],
  ["\0rolldown/runtime.js", undefined],
])("the package of %j is %j", (moduleId, expected) => {
  expect(findPackageRoot(moduleId)).toBe(expected);
});

test.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0-only)", true],
  ["MIT AND Apache-2.0", true],
  ["MIT AND GPL-3.0-only", false],
  ["GPL-3.0-only", false],
  ["SEE LICENSE IN LICENSE.md", false],
])("the licence %s: allowed is %s", (expression, allowed) => {
  expect(isAllowedLicence(expression)).toBe(allowed);
});

test("a package gets one section with its version, its licence and the licence's text", async () => {
  const moduleIds = ["dist/index.js", "dist/parse/parser.js"].map((file) => path.join(root, "node_modules/yaml", file));
  const notices = await composeNotices([...moduleIds, path.join(root, "src/plan/plan.ts")]);
  expect(notices).toContain("contain 1 packages");
  expect(notices).toMatch(/^yaml@\d+\.\d+\.\d+ \(ISC\)\n\nCopyright /m);
});
