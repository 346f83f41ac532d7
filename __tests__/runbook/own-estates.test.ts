import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { estateNamed } from "../support/edit-estate.ts";
import { expectationSchema, forbidden, type Expectation } from "../support/expectation.ts";
import { expectRun } from "./expect-run.ts";
import { runOnTwin } from "./run-on-twin.ts";

const folder = join(import.meta.dirname, "../estates");
const readJson = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));

function readExpectation(name: string): Expectation {
  const expectation = expectationSchema.parse(readJson(`${name}.expect.json`));
  const common = expectation.neverFrom === undefined ? [] : z.array(forbidden).parse(readJson(expectation.neverFrom));
  return { ...expectation, never: [...expectation.never, ...common] };
}

describe("on the project's own estates", () => {
  it.each([
    ["fresh-approved-only", "fresh-approved-only"],
    ["hardened", "hardened"],
    ["fresh-internet-outbound", "fresh-internet-outbound"],
    ["fresh-internet-outbound", "fresh-internet-outbound.accepted"],
    ["shared-storage", "shared-storage"],
    ["first-endpoint", "first-endpoint"],
    ["pending-look-alike", "pending-look-alike"],
    ["application-gateway", "application-gateway"],
  ])("%s comes out as %s.expect.json says", async (estate, expected) => {
    await expectRun(estateNamed(estate), readExpectation(expected));
  });

  it.each(["government", "china"])(
    "a hub in the %s cloud goes from deployed to private, and stays so",
    async (name) => {
      const run = await runOnTwin(estateNamed(name));
      const applied = await run.apply();
      expect(applied.findings.filter((f) => f.state !== "fixed").map((f) => f.detail)).toEqual([]);
      expect(applied.verdict).toBe("private");
      const again = await run.plan();
      expect({ steps: again.steps, verdict: again.verdict }).toEqual({ steps: [], verdict: "private" });
    },
  );
});
