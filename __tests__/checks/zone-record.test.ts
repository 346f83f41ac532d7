import fc from "fast-check";
import { expect, test } from "vitest";
import { addressesAt } from "../../src/paths/zone-record.ts";

const zoneWith = (...names: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  new Map(names.map((name) => [name, [`of ${name}`]]));

test.each([
  ["its own record", ["a.b", "*.b", "*"], "a.b", "of a.b"],
  ["the closest wildcard", ["*.b", "*"], "a.b", "of *.b"],
  ["a wildcard above names that aren't there", ["*"], "a.b", "of *"],
  ["a wildcard several labels up", ["*.c"], "a.b.c", "of *.c"],
  ["nothing past a closer record", ["b", "*"], "a.b", undefined],
  ["nothing past a name that only others hang below", ["x.b", "*"], "a.b", undefined],
  ["nothing where others hang below the name itself", ["x.a", "*"], "a", undefined],
  ["nothing past a closer wildcard's place", ["*.x.b", "*"], "a.b", undefined],
  ["no wildcard for the zone's own name", ["*"], "@", undefined],
  ["the zone's own record", ["@"], "@", "of @"],
  ["no record of the zone for a name below", ["@"], "a", undefined],
])("a zone answers with %s", (_, records, asked, wanted) => {
  expect(addressesAt(zoneWith(...records), asked)).toEqual(wanted === undefined ? [] : [wanted]);
});

test("a wildcard never answers below a name that exists", () => {
  const label = fc.constantFrom("a", "b", "c");
  const path = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
  fc.assert(
    fc.property(path, path, path, (below, existing, above) => {
      const zone = zoneWith(existing, "*", `*.${above}`);
      const asked = `${below}.${existing}`;
      fc.pre(above !== existing && !above.endsWith(`.${existing}`));
      expect(addressesAt(zone, asked)).toEqual([]);
    }),
  );
});
