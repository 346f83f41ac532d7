import { describe, expect, test } from "vitest";
import { chainOf, firstBrokenLink } from "../../src/diagnose/chain/first-broken-link.ts";
import { finding } from "../../src/checks/finding.ts";
import { linkWords } from "../../src/diagnose/chain/link.ts";
import { brokenLinkOf, describeBrokenLink, describeUnknownLinks } from "../../src/report/broken-link.ts";
import { exitCodeOf } from "../../src/report/verdict.ts";
import { renderText } from "../../src/report/text.ts";
import type { EstateDocument, JsonObject } from "../../src/twin/estate.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { withOpenVault } from "../cli/estate-variants.ts";
import { withoutActions } from "../support/caller-rights.ts";
import { estateNamed, without, withProperties } from "../support/edit-estate.ts";

const hardened = estateNamed("hardened");
const hubPath = "/workspaces/hub-northwind";

/** The managed network's endpoint to the vault, as the vault sees it. */
const vaultConnection =
  hardened.resources.find((d) => /\/vaults\/.*privateEndpointConnections\/__SYS/i.test(d.id))?.id ?? "";

function withStatus(estate: EstateDocument, id: string, status: string): EstateDocument {
  const state: JsonObject = { status, description: "", actionsRequired: "None" };
  return withProperties(estate, id, { privateLinkServiceConnectionState: state });
}

function inactive(estate: EstateDocument): EstateDocument {
  const managedNetwork = { isolationMode: "AllowOnlyApprovedOutbound", status: { status: "Inactive" } };
  return withProperties(estate, hubPath, { managedNetwork });
}

interface Case {
  readonly estate: EstateDocument;
  readonly place: number;
  readonly code: string;
  readonly shows: RegExp;
}

const cases: Readonly<Record<string, Case>> = {
  "the managed network isn't provisioned": {
    estate: inactive(hardened),
    place: 2,
    code: "SFH101",
    shows: /apply provisions it/,
  },
  "a rule is missing": {
    estate: without(hardened, /outboundRules\/srch-northwind-search$/),
    place: 3,
    code: "SFH201",
    shows: /srch-northwind searchService/,
  },
  "a rule has failed": {
    estate: withProperties(hardened, "/outboundRules/srch-northwind-search", { status: "Failed" }),
    place: 4,
    code: "SFH202",
    shows: /srch-northwind-search .* is Failed/,
  },
  "a connection is Rejected on its target": {
    estate: withStatus(hardened, vaultConnection, "Rejected"),
    place: 5,
    code: "SFH203",
    shows: /its connection is Rejected/,
  },
  "the customer's private endpoint is gone": {
    estate: without(hardened, /privateEndpoints\/pe-kv-northwind-ai|privateEndpointConnections\/pe-kv-northwind-ai/),
    place: 6,
    code: "SFH802",
    shows: /no approved customer private endpoint for vault/,
  },
  "a zone isn't linked": {
    estate: without(hardened, /privatelink\.vaultcore\.azure\.net\/virtualNetworkLinks\//),
    place: 8,
    code: "SFH602",
    shows: /resolves to the public address/,
  },
  "a record is missing": {
    estate: without(hardened, /privatelink\.blob\.core\.windows\.net\/A\/stnorthwindai$/),
    place: 8,
    code: "SFH604",
    shows: /NXDOMAIN/,
  },
  "Reader is missing": {
    estate: without(hardened, /privateEndpoints\/pe-stnorthwindai-blob\/providers\/Microsoft\.Authorization\//),
    place: 11,
    code: "SFH401",
    shows: /and 2 more.*apply grants Reader/,
  },
  "a public door is open": { estate: withOpenVault(), place: 12, code: "SFH302", shows: /kv-northwind-ai: public/ },
  "a project's store is missing": {
    estate: without(hardened, /proj-orders\/datastores\/workspaceblobstore$/),
    place: 13,
    code: "SFH501",
    shows: /proj-orders has no workspaceblobstore/,
  },
};

describe.each(Object.entries(cases))("where %s", (_, { estate, place, code, shows }) => {
  test("that is the first broken link, and nothing is written", async () => {
    const run = await runOnTwin(estate);
    const report = await run.diagnose();
    const broken = brokenLinkOf(report);
    expect({ place: broken?.place, code: broken?.finding?.code }).toEqual({ place, code });
    expect(describeBrokenLink(report)).toMatch(shows);
    expect(renderText(report)).toContain(`First broken link: ${broken?.name ?? ""} (${place} of 14)`);
    expect(run.writes()).toEqual([]);
    expect(exitCodeOf(report.verdict)).toBe(exitCodeOf((await run.verify()).verdict));
  });
});

test("apply mends the link and then names none", async () => {
  const run = await runOnTwin(cases["Reader is missing"]?.estate ?? hardened);
  const applied = await run.apply();
  expect(applied.verdict).toBe("private");
  expect(describeBrokenLink(applied)).toBeUndefined();
  expect(renderText(applied)).not.toContain("First broken link");
  expect(renderText(await run.diagnose())).toMatch(/\nFirst broken link: none, every link /);
});

test("of several, the one the others rest on comes first, and what it shuts is shown", async () => {
  const both = without(inactive(withOpenVault()), /privatelink\.blob\.core\.windows\.net\/A\//);
  const report = await (await runOnTwin(both)).verify();
  expect(report.chain?.filter((link) => link.state === "broken").map(({ link }) => link)).toEqual([
    "managed-network",
    "names",
    "public-doors",
  ]);
  const broken = brokenLinkOf(report);
  expect(broken?.name).toBe("managed network");
  expect(broken?.paths.map((path) => path.state)).toContain("blocked");
  expect(new Set(broken?.paths.map((path) => path.from))).toEqual(
    new Set(["compute in the managed network of hub-northwind"]),
  );
  expect(renderText(report)).toMatch(/\nFirst broken link: managed network: SFH101 /);
});

test("what isn't known is told as that before a broken link, never as holding nor as broken", () => {
  const chain = chainOf({
    findings: [
      finding("SFH203", { resourceId: "/x", detail: "can't be told", state: "unknown" }),
      finding("SFH302", { resourceId: "/x", detail: "open" }),
    ],
    pairs: [],
  });
  const first = firstBrokenLink(chain);
  expect(first?.broken.link).toBe("public-doors");
  expect(first?.notKnownBefore.map(({ link }) => link)).toEqual(["connections-approved"]);
});

test.each([
  ["Microsoft.KeyVault/vaults/privateEndpointConnections/read", "connections Approved"],
  ["Microsoft.Authorization/roleAssignments/read", "Reader"],
  ["Microsoft.MachineLearningServices/workspaces/outboundRules/read", "outbound rules"],
])("without the right %s, %s is not known", async (action, name) => {
  const run = await runOnTwin(withoutActions(hardened, action));
  const report = await run.diagnose();
  const said = describeUnknownLinks(report) ?? describeBrokenLink(report);
  expect(said).toMatch(new RegExp(`not known[^.]*${name}`, "i"));
  expect(report.chain?.find((link) => linkWords[link.link].name === name)?.state).toBe("not known");
  expect(report.verdict).not.toBe("private");
});

test("a plan and a rollback name none", async () => {
  const run = await runOnTwin(withOpenVault());
  expect(renderText(await run.plan())).not.toContain("First broken link");
  await run.apply();
  const back = await run.rollback();
  expect(back.chain).toBeUndefined();
  expect(renderText(back)).not.toContain("First broken link");
});
