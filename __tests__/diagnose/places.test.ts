import { expect, test } from "vitest";
import { findingCodes } from "../../src/checks/codes.ts";
import { links, linkWords } from "../../src/diagnose/chain/link.ts";
import { placesOfCodes } from "../../src/diagnose/chain/place-of-finding.ts";
import { placesOfBlocks, placesOfDoubts } from "../../src/diagnose/chain/place-of-pair.ts";
import { codes } from "../../src/checks/codes.ts";
import { blockReasons, unknownReasons } from "../../src/paths/pair.ts";

test("every code, every reason and every link has its place and its words", () => {
  expect(Object.keys(placesOfCodes).toSorted()).toEqual([...findingCodes].toSorted());
  expect(Object.keys(placesOfBlocks).toSorted()).toEqual([...blockReasons].toSorted());
  expect(Object.keys(placesOfDoubts).toSorted()).toEqual([...unknownReasons].toSorted());
  expect(Object.keys(linkWords)).toEqual([...links]);
});

test("only a note, or what a guard or a rollback says of itself, is beside the chain", () => {
  const beside = findingCodes.filter((code) => placesOfCodes[code] === "beside" && codes[code].severity !== "note");
  expect(beside.filter((code) => !/^SFH3[23]/.test(code))).toEqual(["SFH406"]);
});
