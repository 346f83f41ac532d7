import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bingId } from "../../src/twin/estates/fresh-internet-outbound.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import { findInconsistencies } from "../support/estate-consistency.ts";
import { anyEstate } from "../support/random-estates.ts";

const deliberatelyMissing: Readonly<Record<string, readonly string[]>> = { "fresh-internet-outbound": [bingId()] };

describe("the estates that come with the program", () => {
  it.each(Object.entries(estates))("%s fits together at both ends of every relation", (name, build) => {
    expect(findInconsistencies(build(), deliberatelyMissing[name])).toEqual([]);
  });

  it.each(Object.entries(estates))("%s is the same every time it is built", (_name, build) => {
    expect(JSON.stringify(build())).toBe(JSON.stringify(build()));
  });

  it("have no two documents, hubs or tenants in common by accident", () => {
    const tenants = Object.entries(estates).map(([name, build]) => [name, build().tenantId] as const);
    const ofNorthwind = ["fresh-approved-only", "hardened"];
    const others = tenants.filter(([name]) => !ofNorthwind.includes(name)).map(([, tenant]) => tenant);
    expect(new Set(others).size).toBe(others.length);
  });

  it("survive a trip through a file unchanged", () => {
    for (const build of Object.values(estates)) {
      const estate = build();
      expect(JSON.parse(JSON.stringify(estate))).toEqual(estate);
    }
  });
});

describe("hardened", () => {
  it("is fresh-approved-only with the same identities, services and endpoints", () => {
    const fresh = estates["fresh-approved-only"]?.();
    const hardened = new Set(estates.hardened?.().resources.map(({ id }) => id));
    expect(fresh?.resources.filter(({ id }) => !hardened.has(id))).toEqual([]);
  });
});

describe("random estates", () => {
  it("fit together but for the private records that are wrong on purpose", () => {
    fc.assert(
      fc.property(anyEstate, ({ estate }) => {
        expect(findInconsistencies(estate).filter(({ kind }) => kind !== "record")).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
