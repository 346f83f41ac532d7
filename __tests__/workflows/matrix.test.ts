import { afterAll, beforeAll, expect, test } from "vitest";
import { withOpenVault } from "../cli/estate-variants.ts";
import { startTwin } from "../cli/spawned.ts";
import type { SpawnedTwin } from "../cli/spawned.ts";
import { runWorkflow } from "./run-workflow.ts";
import { trusting, varsOf } from "./trusting-estate.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  const subjects = ["production", "staging"].map((name) => `repo:acme/platform:environment:${name}`);
  twin = await startTwin(trusting(withOpenVault(), ...subjects));
});
afterAll(async () => {
  await twin.stop();
});

test("a matrix out of a job's output runs a job for each hub, and one that fails doesn't stop the others", async () => {
  const missing = twin.hub.replace(/[^/]+$/, "hub-nobody-knows");
  const hubs = [
    { hub: missing, environment: "staging" },
    { hub: twin.hub, environment: "production" },
  ];
  const result = await runWorkflow({
    workflow: "__tests__/workflows/fixtures/matrix.yml",
    event: { name: "schedule", payload: { schedule: "17 4 * * *" } },
    vars: { ...varsOf(twin), HUBS: JSON.stringify(hubs) },
    twin,
  });
  expect(result.run("plan", { environment: "production" }).conclusion, result.log).toBe("success");
  expect(result.run("plan", { environment: "production" }).step("sfh").outputs.status).toBe("drift");
  const failed = result.run("plan", { environment: "staging" });
  expect(failed.conclusion).toBe("failure");
  expect(
    failed
      .step("sfh")
      .annotations.map(({ message }) => message)
      .join(),
  ).toContain("hub-nobody-knows");
  expect(result.run("alarm").step("say").said).toContain("17 4 * * * came to failure");
  expect(new Set(result.tokens.map(({ environment }) => environment))).toEqual(new Set(["production", "staging"]));
  expect(await twin.writes()).toEqual([]);
  expect(result.leftBehind).toEqual([]);
});
