/**
 * The tally of vitest's JSON report. `failed` also holds what isn't a test: a file that doesn't load, a run that ends
 * with an error, a test left out without leave.
 *
 * @typedef {{ passed: number, failed: readonly string[], skipped: readonly string[] }} Tally
 * @typedef {{ status: string, fullName: string }} Test
 * @typedef {{ name: string, status: string, assertionResults: readonly Test[] }} TestFile
 */

/** The one reason a test may be skipped for: it holds the code against material that isn't in the repository. */
const leave = "[needs ../shared]";

/**
 * @param {unknown} value
 * @returns {value is TestFile}
 */
function isTestFile(value) {
  return typeof value === "object" && value !== null && "assertionResults" in value && "status" in value;
}

/**
 * @param {string} text
 * @returns {readonly TestFile[]}
 */
function readTestFiles(text) {
  /** @type {unknown} */
  const report = JSON.parse(text);
  if (typeof report === "object" && report !== null && "testResults" in report) {
    const files = report.testResults;
    if (Array.isArray(files) && files.every(isTestFile)) {
      return files;
    }
  }
  throw new Error("This is not a report of vitest's JSON reporter.");
}

/**
 * @param {string | undefined} text the report, undefined where the run never came to write one
 * @param {number} exitCode of the command that ran the tests
 * @returns {Tally}
 */
export function tallyTests(text, exitCode) {
  if (text === undefined) {
    return { passed: 0, failed: ["The tests never ran."], skipped: [] };
  }
  const files = readTestFiles(text);
  const tests = files.flatMap((file) => file.assertionResults);
  const leftOut = tests.filter(({ status }) => status !== "passed" && status !== "failed").map((test) => test.fullName);
  const failed = [
    ...tests.filter(({ status }) => status === "failed").map((test) => test.fullName),
    ...files.filter(isUnloaded).map((file) => `${file.name} doesn't load`),
    ...leftOut.filter((name) => !name.includes(leave)).map((name) => `skipped: ${name}`),
  ];
  const passed = tests.filter(({ status }) => status === "passed").length;
  if (passed === 0 && failed.length === 0) {
    failed.push("There are no tests.");
  } else if (exitCode !== 0 && failed.length === 0) {
    failed.push(`Every test passed, but the run ended with ${exitCode}.`);
  }
  return { passed, failed, skipped: leftOut.filter((name) => name.includes(leave)) };
}

/** @param {TestFile} file */
function isUnloaded(file) {
  return file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed");
}

/**
 * The names behind the numbers, a line each.
 *
 * @param {Tally} tally
 */
export function formatNames(tally) {
  return [...tally.failed.map((name) => `  failed   ${name}`), ...tally.skipped.map((name) => `  skipped  ${name}`)];
}
