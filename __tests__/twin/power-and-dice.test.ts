import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/twin/twin.ts";
import { HUB, STORAGE, VAULT } from "./small-estate.ts";
import { fieldOf, headerOf, movableClock, startTwin } from "./twin-client.ts";

const closing = { properties: { publicNetworkAccess: "Disabled" } };
const lost = { code: "ECONNRESET" };

describe("a power cut", () => {
  test.each([
    ["before", "Enabled"],
    ["after", "Disabled"],
  ] as const)(
    "%s the write took effect leaves storage %s, and nothing is answered from then on",
    async (when, access) => {
      const client = await startTwin({}, { faults: [{ on: { method: "PATCH" }, do: { kind: "powerCut", when } }] });
      await expect(client.ask("PATCH", STORAGE, closing)).rejects.toMatchObject(lost);
      await expect(client.get(VAULT)).rejects.toMatchObject(lost);
      const requests = client.twin.log.length;
      client.twin.restorePower();
      expect(fieldOf(await client.get(STORAGE), "properties", "publicNetworkAccess")).toBe(access);
      // What came in the dark reached nobody.
      expect(client.twin.log.slice(requests - 1).map(({ method, status }) => [method, status])).toEqual([
        ["PATCH", 0],
        ["GET", 200],
      ]);
    },
  );

  test("is ended and made over the twin's own door too, which it does not close", async () => {
    const client = await startTwin();
    const power = (body: string): ReturnType<typeof client.send> => client.send("POST", "/_twin/power", {}, body);
    expect((await power('{"on":false}')).body).toBe('{"on":false}');
    await expect(client.get(HUB)).rejects.toMatchObject(lost);
    expect((await client.send("GET", "/_twin/power", {})).body).toBe('{"on":false}');
    expect((await power("nonsense")).status).toBe(400);
    expect((await power('{"on":true}')).status).toBe(200);
    expect((await client.get(HUB)).status).toBe(200);
  });

  test("does not stop the platform: a provisioning begun before it ends in the dark", async () => {
    const clock = movableClock();
    const faults: readonly Fault[] = [{ on: { method: "POST" }, do: { kind: "powerCut", when: "after" } }];
    const client = await startTwin({}, { faults, clock, pace: { kind: "clock" }, behaviour: { tokenLifetime: 9e7 } });
    await expect(client.ask("POST", `${HUB}/provisionManagedNetwork`)).rejects.toMatchObject(lost);
    clock.pass(60 * 60_000);
    client.twin.restorePower();
    expect(fieldOf(await client.get(HUB), "properties", "managedNetwork", "status", "status")).toBe("Active");
  });
});

describe("a fault by probability", () => {
  const met = async (probability: number, seed: number): Promise<readonly number[]> => {
    const faults: readonly Fault[] = [{ on: { probability, seed }, do: { kind: "status", status: 503 } }];
    const client = await startTwin({}, { faults });
    const replies = await Promise.all(Array.from({ length: 200 }, () => client.get(VAULT)));
    return replies.map(({ status }) => status);
  };

  test("meets the same requests for one seed, others for another, and about its part of them", async () => {
    const [first, again, other] = [await met(0.25, 7), await met(0.25, 7), await met(0.25, 8)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    expect(first.filter((status) => status === 503).length).toBeGreaterThan(25);
    expect(first.filter((status) => status === 503).length).toBeLessThan(75);
  });

  test("of 0 meets none, of 1 each, and `times` ends it", async () => {
    expect(new Set(await met(0, 1))).toEqual(new Set([200]));
    expect(new Set(await met(1, 1))).toEqual(new Set([503]));
    const faults: readonly Fault[] = [{ on: { probability: 1 }, times: 2, do: { kind: "status", status: 429 } }];
    const client = await startTwin({}, { faults });
    const replies = [await client.get(VAULT), await client.get(VAULT), await client.get(VAULT)];
    expect(replies.map(({ status }) => status)).toEqual([429, 429, 200]);
    // Without `retryAfter` the server names no delay.
    expect(headerOf(replies[0] ?? { headers: {} }, "retry-after")).toBeUndefined();
  });
});

test("a lost or refused write never changes the estate; one whose answer is lost always has", async () => {
  const kinds = fc.constantFrom<Fault["do"]>(
    ...[{ kind: "reset" } as const, { kind: "status", status: 500 } as const],
    ...[{ kind: "crashAfter" } as const, { kind: "truncate" } as const],
    ...[{ kind: "powerCut", when: "before" } as const, { kind: "powerCut", when: "after" } as const],
  );
  await fc.assert(
    fc.asyncProperty(kinds, fc.integer({ min: 1, max: 3 }), async (kind, nth) => {
      const client = await startTwin({}, { faults: [{ on: { method: "PATCH", nth }, do: kind }] });
      const header = { Authorization: "", "Content-Type": "application/json" };
      const accessNow = (): string =>
        JSON.stringify(client.twin.documents().filter(({ id }) => [STORAGE, VAULT].includes(id)));
      for (let turn = 1; turn < nth; turn += 1) await client.ask("PATCH", STORAGE, {});
      const before = accessNow();
      await client.ask("PATCH", STORAGE, closing).catch(() => header);
      const isKept =
        kind.kind === "crashAfter" || kind.kind === "truncate" || (kind.kind === "powerCut" && kind.when === "after");
      expect(accessNow() !== before).toBe(isKept);
    }),
    { numRuns: 60 },
  );
});
