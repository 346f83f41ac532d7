import { expect, test } from "vitest";

import { compareVersions, majorTagOf, parseTag, parseVersion, tagOf } from "../../scripts/release/version.mjs";

/** The version, which the test knows to be one. */
function version(text: string): NonNullable<ReturnType<typeof parseVersion>> {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`${text} is no version`);
  return parsed;
}

test.each([
  ...["v1.2.3", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-a..b", "1.2.3-01", "1.2.3+build", " 1.2.3", "1.2.3\n"],
  ...["", "latest", "1.2.3; rm -rf .", "1.2.x", "1234567890.0.0"],
])("%j is no version", (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

test.each(["0.0.0", "1.2.3", "10.20.30", "1.2.3-rc.1", "1.2.3-0", "1.2.3-a-b.0x1"])("%s is a version", (text) => {
  expect(tagOf(version(text))).toBe(`v${text}`);
});

test.each(["v1", "1.2.3", "vv1.2.3", "v1.2"])("the tag %s stands for no version", (tag) => {
  expect(parseTag(tag)).toBeUndefined();
});

test("versions stand in the order of semver.org, 11", () => {
  const inOrder = [
    ...["0.9.9", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11"],
    ...["1.0.0-rc.1", "1.0.0", "1.0.1", "1.1.0", "1.10.0", "2.0.0"],
  ];
  for (const [index, text] of inOrder.entries()) {
    for (const [other, otherText] of inOrder.entries()) {
      expect(Math.sign(compareVersions(version(text), version(otherText)))).toBe(Math.sign(index - other));
    }
  }
});

test("a major has a tag of its own from 1 on", () => {
  expect(majorTagOf(version("12.3.4"))).toBe("v12");
  expect(majorTagOf(version("0.3.4"))).toBeUndefined();
});
