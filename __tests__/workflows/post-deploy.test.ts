/** post-deploy.yml, called by somebody else's workflow after its deploy job, and started by hand. */
import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withOpenVault } from "../cli/estate-variants.ts";
import { startTwin, type SpawnedTwin } from "../cli/spawned.ts";
import { runWorkflow } from "./run-workflow.ts";
import { trusting, varsOf } from "./trusting-estate.ts";
import type { WorkflowResult } from "./workflow-result.ts";

const workflow = "__tests__/workflows/fixtures/deploys.yml";
const subject = "repo:contoso/hubs:ref:refs/heads/main";

describe("after a deploy job of another repository", () => {
  let twin: SpawnedTwin;
  let result: WorkflowResult;
  beforeAll(async () => {
    twin = await startTwin(trusting(withOpenVault(), subject));
    result = await runWorkflow({
      ...{ workflow, event: { name: "workflow_dispatch" }, from: "consumer", repository: "contoso/hubs" },
      files: { "hub.yml": "version: 1\n" },
      vars: varsOf(twin),
      twin,
    });
  });
  afterAll(async () => {
    await twin.stop();
  });

  test("the hub is taken private by one write, and the pipeline goes on", async () => {
    expect(result.conclusion, result.log).toBe("success");
    expect(result.jobs.private).toMatchObject({ result: "success", outputs: { status: "private" } });
    expect(result.run("announce").step("say").said).toContain("the hub is private");
    expect(await twin.writes()).toEqual([expect.stringMatching(/^PATCH .*\/vaults\/kv-northwind-ai$/)]);
  });

  test("the config of the caller counts, and the subject is the caller's", () => {
    expect(result.run("secure").step("apply").summaries.join()).toContain("config: hub.yml");
    expect(new Set(result.tokens.map(({ sub }) => sub))).toEqual(new Set([subject]));
  });

  test("report, capsule and SARIF are kept", () => {
    const name = String(result.jobs.private?.outputs["artifact-name"]);
    const folder = result.artifacts.get(name) ?? "";
    for (const file of ["report.json", "report.sarif", "summary.md", "capsule.jsonl"]) {
      expect(existsSync(path.join(folder, file)), file).toBe(true);
    }
  });
});

test("where the hub is not private the gate fails, says the verdict, and nothing after it runs", async () => {
  const twin = await startTwin(trusting(withOpenVault(), subject));
  const result = await runWorkflow({
    ...{ workflow, event: { name: "workflow_dispatch" }, from: "consumer", repository: "contoso/hubs" },
    files: { "hub.yml": "isolationMode: AllowInternetOutbound\n" },
    vars: varsOf(twin),
    twin,
  });
  await twin.stop();
  expect(result.conclusion).toBe("failure");
  expect(result.run("secure").step("apply").outcome, result.log).toBe("failure");
  expect(
    result
      .run("gate")
      .step("0")
      .annotations.map(({ message }) => message)
      .join(),
  ).toMatch(/^The verdict is drift/);
  expect(result.runs.map(({ id }) => id)).not.toContain("announce");
});

test("an empty hub is refused before anything is read: it would fall back to the config's", async () => {
  const twin = await startTwin(trusting(withOpenVault(), subject));
  const result = await runWorkflow({
    ...{ workflow, event: { name: "workflow_dispatch" }, from: "consumer", repository: "contoso/hubs" },
    files: { "hub.yml": `hub: ${twin.hub}\n` },
    vars: { ...varsOf(twin), HUB_ID: "" },
    twin,
  });
  expect(result.conclusion).toBe("failure");
  const messages = result.run("secure").steps.flatMap(({ annotations }) => annotations.map(({ message }) => message));
  expect(messages.join(), result.log).toContain("The input hub is empty");
  expect(await twin.writes()).toEqual([]);
  expect(result.tokens).toEqual([]);
  await twin.stop();
});
