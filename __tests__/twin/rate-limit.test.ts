import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RateLimit } from "../../src/twin/state/rate-limit.ts";
import { parseArmPath } from "../../src/twin/wire/arm-path.ts";
import { NETWORK_GROUP, STORAGE } from "./small-estate.ts";
import { codeOf, headerOf, movableClock, startTwin } from "./twin-client.ts";

const ZONE = `${NETWORK_GROUP}/providers/Microsoft.Network/privateDnsZones/z`;

describe("limits", () => {
  test("are a principal's, and fifteen of them share the subscription's", () => {
    const limit = new RateLimit(movableClock());
    const path = parseArmPath(STORAGE);
    const ask = (principal: string): number | undefined => limit.take({ method: "GET", path, principal }).retryAfter;
    for (let who = 0; who < 15; who += 1) {
      for (let count = 0; count < 250; count += 1) expect(ask(`p${String(who)}`)).toBeUndefined();
    }
    expect(ask("p0")).toBe(1);
    expect(ask("somebody new")).toBe(1);
  });

  test("of private DNS are its own, counted down in its own header", async () => {
    const client = await startTwin({}, { behaviour: { throttling: true } });
    const first = await client.get(ZONE);
    expect(headerOf(first, "x-ms-ratelimit-remaining-subscription-resource-requests")).toBe("499");
    expect(headerOf(first, "x-ms-ratelimit-remaining-subscription-global-reads")).toBe("3749");
  });

  test("used up are a 429 that names the wait, and after it the request goes through", async () => {
    const clock = movableClock();
    const client = await startTwin({}, { clock, behaviour: { throttling: true } });
    for (let count = 0; count < 200; count += 1) await client.ask("PATCH", STORAGE, {});
    const refused = await client.ask("PATCH", STORAGE, {});
    expect([refused.status, codeOf(refused)]).toEqual([429, "TooManyRequests"]);
    // Reads have a bucket of their own.
    expect((await client.get(STORAGE)).status).toBe(200);
    clock.pass(Number(headerOf(refused, "retry-after")) * 1000);
    expect((await client.ask("PATCH", STORAGE, {})).status).toBe(200);
  });

  test("never let more through than their size and what came back meanwhile, and always as much as they say", () => {
    const calls = fc.array(
      fc.record({ waitMs: fc.integer({ min: 0, max: 2000 }), requests: fc.integer({ min: 1, max: 120 }) }),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(calls, (bursts) => {
        const clock = movableClock();
        const limit = new RateLimit(clock);
        const path = parseArmPath(STORAGE);
        let [passed, elapsed] = [0, 0];
        for (const { waitMs, requests } of bursts) {
          clock.pass(waitMs);
          elapsed += waitMs / 1000;
          for (let count = 0; count < requests; count += 1) {
            const { retryAfter, headers } = limit.take({ method: "GET", path, principal: "p" });
            if (retryAfter === undefined) passed += 1;
            expect(Number(headers["x-ms-ratelimit-remaining-subscription-reads"])).toBeGreaterThanOrEqual(0);
          }
          expect(passed).toBeLessThanOrEqual(250 + elapsed * 25);
        }
      }),
      { numRuns: 100 },
    );
  });
});
