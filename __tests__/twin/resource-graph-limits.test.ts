import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAtOrBelow } from "../../src/twin/wire/arm-path.ts";
import { listAt, textAt } from "../../src/twin/wire/json-fields.ts";
import { allPages, askGraph, dataOf, idsOf, OWNERSHIP, TOP_LEVEL } from "./graph-client.ts";
import {
  assignment,
  CALLER,
  GROUP,
  HUB,
  NETWORK_GROUP,
  READER,
  REGISTRY,
  resource,
  STORAGE,
  SUBSCRIPTION,
  VAULT,
  VNET,
} from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, movableClock, startTwin } from "./twin-client.ts";

const STRANGER = "00000000-0000-4000-8000-000000000000";

describe("pages", () => {
  test("say how many rows there are, and go on with a token until there is none", async () => {
    const client = await startTwin();
    const pages = await allPages(client, "resources | project id | order by id asc", 3);
    expect(pages.map((page) => [fieldOf(page, "totalRecords"), fieldOf(page, "count")])).toEqual([
      [7, 3],
      [7, 3],
      [7, 1],
    ]);
    expect(pages.map((page) => fieldOf(page, "resultTruncated"))).toEqual(["false", "false", "false"]);
    expect(pages.flatMap(idsOf)).toEqual([...TOP_LEVEL].sort());
  });

  test("can be left out, by $skip", async () => {
    const client = await startTwin();
    const reply = await askGraph(client, "resources | order by id asc", { options: { $skip: 5 } });
    expect(idsOf(reply)).toEqual([...TOP_LEVEL].sort().slice(5));
  });

  test.each([
    ["a query that limits its own rows", "resources | limit 5"],
    ["a result without any but dynamic columns", "resources | project properties, tags"],
  ])("end with the first for %s", async (_, query) => {
    const client = await startTwin();
    const reply = await askGraph(client, query, { options: { $top: 2 } });
    expect([fieldOf(reply, "count"), fieldOf(reply, "resultTruncated")]).toEqual([2, "true"]);
    expect(fieldOf(reply, "$skipToken")).toBeUndefined();
  });

  test("of a limited query skip nothing", async () => {
    const client = await startTwin();
    const reply = await askGraph(client, "resources | order by id asc | limit 2", { options: { $skip: 1 } });
    expect(idsOf(reply)).toEqual([...TOP_LEVEL].sort().slice(0, 2));
  });

  test("belong to one query: its token is good for no other", async () => {
    const client = await startTwin();
    const first = await askGraph(client, "resources | order by id asc", { options: { $top: 2 } });
    const $skipToken = fieldOf(first, "$skipToken") ?? "";
    expect((await askGraph(client, "resources", { options: { $skipToken } })).status).toBe(400);
  });

  test("by token always hold every row exactly once, whatever the size and the order", async () => {
    const anyCase = fc.tuple(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom(
        "",
        " | order by id asc",
        " | order by location asc",
        " | where name contains 'x'",
        " | project id",
      ),
    );
    await fc.assert(
      fc.asyncProperty(anyCase, async ([count, size, step]) => {
        const more = Array.from({ length: count }, (_, at) => resource(`${STORAGE}x${String(at)}`, { properties: {} }));
        const client = await startTwin({ more });
        const expected = step.includes("where")
          ? more.map(({ id }) => id)
          : [...TOP_LEVEL, ...more.map(({ id }) => id)];
        const ids = (await allPages(client, `resources${step}`, size)).flatMap(idsOf);
        expect([...ids].sort()).toEqual([...expected].sort());
      }),
      { numRuns: 40 },
    );
  });

  test("without a sort, rows come in another order every time", async () => {
    const client = await startTwin();
    const [first, second] = [await askGraph(client, "resources"), await askGraph(client, "resources")];
    expect(idsOf(second)).not.toEqual(idsOf(first));
    expect([...idsOf(second)].sort()).toEqual([...idsOf(first)].sort());
  });
});

describe("rights:", () => {
  test("a caller without any right in the subscriptions asked is refused", async () => {
    const client = await startTwin({ without: [OWNERSHIP] });
    for (const subscriptions of [[SUBSCRIPTION], [STRANGER], undefined]) {
      const reply = await askGraph(client, "resources", subscriptions === undefined ? {} : { subscriptions });
      expect([reply.status, codeOf(reply)]).toEqual([403, "AccessDenied"]);
      expect(fieldOf(reply, "error", "details")).toEqual([
        {
          code: "AccessDenied",
          message: "Access is denied to the requested resource. The user might not have enough permission.",
        },
      ]);
    }
  });

  test("a subscription that is not there is left out beside one that is", async () => {
    const client = await startTwin();
    const reply = await askGraph(client, "resources", { subscriptions: [STRANGER, SUBSCRIPTION.toUpperCase()] });
    expect([reply.status, fieldOf(reply, "count")]).toEqual([200, 7]);
  });

  test("no row the caller may not read is ever answered, whatever the query", async () => {
    const scopes = [GROUP, NETWORK_GROUP, HUB, STORAGE, VAULT, VNET, REGISTRY];
    const anyStep = fc.constantFrom(
      ...["where type contains 'm'", "where isnotempty(id)", "extend a = name", "order by name asc", "take 4"],
      ...["where name in~ ('hub1', 'stone')", "top 3 by id asc", "where 1 == 1 or false", "project-away tags"],
    );
    const anyTable = fc.constantFrom("resources", "resourcecontainers", "authorizationresources");
    const anyCase = fc.tuple(fc.subarray(scopes, { minLength: 1 }), fc.array(anyStep, { maxLength: 4 }), anyTable);
    await fc.assert(
      fc.asyncProperty(anyCase, async ([granted, steps, table]) => {
        const more = granted.map((scope, at) => assignment(10 + at, scope, CALLER, READER));
        const client = await startTwin({ without: [OWNERSHIP], more });
        const isReadable = (id: string | undefined): boolean => granted.some((scope) => isAtOrBelow(id ?? "", scope));
        const ids = idsOf(await askGraph(client, [table, ...steps].join(" | ")));
        expect(ids.filter((id) => !isReadable(id))).toEqual([]);
        const counted = await askGraph(client, "resources | count");
        expect(dataOf(counted)).toEqual([{ Count: TOP_LEVEL.filter(isReadable).length }]);
      }),
      { numRuns: 60 },
    );
  });

  test("a deny assignment takes rows away too", async () => {
    const denial = resource(`${STORAGE}/providers/Microsoft.Authorization/denyAssignments/d1`, {
      properties: {
        principals: [{ id: CALLER }],
        permissions: [{ actions: ["*/read"], notActions: [] }],
      },
    });
    const client = await startTwin({ more: [denial] });
    expect(idsOf(await askGraph(client, "resources"))).not.toContain(STORAGE);
  });
});

describe("the quota", () => {
  test("is 15 queries in 5 seconds, told in every answer, and refuses under throttling only", async () => {
    const clock = movableClock();
    const client = await startTwin({}, { clock, behaviour: { throttling: true } });
    const first = await askGraph(client, "resources | take 1");
    expect(headerOf(first, "x-ms-user-quota-remaining")).toBe("14");
    expect(headerOf(first, "x-ms-ratelimit-remaining-tenant-resource-requests")).toBe("14");
    expect(headerOf(first, "x-ms-user-quota-resets-after")).toBe("00:00:05");
    clock.pass(1_500);
    const faulty = await askGraph(client, "resources |");
    expect([faulty.status, headerOf(faulty, "x-ms-user-quota-remaining")]).toEqual([400, "13"]);
    expect(headerOf(faulty, "x-ms-user-quota-resets-after")).toBe("00:00:04");
    for (let left = 13; left > 0; left -= 1) expect((await askGraph(client, "resources | take 1")).status).toBe(200);
    const refused = await askGraph(client, "resources | take 1");
    expect([refused.status, codeOf(refused), headerOf(refused, "Retry-After")]).toEqual([429, "RateLimiting", "4"]);
    expect(headerOf(refused, "x-ms-user-quota-remaining")).toBe("0");
    expect(textAt(listAt(refused.body, "error", "details")[0], "code")).toBe("RateLimiting");
    clock.pass(3_500);
    expect((await askGraph(client, "resources | take 1")).status).toBe(200);
  });

  test("refuses nobody while throttling is off", async () => {
    const client = await startTwin();
    const replies = await Promise.all(Array.from({ length: 20 }, () => askGraph(client, "resources | count")));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
  });
});
