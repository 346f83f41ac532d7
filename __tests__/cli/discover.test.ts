import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { builtIn } from "./estate-variants.ts";
import { runCli, startTwin, type SpawnedTwin } from "./spawned.ts";
import { hubIds, withCopiesOfHub, withoutHubs } from "../support/many-hubs.ts";

const fleet = builtIn("fleet");
const [home = "", research = "", finance = ""] = fleet.subscriptions.map(({ subscriptionId }) => subscriptionId);
const readable = hubIds(fleet).filter((id) => !id.includes(finance));

let twin: SpawnedTwin;
let large: SpawnedTwin;
let empty: SpawnedTwin;
beforeAll(async () => {
  const large300 = withCopiesOfHub(fleet, 300 - readable.length);
  [twin, large, empty] = await Promise.all([startTwin("fleet"), startTwin(large300), startTwin(withoutHubs(fleet))]);
});
afterAll(async () => {
  await Promise.all([twin.stop(), large.stop(), empty.stop()]);
});

const text = z.string().min(1);
const matrixSchema = z.strictObject({
  include: z.array(
    z.strictObject({ hub: text, name: text, "resource-group": text, "subscription-id": text, location: text }),
  ),
});
const discoverySchema = z.strictObject({
  schema: z.literal("secure-foundry-hub/discovery/1"),
  subscriptions: z.array(text),
  hubs: z.array(z.strictObject({ id: text, name: text, resourceGroup: text, subscriptionId: text, location: text })),
  ...{ total: z.int(), shards: z.int(), shard: z.int(), any: z.boolean(), left: z.int() },
  matrix: matrixSchema,
});

const hubsOf = (out: string): readonly string[] => matrixSchema.parse(JSON.parse(out)).include.map(({ hub }) => hub);

test("discover lists the hubs of every subscription in sight, exits 0, and writes nothing", async () => {
  const { code, out } = await runCli(["discover"], twin.env);
  expect(code).toBe(0);
  expect(out).toMatch(/^6 hubs in 2 subscriptions\.\n/);
  for (const hub of readable) expect(out).toContain(`eastus2   ${hub}\n`);
  expect(await twin.writes()).toEqual([]);
});

test("discover --output json is one object and nothing else on standard output", async () => {
  const args = ["discover", "--output", "json", "--subscription", home, "--subscription", research.toUpperCase()];
  const { code, out, err } = await runCli(args, twin.env);
  const { hubs, matrix, ...told } = discoverySchema.parse(JSON.parse(out));
  expect([code, err]).toEqual([0, ""]);
  expect(hubs.map(({ id }) => id)).toEqual(readable);
  expect(matrix.include.map(({ hub }) => hub)).toEqual(readable);
  expect(told).toMatchObject({ total: 6, shards: 1, shard: 1, any: true, left: 0 });
});

describe("discover --output matrix", () => {
  test("is one line that a workflow takes as it is", async () => {
    const { code, out, err } = await runCli(["discover", "--output", "matrix", "--subscription", research], twin.env);
    expect([code, err, out.split("\n").length]).toEqual([0, "", 2]);
    expect(hubsOf(out)).toEqual(readable.filter((id) => id.includes(research)));
  });

  test("of more than 256 hubs holds the first 256, and tells how to get the rest", async () => {
    const [first, second] = await Promise.all([
      runCli(["discover", "--output", "matrix"], large.env),
      runCli(["discover", "--output", "matrix", "--shard", "2"], large.env),
    ]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect([hubsOf(first.out).length, hubsOf(second.out).length]).toEqual([256, 44]);
    expect(new Set([...hubsOf(first.out), ...hubsOf(second.out)]).size).toBe(300);
    expect(first.err).toMatch(/^Shard 1 of 2 has 256 of 300 hubs: .*44 more: --shard 2\n$/);
    expect(second.err).toMatch(/256 more: --shard 1\n$/);
  });

  test("of no hubs is empty, exits 0, and says what GitHub makes of it", async () => {
    const { code, out, err } = await runCli(["discover", "--output", "matrix"], empty.env);
    expect([code, out]).toEqual([0, '{"include":[]}\n']);
    expect(err).toContain("GitHub fails a job with an empty matrix");
  });
});

test("discover says that there is no hub, and of which shard there is none", async () => {
  const [none, beyond] = await Promise.all([
    runCli(["discover"], empty.env),
    runCli(["discover", "--shard", "3"], large.env),
  ]);
  expect([none.code, beyond.code]).toEqual([0, 0]);
  expect(none.out).toMatch(/^No hubs in 2 subscriptions\.\n/);
  expect(beyond.out).toMatch(/There is no shard 3: 300 hubs make 2 shards\. 300 more: --shard 1 to --shard 2\n/);
});

const errorSchema = z.looseObject({ schema: z.literal("secure-foundry-hub/error/1"), code: z.string() });

test.each([
  ["a subscription that can't be seen", "SFH403", ["--subscription", finance], finance],
  ["what is no id of a subscription", "SFH912", ["--subscription", "Production"], "az account list"],
  ["what is no shard", "SFH912", ["--shard", "0"], "whole number"],
])("%s is error %s, once on each stream", async (_what, code, args, says) => {
  const ended = await runCli(["discover", "--output", "json", ...args], twin.env);
  expect(ended.code).toBe(1);
  expect(errorSchema.parse(JSON.parse(ended.out)).code).toBe(code);
  expect(ended.err).toContain(`error ${code}:`);
  expect(ended.err).toContain(says);
});

test("an unknown format is an error that lists those there are, and nothing is data", async () => {
  const { code, out, err } = await runCli(["discover", "--output", "yaml"], twin.env);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(/error SFH912: .*matrix/);
});
