import { configDefaults, defineConfig } from "vitest/config";
import usual from "./vitest.config.ts";

/** The tests that run real clients, the Azure CLI among them, on the twin: `npm run test:conformance`. */
export default defineConfig({
  test: {
    ...usual.test,
    include: ["__tests__/conformance/**/*.test.ts"],
    exclude: configDefaults.exclude,
    globalSetup: "__tests__/conformance/global-setup.ts",
    // A busy machine makes az, a second of pure computing, ten times as slow.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // The twin is on this machine, whatever proxy leads out of it.
    env: { NO_PROXY: "localhost" },
  },
});
