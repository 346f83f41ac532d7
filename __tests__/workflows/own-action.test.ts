import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { startTwin } from "../cli/spawned.ts";
import type { SpawnedTwin } from "../cli/spawned.ts";
import { withOpenVault } from "../cli/estate-variants.ts";
import { runWorkflow } from "./run-workflow.ts";
import { trusting, varsOf } from "./trusting-estate.ts";
import type { WorkflowResult } from "./workflow-result.ts";

describe("plan, apply and verify of one workflow, by the action of its own repository", () => {
  let twin: SpawnedTwin;
  let result: WorkflowResult;
  beforeAll(async () => {
    twin = await startTwin(trusting(withOpenVault(), "repo:acme/platform:environment:production"));
    result = await runWorkflow({
      workflow: "__tests__/workflows/fixtures/own-action.yml",
      event: { name: "workflow_dispatch" },
      vars: varsOf(twin),
      twin,
    });
  });
  afterAll(async () => {
    await twin.stop();
  });

  test("come to a private hub, each seen by the next job", () => {
    expect(result.conclusion, result.log).toBe("success");
    expect(result.jobs).toEqual({
      plan: { result: "success", outputs: { status: "drift", changes: "1", "drift-detected": "true" } },
      apply: { result: "success", outputs: { status: "private", changes: "1" } },
      verify: { result: "success", outputs: { status: "private", changes: "0" } },
      repair: { result: "skipped", outputs: {} },
    });
  });

  test("give what the manifest hands out", () => {
    const { "report-path": reportPath = "", ...others } = result.run("apply").step("sfh").outputs;
    expect(Object.keys(others).length).toBeGreaterThan(10);
    expect(others).toMatchObject({
      ...{ status: "private", changes: "1", "drift-detected": "false", "drift-count": "0", "exit-code": "0" },
      "managed-network-status": "Active",
      // What other modes give is empty, not left over.
      ...{ matrix: "", any: "", "plan-path": "", "plan-hash": "" },
    });
    expect(path.basename(reportPath)).toBe("report.json");
  });

  test("make the one write that is needed", async () => {
    expect(await twin.writes()).toEqual([expect.stringMatching(/^PATCH .*\/vaults\/kv-northwind-ai$/)]);
  });

  test("show later steps what the action gave", () => {
    expect(result.run("plan").step("read").said).toContain("status drift, exit code 2");
  });

  test("write one summary each", () => {
    const summaries = result.runs.map(({ steps }) => steps.flatMap((step) => step.summaries));
    expect(summaries).toEqual([
      [expect.stringMatching(/^## secure-foundry-hub plan: drift/)],
      [expect.stringMatching(/^## secure-foundry-hub apply: private/)],
      [expect.stringMatching(/^## secure-foundry-hub verify: private/)],
    ]);
    expect(summaries[0]?.[0]).toContain("https://github.com/acme/platform/actions/runs/4711");
  });

  test("sign in as the environment, with GitHub's token for Entra", () => {
    const subjects = result.tokens.map(({ sub, aud }) => `${String(sub)} for ${String(aud)}`);
    expect(new Set(subjects)).toEqual(
      new Set(["repo:acme/platform:environment:production for api://AzureADTokenExchange"]),
    );
  });

  test("leave the report as an artifact, and nothing running", () => {
    const folder = result.artifacts.get("report") ?? "";
    const report = reportSchema.parse(JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8")));
    expect(report.caller.credential).toBe("workflow identity (OIDC)");
    expect(result.leftBehind).toEqual([]);
  });
});
