import { afterAll, beforeAll, expect, test } from "vitest";
import { withOpenVault } from "../cli/estate-variants.ts";
import { startTwin } from "../cli/spawned.ts";
import type { SpawnedTwin } from "../cli/spawned.ts";
import { runWorkflow } from "./run-workflow.ts";
import { trusting, varsOf } from "./trusting-estate.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin(trusting(withOpenVault(), "repo:contoso/hubs:ref:refs/heads/main"));
});
afterAll(async () => {
  await twin.stop();
});

test("somebody else's repository runs the published actions, with its own config file or without a checkout", async () => {
  const result = await runWorkflow({
    workflow: "__tests__/workflows/fixtures/consumer.yml",
    event: { name: "workflow_dispatch" },
    from: "consumer",
    repository: "contoso/hubs",
    files: { "hub.yml": `hub: ${twin.hub}\npublicAccess:\n  keyVault: AsFound\n` },
    vars: varsOf(twin),
    twin,
  });
  expect(result.jobs, result.log).toEqual({
    "without-checkout": { result: "success", outputs: { status: "drift" } },
    "with-config": { result: "success", outputs: { status: "private" } },
  });
  expect(result.run("without-checkout").step("sfh").summaries).toEqual([]);
  expect(result.run("without-checkout").step("sfh/run").summaries.join()).toContain("config: none (defaults)");
  expect(result.run("with-config").step("sfh").summaries.join()).toContain("config: hub.yml");
  expect(await twin.writes()).toEqual([]);
  expect(result.leftBehind).toEqual([]);
});
