import { describe, expect, it } from "vitest";

import { nextWaitMs, retryAfterMs } from "../../src/azure/retry.ts";
import { createSubscriptionReader } from "../../src/azure/subscriptions.ts";
import { runErrorOf } from "../support/run-error.ts";
import { createScriptedArm } from "../support/scripted-arm.ts";

const id = "/subscriptions/s/resourceGroups/My Group/providers/Microsoft.Storage/storageAccounts/St1";
const document = { id, properties: {} };

function reset(): never {
  throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

describe("reading", () => {
  it("uses the id as given, the provider's api-version and a bearer token", async () => {
    const { arm, asked } = createScriptedArm(() => ({ status: 200, body: document }));
    expect(await arm.read(id)).toEqual({ is: "known", value: document });
    expect(asked[0]?.url.pathname).toBe(id.replace(" ", "%20"));
    expect(asked[0]?.url.search).toBe("?api-version=2025-06-01");
    expect(asked[0]?.headers.authorization).toBe("Bearer a-token");
    expect(asked[0]?.headers["user-agent"]).toMatch(/^secure-foundry-hub\//);
  });

  it.each([
    ["a reset", () => reset()],
    ["a 500", () => ({ status: 500, body: { error: { code: "InternalServerError", message: "m" } } })],
    ["a cut body", () => ({ status: 200, body: '{"id": "/subscr' })],
    ["a proxy's page", () => ({ status: 200, body: "<html>Sign in</html>" })],
  ])("goes on after %s", async (_, disturb) => {
    const { arm, clock } = createScriptedArm((_request, count) =>
      count === 1 ? disturb() : { status: 200, body: document },
    );
    const before = clock.now();
    expect((await arm.read(id)).is).toBe("known");
    expect(clock.now() - before).toBe(1_000);
  });

  it.each([
    ["Retry-After in seconds", { "Retry-After": "17" }, "slow down", 17_000],
    ["milliseconds in a header", { "x-ms-retry-after-ms": "250" }, "slow down", 250],
    ["a delay only the message names", {}, "The operation can be retried in 14 seconds.", 14_000],
  ])("waits as long as a 429 asks by %s", async (_, headers, message, waited) => {
    const throttled = { status: 429, headers, body: { error: { code: "TooManyRequests", message } } };
    const { arm, clock } = createScriptedArm((_request, count) =>
      count === 1 ? throttled : { status: 200, body: document },
    );
    const before = clock.now();
    expect((await arm.read(id)).is).toBe("known");
    expect(clock.now() - before).toBe(waited);
  });

  it("ends with SFH901 when throttling never does, within ten minutes", async () => {
    const { arm, clock } = createScriptedArm(() => ({ status: 429, headers: { "Retry-After": "60" } }));
    const before = clock.now();
    expect((await runErrorOf(() => arm.read(id))).code).toBe("SFH901");
    expect(clock.now() - before).toBeLessThanOrEqual(600_000);
  });

  it("ends with SFH907 when no answer ever comes, and with SFH908 when none is JSON", async () => {
    expect((await runErrorOf(() => createScriptedArm(() => reset()).arm.read(id))).code).toBe("SFH907");
    expect((await runErrorOf(() => createScriptedArm(() => ({ status: 200, body: "<html>" })).arm.read(id))).code).toBe(
      "SFH908",
    );
  });

  it("is unknown after errors of the server that don't pass", async () => {
    const { arm } = createScriptedArm(() => ({
      status: 503,
      body: { error: { code: "ServiceUnavailable", message: "m" } },
    }));
    expect((await arm.read(id)).is).toBe("unknown");
  });

  it("ends with SFH905 where the run was cancelled, and asks nothing", async () => {
    const { arm, asked } = createScriptedArm(() => ({ status: 200, body: document }), AbortSignal.abort());
    expect((await runErrorOf(() => arm.read(id))).code).toBe("SFH905");
    expect(asked).toEqual([]);
  });

  it("doesn't follow a redirect with the token", async () => {
    const { arm, asked } = createScriptedArm(() => ({ status: 302, headers: { location: "https://evil.example/" } }));
    expect((await arm.read(id)).is).toBe("unknown");
    expect(asked.map(({ url }) => url.host)).toEqual(["management.azure.com"]);
  });
});

describe("listing", () => {
  it("follows next pages on the same host", async () => {
    const next = "https://management.azure.com:443/page2?api-version=1";
    const { arm } = createScriptedArm((_request, count) => ({
      status: 200,
      body: count === 1 ? { value: [{ name: "a" }], nextLink: next } : { value: [{ name: "b" }], nextLink: null },
    }));
    expect(await arm.list("/subscriptions")).toEqual({ is: "known", value: [{ name: "a" }, { name: "b" }] });
  });

  it("refuses a next page on another host", async () => {
    const { arm, asked } = createScriptedArm(() => ({
      status: 200,
      body: { value: [], nextLink: "https://evil.example/p2" },
    }));
    expect((await runErrorOf(() => arm.list("/subscriptions"))).code).toBe("SFH913");
    expect(asked.length).toBe(1);
  });

  it("is unknown as a whole when a later page is refused", async () => {
    const { arm } = createScriptedArm((_request, count) =>
      count === 1
        ? { status: 200, body: { value: [{ name: "a" }], nextLink: "/page2?api-version=1" } }
        : { status: 403, body: { error: { code: "AuthorizationFailed", message: "m" } } },
    );
    expect((await arm.list("/subscriptions")).is).toBe("unknown");
  });

  it.each([
    ["leads back to one read before", () => "/page2?api-version=1"],
    ["never end", (count: number) => `/page${String(count)}?api-version=1`],
  ])("is unknown, not known in part, when its pages %s", async (_how, nextLink) => {
    const { arm, asked } = createScriptedArm((_request, count) => ({
      status: 200,
      body: { value: [{ name: "a" }], nextLink: nextLink(count) },
    }));
    expect((await arm.list("/subscriptions")).is).toBe("unknown");
    expect(asked.length).toBeLessThanOrEqual(1_000);
  });

  it("of subscriptions that is forbidden ends the run with what to grant", async () => {
    const { arm } = createScriptedArm(() => ({ status: 403, body: { error: { code: "Forbidden", message: "m" } } }));
    const error = await runErrorOf(() => createSubscriptionReader(arm).readable());
    expect(error.code).toBe("SFH403");
    expect(error.details.fix).toMatch(/Reader.*\/subscriptions\//);
  });

  it("writes filters so that every provider reads them", async () => {
    const { arm, asked } = createScriptedArm(() => ({ status: 200, body: { value: [] } }));
    await arm.list(id, { $filter: "atScope() and assignedTo('x')" });
    expect(asked[0]?.url.search).not.toContain("+");
    expect(asked[0]?.url.searchParams.get("$filter")).toBe("atScope() and assignedTo('x')");
  });
});

describe("writing", () => {
  it("sends once where the answer is lost or a 5xx", async () => {
    const lost = createScriptedArm(() => reset());
    expect((await lost.arm.send("PATCH", id, {})).is).toBe("lost");
    expect(lost.asked.length).toBe(1);
    for (const headers of [{}, { "Retry-After": "3" }]) {
      const failed = createScriptedArm(() => ({ status: 503, headers }));
      await failed.arm.send("PATCH", id, {});
      expect(failed.asked.length).toBe(1);
    }
  });

  it("sends again after a 429, which was not carried out", async () => {
    const { arm, asked } = createScriptedArm((_request, count) =>
      count === 1 ? { status: 429, headers: { "Retry-After": "3" } } : { status: 200, body: document },
    );
    const sent = await arm.send("PATCH", id, { properties: { a: 1 } });
    expect(sent.is).toBe("answer");
    expect(asked.map(({ body }) => body)).toEqual([{ properties: { a: 1 } }, { properties: { a: 1 } }]);
  });
});

describe("patience", () => {
  it("grows between tries and is over after five", () => {
    const lost = { is: "lost", why: "w", cause: new Error("x") } as const;
    const waits = [1, 2, 3, 4, 5].map((attempt) => nextWaitMs(lost, "fault", attempt, 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, undefined]);
    expect(retryAfterMs(lost)).toBeUndefined();
  });
});
