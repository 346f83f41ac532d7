import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { findLostReach, pairKey } from "../../src/twin/reach/lost-reach.ts";
import { computeReach } from "../../src/twin/reach/reach.ts";
import { anyEstate } from "../support/random-estates.ts";

const isStorage = (id: string): boolean => id.endsWith("/storageAccounts/strandom");

function closeStorage(estate: EstateDocument): EstateDocument {
  const resources = estate.resources.map((document) =>
    isStorage(document.id)
      ? { ...document, properties: { ...document.properties, publicNetworkAccess: "Disabled" } }
      : document,
  );
  return { ...estate, resources };
}

describe("the judge, on any estate", () => {
  it("names each pair once and says why", () => {
    fc.assert(
      fc.property(anyEstate, ({ estate }) => {
        const reach = computeReach(estate);
        expect(new Set(reach.map(pairKey)).size).toBe(reach.length);
        expect(reach.filter(({ isOpen, via, why }) => why === "" || isOpen !== (via !== ""))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("sees closing a public endpoint open nothing, and cost only who came in by it", () => {
    fc.assert(
      fc.property(anyEstate, ({ estate }) => {
        const [before, after] = [computeReach(estate), computeReach(closeStorage(estate))];
        const isPerimeter = estate.resources.some(
          ({ id, properties }) => isStorage(id) && properties?.publicNetworkAccess === "SecuredByPerimeter",
        );
        // Disabled instead of a perimeter lets trusted services, AI services among them, and resource instances in again.
        const opened = findLostReach(after, before).filter(
          ({ origin }) => !isPerimeter || !["trustedServices", "resourceInstance", "aiService"].includes(origin.kind),
        );
        const lost = findLostReach(before, after);
        expect(opened).toEqual([]);
        expect(lost.filter(({ door }) => !isStorage(door.resource))).toEqual([]);
        expect(lost.filter(({ via }) => via.startsWith("private endpoint"))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
