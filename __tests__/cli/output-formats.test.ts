import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sarifRunOf } from "../report/sarif-schema.ts";
import { withOpenVault } from "./estate-variants.ts";
import { runCli, scratchFolder, startTwin, type SpawnedTwin } from "./spawned.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin(withOpenVault());
});
afterAll(async () => {
  await twin.stop();
});

const asSarif = ["--output", "sarif"];

/** A repository's folder with a config in a folder of its own. */
function repository(config: string): string {
  const root = scratchFolder();
  mkdirSync(path.join(root, ".git"));
  mkdirSync(path.join(root, "infra"));
  writeFileSync(path.join(root, "infra/hub.yml"), config);
  return root;
}

test("verify --output sarif is a SARIF file and nothing else, and exits as it would otherwise", async () => {
  const root = repository(`hub: ${twin.hub}\npublicAccess:\n  keyVault: Disabled\n`);
  const folder = path.join(root, "infra");
  const { code, out } = await runCli(["verify", "--config", "hub.yml", ...asSarif], twin.env, folder);
  const { results, automationDetails, invocations } = sarifRunOf(out);
  expect(code).toBe(2);
  expect(automationDetails.id).toMatch(/^secure-foundry-hub\/hub-northwind-[0-9a-f]{16}\/$/);
  expect(invocations[0]).toMatchObject({ executionSuccessful: true, exitCode: 2, exitCodeDescription: "drift" });
  const open = results.find(({ ruleId }) => ruleId === "SFH302");
  expect(open?.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: "infra/hub.yml" },
    region: { startLine: 3 },
  });
  expect(await twin.writes()).toEqual([]);
});

test("a config that a link leads to is named where it lies, and one outside any repository as it was given", async () => {
  const root = repository("version: 1\n");
  symlinkSync(path.join(root, "infra/hub.yml"), path.join(root, "link.yml"));
  const outside = path.join(scratchFolder(), "other.yml");
  writeFileSync(outside, "version: 1\n");
  const uris = async (config: string): Promise<unknown> => {
    const { out } = await runCli(["verify", "--hub", twin.hub, "--config", config, ...asSarif], twin.env, root);
    const { results } = sarifRunOf(out);
    return [...new Set(results.map((r) => r.locations[0].physicalLocation.artifactLocation.uri))];
  };
  expect(await uris("link.yml")).toEqual(["infra/hub.yml"]);
  expect(await uris(outside)).toEqual([`file://${outside}`]);
});

test("plan --output markdown is the job summary's Markdown", async () => {
  const { code, out } = await runCli(["plan", "--hub", twin.hub, "--output", "markdown"], twin.env);
  expect(code).toBe(2);
  expect(out).toMatch(/^## secure-foundry-hub plan: drift\n/);
  expect(out).toContain("config: none (defaults)");
});

describe("a run that comes to no report", () => {
  const broken = "version: 1\npublicAcess: {}\n";

  test("as SARIF is one that failed, with the error at its line and no result", async () => {
    const root = repository(broken);
    const { code, out, err } = await runCli(["plan", "--config", "infra/hub.yml", "--output=sarif"], twin.env, root);
    const { results, invocations, automationDetails } = sarifRunOf(out);
    expect(code).toBe(1);
    expect(err).toContain("error SFH912:");
    expect(results).toEqual([]);
    expect(automationDetails.id).toBe("secure-foundry-hub/");
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(invocations[0].toolExecutionNotifications).toMatchObject([
      {
        descriptor: { id: "SFH912" },
        locations: [{ physicalLocation: { artifactLocation: { uri: "infra/hub.yml" }, region: { startLine: 2 } } }],
      },
    ]);
  });

  test("as JSON tells the line too", async () => {
    const { out } = await runCli(
      ["plan", "--config", "infra/hub.yml", "--output", "json"],
      twin.env,
      repository(broken),
    );
    expect(JSON.parse(out)).toMatchObject({ code: "SFH912", at: { file: "infra/hub.yml", line: 2 } });
  });

  test("as Markdown says so on standard error alone", async () => {
    const { code, out, err } = await runCli(["verify", "--hub", "x", "--output", "markdown"], twin.env);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("error SFH912:");
  });
});

test.each(["permissions", "demo"])("%s has no report to write as SARIF or Markdown", async (command) => {
  for (const format of ["sarif", "markdown"]) {
    const { code, err } = await runCli([command, "--output", format], twin.env);
    expect(code).toBe(1);
    expect(err).toMatch(/Allowed choices are text, json/);
  }
});
