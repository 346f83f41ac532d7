/** remediate.yml on its schedule: every hub is found and verified, and an issue says which have drifted. */
import { afterEach, expect, test } from "vitest";
import { builtIn, withOpenVault } from "../cli/estate-variants.ts";
import { startTwin, type SpawnedTwin } from "../cli/spawned.ts";
import { botToken, openIssues } from "../action/github-world.ts";
import { servedGitHub } from "../action/served-github.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { runWorkflow, type WorkflowToRun } from "./run-workflow.ts";
import { trusting, varsOf } from "./trusting-estate.ts";
import type { WorkflowResult } from "./workflow-result.ts";

const repository = "acme/hub-infra";
const github = servedGitHub();
let twin: SpawnedTwin | undefined;
afterEach(async () => {
  await twin?.stop();
});

async function start(estate: EstateDocument): Promise<SpawnedTwin> {
  twin = await startTwin(trusting(estate, `repo:${repository}:ref:refs/heads/main`));
  return twin;
}

function remediate(azure: SpawnedTwin, more: Partial<WorkflowToRun> = {}): Promise<WorkflowResult> {
  return runWorkflow({
    workflow: ".github/workflows/remediate.yml",
    event: { name: "schedule", payload: { schedule: "17 3 * * *" } },
    repository,
    vars: varsOf(azure),
    twin: azure,
    github: { apiUrl: github.apiUrl, token: botToken },
    ...more,
  });
}

test("every hub the caller can read has a job and, where it has drifted, an issue; none is written to", async () => {
  const azure = await start(builtIn("fleet"));
  const result = await remediate(azure);
  expect(result.run("discover").step("discover").outcome, result.log).toBe("success");
  const names = result.runs.filter(({ id }) => id === "hub").map(({ matrix }) => String(matrix.name));
  expect(names.sort()).toEqual(["pricing", "returns", "sales", "sandbox", "study", "trial"].map((n) => `hub-${n}`));
  const bad = names.filter((name) => result.run("hub", { name }).step("verify").outcome === "failure");
  expect(bad).not.toContain("hub-sales");
  expect(bad).toContain("hub-returns");
  const titles = openIssues(github.world).map(({ title }) => title);
  expect(titles.some((title) => title.includes("hub-returns"))).toBe(true);
  expect(titles.some((title) => title.includes("hub-sales"))).toBe(false);
  expect(await azure.writes()).toEqual([]);
});

test("a caller's schedule that hands on its client id needs no variable", async () => {
  const azure = await start(withOpenVault());
  const result = await remediate(azure, {
    workflow: "__tests__/workflows/fixtures/nightly.yml",
    from: "consumer",
    vars: { CLIENT: azure.clientId, TENANT: azure.tenantId },
  });
  expect(result.run("hub").step("verify").outputs.status, result.log).toBe("drift");
  expect(await azure.writes()).toEqual([]);
});

test("an unattended apply closes nothing that the config doesn't name, and the issue stays open", async () => {
  const azure = await start(withOpenVault());
  const result = await remediate(azure, { vars: { ...varsOf(azure), SFH_UNATTENDED_APPLY: "true" } });
  const { steps } = result.run("hub");
  expect(steps.map(({ path, outcome }) => [path, outcome])).toContainEqual(["apply", "failure"]);
  expect(result.run("hub").step("apply").outputs).toMatchObject({ status: "refused", changes: "0" });
  expect(openIssues(github.world)).toHaveLength(1);
  expect(await azure.writes()).toEqual([]);
});

test("one that the config names is closed, and the issue with it", async () => {
  const azure = await start(withOpenVault());
  await remediate(azure);
  expect(openIssues(github.world)).toHaveLength(1);
  const vault = azure.hub.replace(/providers.*$/, "providers/Microsoft.KeyVault/vaults/kv-northwind-ai");
  const result = await remediate(azure, {
    vars: { ...varsOf(azure), SFH_UNATTENDED_APPLY: "true" },
    files: { "secure-foundry-hub.yml": `unattended: { close: [{ hub: ${azure.hub}, service: ${vault} }] }\n` },
  });
  expect(result.conclusion, result.log).toBe("success");
  expect(result.run("hub").step("apply").outputs).toMatchObject({ status: "private", changes: "1" });
  expect(await azure.writes()).toEqual([expect.stringMatching(/^PATCH .*\/vaults\/kv-northwind-ai$/)]);
  expect(openIssues(github.world)).toEqual([]);
});

test("a repository without Azure has no red cross every night", async () => {
  const azure = await start(withOpenVault());
  const result = await remediate(azure, { vars: {} });
  expect(result.conclusion, result.log).toBe("success");
  expect(result.tokens).toEqual([]);
});
