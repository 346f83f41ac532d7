import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { azureValues, createMask, idsToMask } from "../../action/masks.ts";
import { builtIn } from "../cli/estate-variants.ts";
import { startTwin, type SpawnedTwin } from "../cli/spawned.ts";
import { runStep } from "./as-runner.ts";

const id = "7a1b2c3d-0e1f-4a5b-8c9d-e0f1a2b3c4d5";
const other = "11111111-2222-3333-4444-555555555555";
const reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const both = [id, id.toUpperCase()];

describe("ids are masked in both cases, out of", () => {
  test.each([
    ["a resource's id", `/subscriptions/${id}/resourceGroups/rg-hub/providers/X/y/hub-one`],
    ["a sentence", `The identity ${id}, who may not.`],
    ["JSON", JSON.stringify({ principalId: id })],
    ["braces", `{${id}}`],
    ["a name around it", `hub_${id}.json`],
  ])("%s", (_, text) => {
    expect(idsToMask([text])).toEqual(both);
  });

  test("mixed letters, which are a third way", () => {
    const mixed = `7A1b${id.slice(4)}`;
    expect(idsToMask([mixed])).toEqual([mixed, ...both]);
  });
});

test("several texts give each id once, and digits have no case", () => {
  expect(idsToMask([`${id} ${other}`, id.toUpperCase()])).toEqual([...both, other]);
});

test.each([
  ["a built-in role", `/providers/Microsoft.Authorization/roleDefinitions/${reader.toUpperCase()}`],
  ["everyone", "00000000-0000-0000-0000-000000000000"],
  ["a hash", "7a1b2c3d0e1f4a5b8c9de0f1a2b3c4d57a1b2c3d0e1f4a5b8c9de0f1a2b3c4d5"],
  ["part of something longer", `${id}-0`],
  ["a name", "hub-northwind rg-ai kv-northwind-ai"],
])("%s stays", (_, text) => {
  expect(idsToMask([text])).toEqual([]);
});

test("what isn't asked for is not masked, and what was masked isn't told twice", () => {
  const told: string[] = [];
  createMask("", (secret) => told.push(secret))(id);
  expect(told).toEqual([]);
  const mask = createMask("True", (secret) => told.push(secret));
  mask(id);
  mask(id, other);
  expect(told).toEqual([...both, other]);
});

test("of the environment only Azure's variables count", () => {
  expect(azureValues({ AZURE_CLIENT_ID: id, ARM_SUBSCRIPTION_ID: other, RUNNER_TRACKING_ID: "x" })).toEqual([
    id,
    other,
  ]);
});

describe("a step with masked-ids", () => {
  let twin: SpawnedTwin;
  beforeAll(async () => {
    twin = await startTwin(builtIn("fresh-approved-only"));
  });
  afterAll(async () => {
    await twin.stop();
  });

  /** Ids that the runner, which hides only what it was told before, would show. */
  function shownIds(out: string): readonly string[] {
    const masked = new Set<string>();
    return out.split("\n").flatMap((line) => {
      const [, secret] = /^::add-mask::(.*)$/.exec(line) ?? [];
      if (secret !== undefined) masked.add(secret);
      return secret === undefined
        ? idsToMask([line]).filter((found) => line.includes(found) && !masked.has(found))
        : [];
    });
  }

  test("shows no id that it hasn't masked before, and the hub's name", async () => {
    const { out, summary } = await runStep({ mode: "plan", hub: twin.hub, "masked-ids": "true" }, twin.env);
    expect(shownIds(out)).toEqual([]);
    for (const said of [out, summary]) expect(said).toContain("hub-northwind");
    const masked = out.match(/^::add-mask::/gm) ?? [];
    expect(masked.length).toBeGreaterThan(2);
    const inSummary = idsToMask([summary]).filter((found) => summary.includes(found));
    expect(inSummary.filter((found) => !out.includes(`::add-mask::${found}\n`))).toEqual([]);
  });

  test("hides them in an error too", async () => {
    const env = { ...twin.env, AZURE_CLIENT_ID: id };
    const { code, out } = await runStep({ mode: "plan", hub: twin.hub, "masked-ids": "true" }, env);
    expect([code, shownIds(out)]).toEqual([1, []]);
    expect(out).toContain("AADSTS700016");
  });

  test("without it shows them", async () => {
    const { out } = await runStep({ mode: "plan", hub: twin.hub }, twin.env);
    expect(out).not.toContain("::add-mask::");
    expect(shownIds(out)).not.toEqual([]);
  });
});
