import { afterAll, expect, test } from "vitest";

import { ScratchLint } from "./lint.ts";

const scratch = new ScratchLint();
// Before the first lint: the resolver remembers where it found no folder.
scratch.write(
  "node_modules/left-pad/package.json",
  '{ "name": "left-pad", "version": "1.0.0", "main": "left-pad.js" }',
);
scratch.write("node_modules/left-pad/left-pad.js", "");
afterAll(() => {
  scratch.remove();
});

const pureFolders = ["snapshot", "spec", "paths", "plan", "checks", "diagnose", "report", "fleet"];
const io = ["node:fs", "fs/promises", "node:net", "node:dns", "node:https", "node:tls", "node:child_process"];

/** A file, and what it must not import. */
const crossings: (readonly [string, string])[] = [
  ...pureFolders.map((folder) => [`src/${folder}/x.ts`, "node:fs/promises"] as const),
  ...pureFolders.map((folder) => [`src/${folder}/x.ts`, "../azure/transport.ts"] as const),
  ...[...io, "node:worker_threads", "node:timers/promises"].map((name) => ["src/plan/x.ts", name] as const),
  ...["azure", "vantage", "apply", "observe", "twin", "runbook", "cli"].map(
    (folder) => ["src/checks/deep/x.ts", `../../${folder}/y.ts`] as const,
  ),
  ["src/spec/x.ts", "@azure/identity"],
  ["src/report/x.ts", "@actions/core"],
  ...["plan", "paths", "checks", "apply", "runbook", "cli", "twin"].map(
    (folder) => ["src/azure/x.ts", `../${folder}/y.ts`] as const,
  ),
  ["src/twin/x.ts", "../snapshot/hub.ts"],
  ["src/twin/x.ts", "../ports.ts"],
  ["src/twin/x.ts", "@azure/core-rest-pipeline"],
  ["src/twin/x.ts", "@actions/core"],
  ...["observe", "apply"].flatMap((folder) =>
    ["../azure/x.ts", "../vantage/x.ts", "@azure/identity", "node:fs", "node:net"].map(
      (target) => [`src/${folder}/x.ts`, target] as const,
    ),
  ),
  ["src/observe/x.ts", "../plan/plan.ts"],
  ["src/cli/main.ts", "@actions/core"],
  ["src/runbook/x.ts", "@actions/github"],
  ["src/runbook/x.ts", "@azure/identity"],
  ["src/cli/main.ts", "../../action/main.ts"],
  ...["azure", "twin", "vantage", "cli"].map((folder) => ["src/runbook/x.ts", `../${folder}/y.ts`] as const),
  ["src/vantage/x.ts", "../azure/y.ts"],
  ["src/runbook/x.ts", "node:timers/promises"],
  ["scripts/release.mjs", "zod"],
  ["scripts/release/x.mjs", "../dist/manifest.mjs"],
];

test.each(crossings)("%s must not import %s", async (file, target) => {
  const said = await scratch.lint(file, `import * as x from "${target}";\nexport const y = x;\n`);
  expect(said.join("\n")).toContain(`foundry/import-boundaries: ${file} must not import`);
});

test.each([
  ['export { x } from "../azure/x.ts";', "a re-export"],
  ['export * from "../azure/x.ts";', "a re-export of everything"],
  ['import type { X } from "../azure/x.ts";\nexport type Y = X;', "a type-only import"],
  ['export type Y = import("../azure/x.ts").X;', "an import inside a type"],
  ['export const x = import("../azure/x.ts");', "a dynamic import"],
])("the boundaries hold for %s", async (text) => {
  const said = await scratch.lint("src/plan/x.ts", `${text}\n`);
  expect(said.join("\n")).toContain("src/plan/x.ts must not import src/azure/x.ts");
});

test.each([
  ["src/plan/x.ts", "node:crypto"],
  ["src/plan/x.ts", "../checks/finding.ts"],
  ["src/spec/x.ts", "zod"],
  ["src/observe/x.ts", "../ports.ts"],
  ["src/apply/x.ts", "../plan/plan.ts"],
  ["src/azure/x.ts", "@azure/identity"],
  ["src/azure/x.ts", "../snapshot/hub.ts"],
  ["src/twin/x.ts", "node:https"],
  ["src/cli/x.ts", "../twin/server.ts"],
  ["action/main.ts", "@actions/core"],
  ["action/main.ts", "../src/azure/transport.ts"],
  ["__tests__/action/x.test.ts", "@actions/core"],
])("%s may import %s", async (file, target) => {
  const said = await scratch.lint(file, `import * as x from "${target}";\nexport const y = x;\n`);
  expect(said.filter((line) => line.startsWith("foundry/"))).toEqual([]);
});

test("two modules must not import each other", async () => {
  scratch.write("src/plan/a.ts", 'import { b } from "./b.ts";\nexport const a = (): unknown => b;\n');
  const b = 'import { a } from "./a.ts";\nexport const b = (): unknown => a;\n';
  scratch.write("src/plan/b.ts", b);
  expect((await scratch.lint("src/plan/b.ts", b)).join("\n")).toContain("import-x/no-cycle: Dependency cycle");
});

test("a package that is there only because another one needs it can't be imported", async () => {
  const said = await scratch.lint("src/spec/x.ts", 'import * as x from "left-pad";\nexport const y = x;\n');
  expect(said.join("\n")).toContain("import-x/no-extraneous-dependencies: 'left-pad' should be listed");
});
