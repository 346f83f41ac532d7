import { configDefaults, defineConfig } from "vitest/config";
import usual from "./vitest.config.ts";

/** The tests that run the actions and workflows in a real workflow engine, on the twin: `npm run test:workflows`. */
export default defineConfig({
  test: {
    ...usual.test,
    include: ["__tests__/workflows/**/*.test.ts"],
    exclude: configDefaults.exclude,
    globalSetup: "__tests__/workflows/global-setup.ts",
    // A workflow takes seconds; a busy machine makes that ten times as long.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // The twin, GitHub and its token issuer are on this machine, whatever proxy leads out of it.
    // What this process has and no step must see is there to be seen.
    env: { NO_PROXY: "localhost,127.0.0.1", SFH_LEAKED: "something" },
  },
});
