export { createTwinVantage as twinVantage } from "../../src/cli/twin-vantage.ts";
export { nothingGiven } from "../../src/observe/evidence.ts";
