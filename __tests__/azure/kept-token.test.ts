import { describe, expect, it } from "vitest";

import { keepTokens } from "../../src/azure/kept-token.ts";
import { createVirtualClock } from "../support/virtual-clock.ts";
import { runErrorOf } from "../support/run-error.ts";

const hour = 3_600_000;
const minute = 60_000;

/** A credential that gives tokens of an hour, numbered, until it is told to fail. */
function createSource(signal?: AbortSignal) {
  const clock = createVirtualClock(0);
  const told = { asked: 0, fails: false };
  const source = {
    getToken: async () => {
      told.asked += 1;
      if (told.fails) throw new Error("no more tokens");
      return { token: String(told.asked), expiresOnTimestamp: clock.now() + hour };
    },
  };
  const credential = keepTokens(source, { clock, signal });
  const tokenNow = async (): Promise<string | undefined> => (await credential.getToken("scope"))?.token;
  return { clock, told, credential, tokenNow };
}

describe("a kept token", () => {
  it("is given again until two minutes before its end, and looks used up to whoever would keep it too", async () => {
    const { clock, credential, tokenNow } = createSource();
    expect(await credential.getToken("scope")).toEqual({ token: "1", expiresOnTimestamp: 0 });
    clock.advance(57 * minute);
    expect(await tokenNow()).toBe("1");
    clock.advance(minute);
    expect(await tokenNow()).toBe("2");
  });

  it("is asked for once, however many wait for it, and once for each scope", async () => {
    const { told, tokenNow, credential } = createSource();
    expect(await Promise.all([tokenNow(), tokenNow(), tokenNow()])).toEqual(["1", "1", "1"]);
    await credential.getToken("another");
    expect(told.asked).toBe(2);
  });

  it("serves to its end where the next can't be had, asked for every half a minute; then the error is the credential's", async () => {
    const { clock, told, tokenNow } = createSource();
    await tokenNow();
    told.fails = true;
    clock.advance(58.5 * minute);
    const given = await Promise.all([1, 2, 3].map(tokenNow));
    clock.advance(minute);
    given.push(await tokenNow(), await tokenNow());
    expect([given, told.asked]).toEqual([["1", "1", "1", "1", "1"], 3]);
    clock.advance(minute);
    await expect(tokenNow()).rejects.toThrow("no more tokens");
  });

  it("is given up where Azure challenges it", async () => {
    const { tokenNow, credential } = createSource();
    await tokenNow();
    expect((await credential.getToken("scope", { claims: "{}" }))?.token).toBe("2");
  });

  it("is not waited for by a cancelled run", async () => {
    const controller = new AbortController();
    const silent = { getToken: () => new Promise<never>(() => undefined) };
    const credential = keepTokens(silent, { clock: createVirtualClock(0), signal: controller.signal });
    const waiting = runErrorOf(() => credential.getToken("scope"));
    controller.abort();
    expect((await waiting).code).toBe("SFH905");
    expect((await runErrorOf(() => credential.getToken("scope"))).code).toBe("SFH905");
  });
});
