import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runWorkflow } from "./run-workflow.ts";
import type { WorkflowResult } from "./workflow-result.ts";

let result: WorkflowResult;
beforeAll(async () => {
  result = await runWorkflow({
    workflow: "__tests__/workflows/fixtures/artifacts.yml",
    event: { name: "workflow_dispatch" },
    from: "consumer",
  });
});

function filesOf(artifact: string): readonly string[] {
  const folder = result.artifacts.get(artifact) ?? "";
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

test("an artifact holds the files below its path, hidden ones left out", () => {
  expect(new Set(filesOf("folder")), result.log).toEqual(new Set(["one.txt", "deep/two.json"]));
});

test("an artifact has an id, and a URL that ends with it", () => {
  const { id = "", url } = result.jobs.up?.outputs ?? {};
  expect(id).toMatch(/^\d+$/);
  expect(url).toBe(`https://github.com/acme/platform/actions/runs/4711/artifacts/${id}`);
});

test("a name that is taken is refused, unless it is to be overwritten", () => {
  expect(result.jobs.up?.outputs.again).toBe("failure");
  const said = result
    .run("up")
    .step("again")
    .annotations.map(({ message }) => message);
  expect(said).toEqual([expect.stringContaining("409")]);
  expect(new Set(filesOf("replaced"))).toEqual(new Set(["one.txt", "deep/two.json"]));
});

test("nothing to upload fails where it is an error", () => {
  expect(result.jobs.up?.outputs.nothing).toBe("failure");
});

test("another job downloads one at its path, all in folders of their names, several into one; a missing one fails", () => {
  const listed = result.run("down").step("list").said.trim().split(/\r?\n/);
  const paths = ["all/folder/deep/two.json", "all/folder/one.txt", "all/replaced/deep/two.json"];
  paths.push("all/replaced/one.txt", "merged/deep/two.json", "merged/one.txt", "one/deep/two.json", "one/one.txt");
  expect(listed).toEqual(paths);
  expect(result.jobs.down?.outputs.missing).toBe("failure");
});

test("setup-node gives the Node that everything runs on", () => {
  expect(result.jobs.node?.outputs.version).toMatch(/^v24\./);
});
