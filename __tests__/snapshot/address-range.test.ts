import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isCovered,
  isPrivateRange,
  overlaps,
  parseRange,
  writeAddress,
  writeRange,
  type AddressRange,
} from "../../src/snapshot/address-range.ts";

function range(text: string): AddressRange {
  const parsed = parseRange(text);
  if (parsed === undefined) throw new Error(`${text} is no range`);
  return parsed;
}

const cidr = fc
  .tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: 32 }))
  .map(([address, bits]) => range(`${writeAddress(address)}/${bits}`));

/** Within one /28, where every address can be tried. */
const small = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 28, max: 32 }))
  .map(([last, bits]) => range(`203.0.113.${last}/${bits}`));

test("a range reads the same once written, whatever host bits it had", () => {
  fc.assert(
    fc.property(cidr, (one) => {
      expect(parseRange(writeRange(one))).toEqual(one);
    }),
  );
  expect(writeRange(range("203.0.113.9/24"))).toBe("203.0.113.0/24");
});

test("a range is covered exactly when each of its addresses is in one of the others", () => {
  fc.assert(
    fc.property(small, fc.array(small, { maxLength: 5 }), (one, by) => {
      const each = Array.from({ length: one.last - one.first + 1 }, (_, i) => one.first + i);
      const isIn = (address: number): boolean => by.some((b) => b.first <= address && address <= b.last);
      expect(isCovered(one, by)).toBe(each.every(isIn));
      expect(by.some((b) => overlaps(one, b))).toBe(each.some(isIn));
    }),
  );
});

describe("what is private", () => {
  test.each(["10.1.2.3", "172.16.0.0/12", "172.31.255.255", "192.168.0.0/24", "100.64.1.1", "169.254.169.254"])(
    "%s",
    (text) => expect(isPrivateRange(range(text))).toBe(true),
  );
  test.each(["172.32.0.0", "9.255.255.255", "11.0.0.0/8", "0.0.0.0/0", "10.0.0.0/7", "203.0.113.0/24"])(
    "not %s",
    (text) => expect(isPrivateRange(range(text))).toBe(false),
  );
});

test.each(["", "203.0.113", "203.0.113.256", "203.0.113.0/33", "203.0.113.0/x", "::1", "203.0.113.0/24/8"])(
  "%j is no range",
  (text) => expect(parseRange(text)).toBeUndefined(),
);
