import { expect, test } from "vitest";
import { createVantage, type VantageOptions } from "../../src/vantage/vantage.ts";
import { runErrorOf } from "../support/run-error.ts";

const patience = { resolveMs: 100, directMs: 100, proxiedMs: 100 };

function resolve(name: string, options: Partial<VantageOptions> = {}) {
  return createVantage({ proxy: undefined, patience, ...options }).resolve(name);
}

function failing(code: string): () => Promise<readonly string[]> {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

test("a name of the hosts file is resolved as clients here resolve it", async () => {
  const long = { ...patience, resolveMs: 5_000 };
  expect(await resolve("localhost", { patience: long })).toEqual({ is: "addresses", addresses: ["127.0.0.1"] });
});

test("a name twice told is one address", async () => {
  const lookup = () => Promise.resolve(["10.1.0.4", "10.1.0.4"]);
  expect(await resolve("a.example", { lookup })).toEqual({ is: "addresses", addresses: ["10.1.0.4"] });
});

test.each([
  ["ENOTFOUND", "nxdomain"],
  ["ENODATA", "nxdomain"],
  ["EAI_AGAIN", "silent"],
  ["EAI_FAIL", "silent"],
])("%s is %s", async (code, is) => {
  expect(await resolve("a.example", { lookup: failing(code) })).toEqual({ is });
});

test("a mute resolver is given up in time for every name, and is asked no more than it can be", async () => {
  const begun: string[] = [];
  const vantage = createVantage({
    ...{ proxy: undefined, patience },
    lookup: (name) => {
      begun.push(name);
      return new Promise(() => undefined);
    },
  });
  const names = Array.from({ length: 40 }, (_, i) => `n${i}.example`);
  const started = performance.now();
  const answers = await Promise.all(names.map((name) => vantage.resolve(name)));
  expect(new Set(answers.map(({ is }) => is))).toEqual(new Set(["silent"]));
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(begun).toEqual(["n0.example", "n1.example"]);
});

test("names wait for their turn and are all answered", async () => {
  const vantage = createVantage({
    ...{ proxy: undefined, patience: { ...patience, resolveMs: 5_000 } },
    lookup: async (name) => [name],
  });
  const names = Array.from({ length: 20 }, (_, i) => `10.0.0.${i}`);
  const answers = await Promise.all(names.map((name) => vantage.resolve(name)));
  expect(answers).toEqual(names.map((name) => ({ is: "addresses", addresses: [name] })));
});

test("a run that is cancelled waits for no resolver", async () => {
  const cancel = new AbortController();
  const options = { signal: cancel.signal, patience: { ...patience, resolveMs: 60_000 } };
  const error = runErrorOf(() => resolve("a.example", { ...options, lookup: () => new Promise(() => undefined) }));
  cancel.abort();
  expect((await error).code).toBe("SFH905");
});
