import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { expectationSchema, type Expectation } from "../support/expectation.ts";
import { expectRun } from "./expect-run.ts";
import { closeEverything, runOnTwin } from "./run-on-twin.ts";

const folder = join(import.meta.dirname, "../../../shared/estates");
const isThere = existsSync(folder);
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const expectation = (name: string): Expectation => expectationSchema.parse(JSON.parse(read(`${name}.expect.json`)));

describe.skipIf(!isThere)("on the shared estates [needs ../shared]", () => {
  it.each([
    ["fresh-approved-only", "fresh-approved-only"],
    ["hardened", "hardened"],
    ["fresh-internet-outbound", "fresh-internet-outbound"],
    ["fresh-internet-outbound", "fresh-internet-outbound.accepted"],
  ])("%s comes out as %s.expect.json says [needs ../shared]", async (estate, expected) => {
    await expectRun(parseEstate(read(`${estate}.json`)), expectation(expected));
  });

  it("every hub of the small fleet gets the verdict and the areas expected of it [needs ../shared]", async () => {
    const fleet = parseEstate(read("fleet-small.json"));
    for (const hub of fleetHubs().filter((h) => h.visible)) {
      const run = await runOnTwin(fleet, { hub: hub.id, spec: closeEverything() });
      const report = await run.verify();
      const areas = report.findings.filter((f) => f.severity !== "note").map((f) => `${f.code.slice(0, 4)}xx`);
      const missing = hub.areas.filter((a) => !areas.includes(a));
      const said = `${hub.id.split("/").at(-1) ?? ""}: ${JSON.stringify(report.findings.map((f) => f.detail))}`;
      // Judged as a whole: drift where something can be mended, refused where the guard says no to part of it.
      const verdict = report.verdict === "refused" ? "drift" : report.verdict;
      expect({ verdict, missing, extra: hub.verdict === "private" ? areas : [] }, said).toEqual({
        verdict: hub.verdict,
        missing: [],
        extra: [],
      });
      expect(run.writes()).toEqual([]);
    }
  });
});

function fleetHubs(): readonly { id: string; visible: boolean; verdict: string; areas: string[] }[] {
  const schema = z.object({
    discover: z.object({
      hubs: z.array(
        z.object({ id: z.string(), visible: z.boolean(), verdict: z.string(), areas: z.array(z.string()) }),
      ),
    }),
  });
  return schema.parse(JSON.parse(read("fleet-small.expect.json"))).discover.hubs;
}
