import { describe, expect, it } from "vitest";
import { z } from "zod";

import { createHubFinder } from "../../src/azure/hubs.ts";
import { runErrorOf } from "../support/run-error.ts";
import { createScriptedArm } from "../support/scripted-arm.ts";
import type { ScriptedResponse } from "../support/scripted-arm.ts";

const subscription = "aaaaaaaa-0000-4000-8000-000000000000";

function row(number: number, subscriptionId = subscription): Readonly<Record<string, string>> {
  const [name, resourceGroup] = [`hub-${number}`, "rg-ai"];
  const id = `/subscriptions/${subscriptionId}/resourceGroups/RG-ai/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
  return { id, name, location: "eastus2", resourceGroup, subscriptionId };
}

function page(rows: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): ScriptedResponse {
  const whole = { totalRecords: rows.length, count: rows.length, data: rows, facets: [], resultTruncated: "false" };
  return { status: 200, body: { ...whole, ...more } };
}

const bodySchema = z.object({
  query: z.string(),
  subscriptions: z.array(z.string()),
  options: z.object({ $top: z.number(), $skipToken: z.string().optional(), resultFormat: z.literal("objectArray") }),
});

/** The numbers of the hubs found, by a Resource Graph that answers as scripted. */
async function namesFound(answers: (count: number) => ScriptedResponse): Promise<readonly string[]> {
  const { arm } = createScriptedArm((_request, count) => answers(count));
  return (await createHubFinder(arm).hubsIn([subscription])).map(({ name }) => name);
}

describe("finding hubs", () => {
  it("asks no more subscriptions at once than Resource Graph takes, and leaves none out", async () => {
    const ids = Array.from({ length: 2_400 }, (_, i) => `${String(i).padStart(8, "0")}${subscription.slice(8)}`);
    const { arm } = createScriptedArm(({ body }) => {
      const { subscriptions } = bodySchema.parse(body);
      if (subscriptions.length > 1_000) return { status: 400, body: { error: { code: "BadRequest", message: "m" } } };
      return page(subscriptions.map((id, i) => row(i, id)));
    });
    const found = await createHubFinder(arm).hubsIn(ids);
    expect(found.map(({ subscriptionId }) => subscriptionId)).toEqual(ids);
  });

  it("sends each page's token with the same query, and ends where there is none", async () => {
    const { arm, asked } = createScriptedArm(({ body }) => {
      const { $skipToken } = bodySchema.parse(body).options;
      const totalRecords = 2;
      return $skipToken === undefined
        ? page([row(1)], { totalRecords, $skipToken: "t1" })
        : page([row(2)], { totalRecords });
    });
    const found = await createHubFinder(arm).hubsIn([subscription]);
    expect(found.map(({ name, resourceGroup }) => [name, resourceGroup])).toEqual([
      ["hub-1", "RG-ai"],
      ["hub-2", "RG-ai"],
    ]);
    const bodies = asked.map(({ body }) => bodySchema.parse(body));
    expect(bodies.map(({ options }) => options.$skipToken)).toEqual([undefined, "t1"]);
    expect(new Set(bodies.map(({ query }) => query)).size).toBe(1);
    expect(bodies[0]?.query).toMatch(/order by id asc$/);
    expect(asked[0]?.url.search).toBe("?api-version=2021-03-01");
  });

  it("reads all again where hubs came or went between two pages", async () => {
    const answers = [
      page([row(1)], { totalRecords: 2, $skipToken: "t1" }),
      page([row(3), row(4)], { totalRecords: 3 }),
      page([row(1), row(2)], { totalRecords: 4, $skipToken: "t1" }),
      page([row(3), row(4)], { totalRecords: 4 }),
    ];
    const found = await namesFound((count) => answers[count - 1] ?? page([]));
    expect(found).toEqual(["hub-1", "hub-2", "hub-3", "hub-4"]);
  });

  it("ends with SFH915 where they never stand still", async () => {
    const answers = (count: number): ScriptedResponse =>
      page([row(count)], { totalRecords: count, $skipToken: `t${count}` });
    expect((await runErrorOf(() => namesFound(answers))).code).toBe("SFH915");
  });

  it("waits for the caller's quota where a 429 names no other delay", async () => {
    const refused = { status: 429, headers: { "x-ms-user-quota-resets-after": "00:00:04" } };
    const { arm, clock } = createScriptedArm((_request, count) => (count === 1 ? refused : page([row(1)])));
    const before = clock.now();
    expect(await createHubFinder(arm).hubsIn([subscription])).toHaveLength(1);
    expect(clock.now() - before).toBe(4_000);
  });
});

const other = "bbbbbbbb-0000-4000-8000-000000000000";

describe("an answer that can't be used is an error, never fewer hubs:", () => {
  it.each<[string, ScriptedResponse]>([
    ["without rows", { status: 200, body: { totalRecords: 0 } }],
    ["without a count", page([row(1)], { totalRecords: undefined })],
    ["as a table", page([], { data: { columns: [], rows: [] } })],
    ["with a row that is no object", page([row(1), "hub-2"])],
    ["with fewer rows than it counts", page([row(1)], { totalRecords: 2 })],
    ["cut off, with no token", page([row(1)], { resultTruncated: "true" })],
    ["cut off, said as a newer version may", page([row(1)], { resultTruncated: true })],
    ["whose pages lead back", page([row(1)], { $skipToken: "t1" })],
    ["in a cloud without Resource Graph", { status: 404, body: { error: { code: "NotFound", message: "m" } } }],
    ["without a column", page([{ ...row(1), resourceGroup: undefined }])],
    ["without a region", page([{ ...row(1), location: "" }])],
    ["with columns that contradict the id", page([{ ...row(1), name: "hub-2" }])],
    ["with a hub of a subscription nobody asked for", page([row(1, other)])],
    ["with another type", page([{ ...row(1), id: row(1).id?.replace("workspaces", "registries") }])],
    ["with a name no hub can have", page([hostile()])],
  ])("%s", async (_, answer) => {
    expect((await runErrorOf(() => namesFound(() => answer))).code).toBe("SFH908");
  });

  it("a query that Azure refuses, with Azure's own reason", async () => {
    const details = [{ code: "InvalidQuery", message: "Query is invalid." }];
    const body = { error: { code: "BadRequest", message: "timestamp = now", details } };
    const error = await runErrorOf(() => namesFound(() => ({ status: 400, body })));
    expect([error.code, error.message]).toEqual(["SFH909", expect.stringContaining("Query is invalid.")]);
  });

  it("a caller without any right, with what to grant", async () => {
    const body = { error: { code: "AccessDenied", message: "m" } };
    const error = await runErrorOf(() => namesFound(() => ({ status: 403, body })));
    expect([error.code, error.details.fix]).toEqual(["SFH403", expect.stringContaining("Reader")]);
  });
});

/** What a workflow would run, if it came so far. */
function hostile(): Readonly<Record<string, string>> {
  const name = "$(touch x)";
  return { ...row(1), name, id: row(1).id?.replace("hub-1", name) ?? "" };
}
