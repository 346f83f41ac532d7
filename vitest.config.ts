import { configDefaults, defineConfig } from "vitest/config";

/** A file that gets the results as JSON as well, for whoever counts them; none by default. */
const reportFile = process.env.SFH_TEST_REPORT;

export default defineConfig({
  test: {
    include: ["__tests__/**/*.test.ts"],
    // They install and run other programs, and have a command of their own.
    exclude: [...configDefaults.exclude, "__tests__/conformance/**", "__tests__/workflows/**"],
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    cache: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A run in CI that leaves out tests because of a forgotten `.only` would count as passed.
    allowOnly: false,
    reporters: reportFile === undefined ? ["default"] : ["default", ["json", { outputFile: reportFile }]],
  },
});
