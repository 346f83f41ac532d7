import { expect, test } from "vitest";
import type { ReportName } from "../../src/report/report-diagnosis.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { withoutLinks, withoutRecord, withRecord, withVnet } from "../support/dns-edits.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { nothingGiven, twinVantage } from "../support/twin-vantage.ts";

const hardened = estateNamed("hardened");
const vnet = "vnet-northwind-core";
const blob = "privatelink.blob.core.windows.net";
const account = "stnorthwindai.blob.core.windows.net";
const subnet = `${find(hardened, `/virtualNetworks/${vnet}`).id}/subnets/snet-private-endpoints`;
const answers = (name: string, server: string, addresses: readonly string[]) =>
  ({ name, server, at: "answers.txt:3", answer: { is: "addresses", addresses } }) as const;

async function tableOf(
  estate: EstateDocument,
  { inside = false, given = nothingGiven } = {},
): Promise<readonly ReportName[]> {
  const run = await runOnTwin(estate);
  const vantage = inside ? { vantage: twinVantage(run.twin, { kind: "vnet", subnet }) } : {};
  return (await run.diagnose({ ...vantage, given })).diagnosis?.names ?? [];
}

const rowOf = (table: readonly ReportName[], name: string): ReportName | undefined =>
  table.find((row) => row.name === name);

test("every name of every endpoint has a row, with its network's answer and this machine's", async () => {
  const table = await tableOf(hardened, { inside: true });
  const held = hardened.resources
    .filter((d) => d.type === "Microsoft.Network/networkInterfaces")
    .flatMap((d) => JSON.stringify(d).match(/"fqdns":\[[^\]]*\]/g) ?? [])
    .flatMap((list) => list.split(":").slice(1).join(":").split(","));
  expect(table).toHaveLength(held.length);
  expect(rowOf(table, account)).toEqual({
    name: account,
    endpoint: "pe-stnorthwindai-blob",
    expected: ["10.20.1.7"],
    answers: [
      { from: `${vnet} (Azure DNS)`, said: "10.20.1.7", is: "right" },
      { from: "this machine", said: "10.20.1.7", is: "right" },
    ],
  });
  // The twin's OpenAI account has an alias for one of its endpoint's three names; the other two don't exist there.
  const others = table.filter((row) => row.endpoint !== "pe-aoai-northwind");
  expect(others.flatMap((row) => row.answers).filter(({ is }) => is !== "right")).toEqual([]);
  expect(table.flatMap((row) => row.answers).filter(({ is }) => is === "wrong")).toEqual([]);
});

test("a public answer on the public side is not known to be wrong", async () => {
  const table = await tableOf(hardened);
  const here = table.flatMap((row) => row.answers).filter(({ from }) => from === "this machine");
  expect(here.length).toBeGreaterThan(0);
  expect(new Set(here.map(({ is }) => is))).toEqual(new Set(["not known"]));
});

test.each([
  ["unlinked", withoutLinks(hardened, blob), "the public address"],
  ["without its record", withoutRecord(hardened, blob, "stnorthwindai"), `NXDOMAIN (${blob} has no record)`],
  ["with an old one", withRecord(hardened, blob, "stnorthwindai", ["10.20.1.250"]), "10.20.1.250"],
  ["with two", withRecord(hardened, blob, "stnorthwindai", ["10.20.1.7", "10.20.1.250"]), "10.20.1.7, 10.20.1.250"],
])("in its own network a zone %s is wrong", async (_, estate, said) => {
  const row = rowOf(await tableOf(estate), account);
  expect(row?.answers[0]).toEqual({ from: `${vnet} (Azure DNS)`, said, is: "wrong" });
});

test("a peered network needn't use the endpoint", async () => {
  const row = rowOf(await tableOf(withVnet(hardened, vnet, "vnet-spoke", true)), account);
  expect(row?.answers.find(({ from }) => from.startsWith("vnet-spoke"))?.is).toBe("not known");
});

test("custom servers and given answers stand beside it, the given ones with their line", async () => {
  const custom = withProperties(hardened, `/virtualNetworks/${vnet}`, { dhcpOptions: { dnsServers: ["10.20.9.53"] } });
  const given = {
    ...nothingGiven,
    answers: [answers(account, "10.20.9.53", ["20.60.1.1"]), answers(account, "8.8.8.8", ["20.60.1.1"])],
  };
  const other = rowOf(await tableOf(custom, { given }), "kv-northwind-ai.vault.azure.net");
  expect(other?.answers[0]).toEqual({ from: "10.20.9.53", said: "no answer", is: "not known" });
  expect(rowOf(await tableOf(custom, { given }), account)?.answers.filter(({ from }) => from.includes(":3"))).toEqual([
    { from: "10.20.9.53 (answers.txt:3)", said: "20.60.1.1", is: "wrong" },
    { from: "8.8.8.8 (answers.txt:3)", said: "20.60.1.1", is: "not known" },
  ]);
});
