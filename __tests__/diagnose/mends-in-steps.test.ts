/** The lines that mend private DNS, carried out one by one: after none of them is anybody worse off than before it. */
import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { indexEstate } from "../../src/twin/reach/estate-index.ts";
import { resolveIn } from "../../src/twin/reach/names.ts";
import { findPrivateEndpoints } from "../../src/twin/reach/private-endpoints.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { runAz } from "../support/az-on-estate.ts";
import { withoutEntry, withoutLinks, withoutZone, withVnet, withZone } from "../support/dns-edits.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { azureDnsCases } from "./cases/azure-dns.ts";

const vnet = "vnet-northwind-core";
const blob = "privatelink.blob.core.windows.net";
const hardened = estateNamed("hardened");

/** The zone that the zone group keeps is another network's; the endpoint's own network asks a second one. */
function otherNetworkOnFirstZone(): EstateDocument {
  const two = withoutLinks(withVnet(hardened, vnet, "vnet-else", true), blob);
  const [, , subscription = ""] = find(two, "/virtualNetworks/vnet-else").id.split("/");
  const linked = runAz(
    two,
    `az network private-dns link vnet create --subscription ${subscription} --resource-group rg-northwind-network --zone-name ${blob} --name else --virtual-network ${find(two, "/virtualNetworks/vnet-else").id}`,
  );
  return withZone(linked, { zone: blob, group: "rg-northwind-ai", vnet, records: { other: ["10.20.1.98"] } });
}

const broken: Readonly<Record<string, EstateDocument>> = {
  ...Object.fromEntries(
    azureDnsCases
      .filter(({ code }) => ["SFH601", "SFH602", "SFH607", "SFH608"].includes(code))
      .filter(({ what }) => !/Government|is older than/.test(what))
      .map(({ what, estate }) => [what, estate]),
  ),
  "another network rests on the zone that the zone group keeps": otherNetworkOnFirstZone(),
};

const dnsCodes = (report: Report): readonly string[] =>
  report.findings.filter((f) => /^SFH60[1-9]/.test(f.code)).map((f) => `${f.code} ${f.detail}`);

test.each(Object.entries(broken))("where %s", async (_, estate) => {
  const report = await (await runOnTwin(estate)).verify();
  const lines = new Set(
    report.findings
      .filter((f) => f.code.startsWith("SFH60"))
      .flatMap((f) => f.mendLines ?? [])
      .flatMap((one) => (one.tool === "az" ? one.lines : [])),
  );
  expect(lines.size).toBeGreaterThan(0);
  let now = estate;
  for (const line of lines) {
    const next = runAz(now, line);
    const before = standings(now);
    const worse = [...standings(next)].filter(([asked, rank]) => rank < (before.get(asked) ?? 0));
    expect(worse, line).toEqual([]);
    now = next;
  }
  expect(dnsCodes(await (await runOnTwin(now)).verify())).toEqual([]);
});

test("two zones that one endpoint lacks are both in each Bicep zone group", async () => {
  const estate = ["privatelink.openai.azure.com", "privatelink.services.ai.azure.com"].reduce(
    (e, zone) => withoutZone(withoutEntry(e, "pe-ais-northwind", zone), zone),
    hardened,
  );
  const report = await (await runOnTwin(estate)).verify();
  const told = report.findings.filter((f) => f.code === "SFH607" && f.resourceId.endsWith("/pe-ais-northwind"));
  const groups = told
    .flatMap((f) => (f.mendLines ?? []).filter(({ tool }) => tool === "Bicep"))
    .map(({ lines }) => lines);
  expect(groups).toHaveLength(2);
  for (const lines of groups) {
    expect(lines.filter((line) => line.includes("privateDnsZoneId"))).toHaveLength(3);
  }
});

test("a link's name that the zone has already gets a number", async () => {
  const zone = "privatelink.api.azureml.ms";
  const estate = withVnet(withoutLinks(hardened, zone), vnet, "vnet-else");
  const [, , subscription = ""] = find(estate, "/virtualNetworks/vnet-else").id.split("/");
  const taken = runAz(
    estate,
    `az network private-dns link vnet create --subscription ${subscription} --resource-group rg-northwind-network --zone-name ${zone} --name ${vnet} --virtual-network ${find(estate, "/virtualNetworks/vnet-else").id}`,
  );
  const [told] = (await (await runOnTwin(taken)).verify()).findings.filter((f) => f.code === "SFH602");
  const lines = (told?.mendLines ?? []).flatMap((one) => one.lines).join("\n");
  expect(lines).toContain(`--name ${vnet}-2 `);
  expect(lines).toContain(`name: '${vnet}-2'`);
});

/** By network and name: the endpoint alone is best, then it beside another, then the public address, then none or a wrong one. */
function standings(estate: EstateDocument): ReadonlyMap<string, number> {
  const networks = estate.resources.filter((d) => d.type === "Microsoft.Network/virtualNetworks");
  const held = findPrivateEndpoints(indexEstate(estate)).flatMap(({ addresses }) =>
    addresses.flatMap(({ address, fqdns }) => fqdns.map((name) => ({ address, name }))),
  );
  return new Map(
    networks.flatMap(({ id }) => held.map(({ name, address }) => [`${id} ${name}`, rank(estate, id, name, address)])),
  );
}

function rank(estate: EstateDocument, network: string, name: string, address: string): number {
  const answer = resolveIn(estate, network, name);
  if (answer.kind !== "addresses") return 0;
  if (!answer.addresses.includes(address)) return answer.addresses.some((one) => one.startsWith("10.")) ? 0 : 1;
  return answer.addresses.length === 1 ? 3 : 2;
}
