/** A caller who may read the hub and its services, and nothing of the network around them. */
import { expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import type { Report } from "../../src/report/report.ts";
import { renderText } from "../../src/report/text.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { withoutActions } from "../support/caller-rights.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { core } from "../support/network-edits.ts";
import { twinVantage } from "../support/twin-vantage.ts";

const hardened = estateNamed("hardened");

const shapes: readonly (readonly [string, readonly string[]])[] = [
  ["nothing of Microsoft.Network", ["Microsoft.Network/*"]],
  ["no private endpoints", ["Microsoft.Network/privateEndpoints/*"]],
  ["no networks", ["Microsoft.Network/virtualNetworks/*"]],
  ["no private DNS zones", ["Microsoft.Network/privateDnsZones/*"]],
];

async function diagnose(actions: readonly string[]): Promise<Report> {
  const estate = { ...withoutActions(hardened, ...actions) };
  const run = await runOnTwin({
    ...estate,
    facts: {
      ...estate.facts,
      diagnosis: [{ list: "otherResults", code: "Noted", level: "Information", message: "the service's word" }],
    },
  });
  const subnet = `${find(hardened, core).id}/subnets/snet-runners`;
  return run.diagnose({ vantage: twinVantage(run.twin, { kind: "vnet", subnet }) });
}

test.each(shapes)("with %s a diagnosis still gives all it can, and says what stayed unknown", async (_, actions) => {
  const report = await diagnose(actions);
  expect(() => reportSchema.parse(JSON.parse(JSON.stringify(report)))).not.toThrow();
  // The service's own word, the storage's doors, and what this machine resolves and reaches.
  expect(report.diagnosis?.opinions.map(({ code }) => code)).toContain("Noted");
  expect(report.paths.some(({ to }) => to.includes("stnorthwindai"))).toBe(true);
  expect(report.diagnosis?.doors.some(({ name, came }) => name.includes(".blob.") && came === "opened")).toBe(true);
  // What isn't known is named, and taken for neither good nor broken.
  expect(report.verdict).toBe("unproven");
  expect(report.findings.filter(({ state, severity }) => state === "open" && severity !== "note")).toEqual([]);
  expect(report.chain?.filter(({ state }) => state === "broken")).toEqual([]);
  expect(renderText(report)).toMatch(/First broken link: /);
});

test("with no endpoint in sight, nobody knows what leads in either", async () => {
  const { chain } = await diagnose(["Microsoft.Network/privateEndpoints/*"]);
  expect(chain?.find(({ link }) => link === "way-in")?.state).toBe("not known");
});

test("which rights would tell more is said", async () => {
  const text = renderText(await diagnose(["Microsoft.Network/virtualNetworks/*"]));
  expect(text).toMatch(/Microsoft\.Network\/virtualNetworks\/read/);
});
