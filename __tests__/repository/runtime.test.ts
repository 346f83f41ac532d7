import { expect, test } from "vitest";

test("the tests run on the Node 24 that the lock file pins", () => {
  expect(process.version).toMatch(/^v24\./);
});
