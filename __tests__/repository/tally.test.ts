import { expect, test } from "vitest";

import { formatNames, tallyTests } from "../../scripts/ci/test-report.mjs";

interface Test {
  readonly status: string;
  readonly fullName: string;
}

const passes: Test = { status: "passed", fullName: "it works" };
const fails: Test = { status: "failed", fullName: "it breaks" };

/** A report of one file with these tests, the way vitest writes it. */
function writeReport(assertionResults: readonly Test[], status = "passed"): string {
  return JSON.stringify({ testResults: [{ name: "x.test.ts", status, assertionResults }] });
}

test("passed and failed tests are counted", () => {
  const tally = tallyTests(writeReport([passes, passes, fails], "failed"), 1);
  expect(tally).toEqual({ passed: 2, failed: ["it breaks"], skipped: [] });
});

test("a skipped test that needs what isn't in the repository is counted as skipped, and named", () => {
  const skipped = { status: "skipped", fullName: "the twin answers as recorded [needs ../shared]" };
  const tally = tallyTests(writeReport([passes, skipped]), 0);
  expect(tally).toMatchObject({ passed: 1, failed: [] });
  expect(formatNames(tally).join()).toContain(skipped.fullName);
});

test.each(["skipped", "pending", "todo"])("a test left %s without leave is a failure", (status) => {
  expect(tallyTests(writeReport([passes, { status, fullName: "later" }]), 0).failed).toEqual(["skipped: later"]);
});

test("a file that doesn't load is a failure", () => {
  expect(tallyTests(writeReport([], "failed"), 1).failed).toEqual(["x.test.ts doesn't load"]);
});

test("an error outside of every test is a failure", () => {
  expect(tallyTests(writeReport([passes]), 1).failed).toHaveLength(1);
});

test("no tests at all is a failure", () => {
  expect(tallyTests(JSON.stringify({ testResults: [] }), 0).failed).toHaveLength(1);
});

test("a run that never came to its tests is a failure", () => {
  expect(tallyTests(undefined, 1).failed).toHaveLength(1);
});
