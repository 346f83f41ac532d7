import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placesOfCodes } from "../../src/diagnose/chain/place-of-finding.ts";
import type { Report, ReportFinding } from "../../src/report/report.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { indexEstate } from "../../src/twin/reach/estate-index.ts";
import { resolveIn } from "../../src/twin/reach/names.ts";
import { findPrivateEndpoints, type PrivateEndpoint } from "../../src/twin/reach/private-endpoints.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { withoutActions } from "../support/caller-rights.ts";
import {
  withFallback,
  withoutEntry,
  withoutLinks,
  withoutRecord,
  withoutZone,
  withoutZoneGroup,
  withRecord,
  withVnet,
  withZone,
} from "../support/dns-edits.ts";
import { estateNamed, withProperties } from "../support/edit-estate.ts";
import { azureDnsCases } from "./cases/azure-dns.ts";

const hardened = estateNamed("hardened");
const vnet = "vnet-northwind-core";
const blob = "privatelink.blob.core.windows.net";
const registries = "privatelink.azurecr.io";

const ofNames = (report: Report): readonly ReportFinding[] =>
  report.findings.filter((f) => placesOfCodes[f.code] === "names" && f.state !== "fixed");

async function diagnosed(estate: EstateDocument): Promise<Report> {
  return (await runOnTwin(estate)).diagnose();
}

test.each(azureDnsCases)("$code, where $what, is told by that code alone, and verify knows it too", async (one) => {
  const run = await runOnTwin(one.estate);
  const [told, verified] = [ofNames(await run.diagnose()), ofNames(await run.verify())];
  expect([...new Set(told.map((f) => f.code))]).toEqual([one.code]);
  // Which zones a service says it needs is asked by a diagnosis alone.
  if (!(told[0]?.detail ?? "").includes("says it needs")) expect(verified).toEqual(told);
});

describe("nothing is found on a hub whose names lead to its endpoints", () => {
  const allFallBack = [
    ...new Set(hardened.resources.flatMap((d) => /\/privateDnsZones\/([^/]+)$/.exec(d.id)?.[1] ?? [])),
  ];
  const dataZone = `swedencentral.data.${registries}`;
  const healthy: Readonly<Record<string, EstateDocument>> = {
    "as it should be": hardened,
    "every link falls back to the internet": allFallBack.reduce(withFallback, hardened),
    "the registry's region has a zone of its own, with the record": withZone(
      withoutRecord(hardened, registries, "crnorthwindai.swedencentral.data"),
      { zone: dataZone, group: "rg-northwind-network", vnet, records: { crnorthwindai: ["10.20.1.10"] } },
    ),
    "somebody keeps the vault's record by hand": withoutZoneGroup(hardened, "pe-kv-northwind-ai"),
    "a wildcard record serves the name": withRecord(
      withoutRecord(hardened, "privatelink.openai.azure.com", "none"),
      "privatelink.openai.azure.com",
      "*",
      ["10.20.1.99"],
    ),
    "a peered network asks the public names": withVnet(hardened, vnet, "vnet-spoke", true),
    "somebody else's network has a zone of its own, for others": withZone(
      withVnet(
        withProperties(hardened, "/searchServices/srch-northwind", { publicNetworkAccess: "enabled" }),
        vnet,
        "vnet-else",
      ),
      {
        ...{ zone: "privatelink.search.windows.net", group: "rg-northwind-ai", vnet: "vnet-else" },
        records: { other: ["10.77.0.9"] },
      },
    ),
    "a private network is linked to an empty zone and could not come in without it either": withZone(
      withVnet(hardened, vnet, "vnet-else"),
      { zone: blob, group: "rg-northwind-ai", vnet: "vnet-else" },
    ),
  };

  test.each(Object.entries(healthy))("%s", async (_, estate) => {
    expect(ofNames(await diagnosed(estate)).map((f) => f.detail)).toEqual([]);
  });

  test.each(["government", "china"])("in the %s cloud, once it is private", async (name) => {
    const run = await runOnTwin(estateNamed(name));
    await run.apply();
    expect(ofNames(await run.diagnose()).map((f) => f.detail)).toEqual([]);
  });
});

test.each([
  ["Microsoft.Network/privateDnsZones/A/read", withoutRecord(hardened, blob, "stnorthwindai")],
  ["Microsoft.Network/privateDnsZones/virtualNetworkLinks/read", withoutLinks(hardened, blob)],
])("without the right %s nothing is said of names but that they aren't known", async (action, estate) => {
  const report = await diagnosed(withoutActions(estate, action));
  expect(ofNames(report).map((f) => f.detail)).toEqual([]);
  expect(report.chain?.find(({ link }) => link === "names")?.state).toBe("not known");
});

test("without the right to ask services for their zones the table of zones still tells", async () => {
  const notebooks = "privatelink.notebooks.azure.net";
  const action = "Microsoft.MachineLearningServices/workspaces/privateLinkResources/read";
  const report = await diagnosed(
    withoutActions(withoutZone(withoutEntry(hardened, "pe-hub-northwind", notebooks), notebooks), action),
  );
  expect(ofNames(report).map((f) => f.code)).toEqual(["SFH607"]);
});

const dnsDocuments = hardened.resources.filter((d) =>
  /\/(virtualNetworkLinks|A|privateDnsZoneGroups)\/[^/]+$/.test(d.id),
);

const endpoints = findPrivateEndpoints(indexEstate(hardened));

test("whatever one DNS document is taken away that a name rests on, one code tells it, and a link is told once for each endpoint", async () => {
  const wanted: Readonly<Record<string, string>> = {
    virtualNetworkLinks: "SFH602",
    A: "SFH604",
  };
  for (const document of dnsDocuments) {
    const estate = { ...hardened, resources: hardened.resources.filter((d) => d !== document) };
    const kind = document.id.split("/").at(-2) ?? "";
    const told = ofNames(await diagnosed(estate));
    const isLoss = endpoints.some((one) => newlyLost(estate, one).length > 0);
    expect([...new Set(told.map((f) => f.code))], document.id).toEqual(isLoss ? [wanted[kind]] : []);
    expect(new Set(told.map((f) => f.resourceId)).size, document.id).toBe(told.length);
  }
});

const anyDamage = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant("remove" as const), at: fc.nat({ max: dnsDocuments.length - 1 }) }),
    fc.record({
      ...{ do: fc.constant("rewrite" as const), at: fc.nat({ max: dnsDocuments.length - 1 }) },
      addresses: fc.uniqueArray(fc.constantFrom("10.20.1.7", "10.20.1.9", "10.20.1.250"), { minLength: 1 }),
    }),
  ),
  { minLength: 1, maxLength: 4 },
);

test("a name that doesn't lead to its endpoint is always found, and one that does is never called lost", async () => {
  await fc.assert(
    fc.asyncProperty(anyDamage, async (damages) => {
      const estate = damages.reduce<EstateDocument>((e, damage) => {
        const id = dnsDocuments[damage.at]?.id ?? "";
        if (damage.do === "remove") return { ...e, resources: e.resources.filter((d) => d.id !== id) };
        if (!/\/A\/[^/]+$/.test(id) || !e.resources.some((d) => d.id === id)) return e;
        return withProperties(e, id, { aRecords: damage.addresses.map((ipv4Address) => ({ ipv4Address })) });
      }, hardened);
      const told = ofNames(await (await runOnTwin(estate)).verify());
      for (const endpoint of endpoints) {
        const own = told.filter((f) => f.resourceId.toLowerCase() === endpoint.id.toLowerCase());
        const lost = newlyLost(estate, endpoint);
        if (lost.length > 0) expect(own, `${endpoint.id}: ${lost.join()}`).not.toEqual([]);
        for (const f of own) {
          expect(
            lost.some((name) => f.detail.includes(name)),
            f.detail,
          ).toBe(true);
        }
      }
    }),
    { numRuns: 40 },
  );
});

/** A name that was no alias before the damage doesn't show it: an OpenAI account has only one that is. */
function newlyLost(estate: EstateDocument, endpoint: PrivateEndpoint): readonly string[] {
  const before = lostNames(hardened, endpoint);
  return lostNames(estate, endpoint).filter((name) => !before.includes(name));
}

/** As the twin's own resolver has it. */
function lostNames(estate: EstateDocument, { addresses, vnetId }: PrivateEndpoint): readonly string[] {
  return addresses.flatMap(({ address, fqdns }) =>
    fqdns.filter((name) => {
      const answer = resolveIn(estate, vnetId, name);
      return answer.kind !== "addresses" || answer.addresses.join() !== address;
    }),
  );
}
