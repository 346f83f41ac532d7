import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estates } from "../../src/twin/estates/catalogue.ts";
import { expectationSchema } from "../support/expectation.ts";

const folder = new URL("../estates/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".expect.json"));

describe("the expectations of our own estates", () => {
  it.each(files)("%s speaks of an estate that exists and of resources that are in it", (file) => {
    const expectation = expectationSchema.parse(JSON.parse(readFileSync(new URL(file, folder), "utf8")));
    const estate = estates[expectation.estate]?.();
    const known = new Set(estate?.resources.map(({ id }) => id));
    for (const { subscriptionId } of estate?.subscriptions ?? []) known.add(`/subscriptions/${subscriptionId}`);
    const named = [
      expectation.hub,
      ...expectation.findings.map(({ resource }) => resource),
      ...expectation.refused.map(({ resource }) => resource),
      ...expectation.preserve.map(({ id }) => id),
      ...expectation.gates.flatMap((gate) => gate.activeAndApproved.map((path) => path.serviceResourceId)),
    ];
    expect(named.filter((id) => !known.has(id))).toEqual([]);
  });

  it.each(files)("%s orders and gates only writes it lists", (file) => {
    const { writes, order, gates } = expectationSchema.parse(JSON.parse(readFileSync(new URL(file, folder), "utf8")));
    const keys = writes.map(({ key }) => key);
    const used = [...order.flatMap(({ first, then }) => [first, then]), ...gates.map(({ write }) => write)];
    expect(used.filter((key) => !keys.includes(key))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
