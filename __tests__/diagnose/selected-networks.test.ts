import { describe, expect, test } from "vitest";
import { nothingGiven } from "../support/twin-vantage.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { letsIn } from "../support/selected-networks.ts";
import { withoutEndpoint } from "../support/broken-connections.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import type { ReportFinding } from "../../src/report/report.ts";
import type { RunnerFacts } from "../../src/snapshot/runner.ts";
import { runOnTwin, type RunOptions } from "../runbook/run-on-twin.ts";
import { asFound } from "./cases/selected-networks.ts";

const hardened = estateNamed("hardened");
const storage = "/storageAccounts/stnorthwindai";
const network = find(hardened, "/virtualNetworks/vnet-northwind-core").id;
const withoutWays = withoutEndpoint(withoutEndpoint(hardened, "pe-stnorthwindai-blob"), "pe-stnorthwindai-file");

async function notLetIn(
  estate: EstateDocument,
  clientRanges: readonly string[],
  options: RunOptions = { spec: asFound },
): Promise<readonly ReportFinding[]> {
  const report = await (await runOnTwin(estate, options)).diagnose({ given: { ...nothingGiven, clientRanges } });
  return report.findings.filter(({ code }) => code === "SFH312");
}

describe("nothing is said", () => {
  test.each<[string, EstateDocument, readonly string[]]>([
    ["of a range that is let in whole", letsIn(hardened, storage, ["203.0.113.0/24"]), ["203.0.113.0/24"]],
    ["of one within", letsIn(hardened, storage, ["203.0.112.0/22"]), ["203.0.113.7", "203.0.113.64/26"]],
    [
      "of one that two rules let in between them",
      letsIn(hardened, storage, ["203.0.113.128/25", "203.0.113.0/25"]),
      ["203.0.113.0/24"],
    ],
    ["where no public way is meant to be: private endpoints are there", hardened, ["203.0.113.0/24", "10.0.0.0/8"]],
    ["of a private range where a private endpoint leads", letsIn(hardened, storage, []), ["10.99.0.0/16"]],
    [
      "of a private range whose subnet is let in",
      letsIn(withoutWays, storage, [], [`${network}/subnets/snet-runners`]),
      ["10.20.2.0/25"],
    ],
    ["where no range is given", letsIn(hardened, storage, ["203.0.113.0/24"]), []],
  ])("%s", async (_what, estate, ranges) => {
    expect(await notLetIn(estate, ranges)).toEqual([]);
  });

  test.each<[string, RunnerFacts]>([
    ["a private one outside", { network: undefined, addresses: ["192.168.1.20"] }],
    ["one that is let in", { network: undefined, addresses: ["192.168.1.20", "203.0.113.8"] }],
    ["one in a network without a subnet rule", { network, addresses: ["10.20.2.4"] }],
    ["none known", { network: undefined, addresses: [] }],
  ])("of a machine whose address is %s", async (_what, runner) => {
    expect(await notLetIn(letsIn(hardened, storage, ["203.0.113.0/24"]), [], { spec: asFound, runner })).toEqual([]);
  });

  test("of a machine that resolves the private endpoint, whatever its own address", async () => {
    const inside = {
      ...hardened,
      facts: { ...hardened.facts, vantage: { kind: "vnet", subnet: `${network}/subnets/snet-runners` } as const },
    };
    const runner = { network, addresses: ["10.20.2.4", "198.51.100.9"] };
    const estate = letsIn(inside, storage, [], [`${network}/subnets/snet-dns`]);
    expect(await notLetIn(estate, [], { spec: asFound, runner })).toEqual([]);
  });

  test("of a machine whose subnet is let in", async () => {
    const runner = { network, addresses: ["10.20.2.4"] };
    const estate = letsIn(withoutWays, storage, [], [`${network}/subnets/snet-runners`]);
    expect(await notLetIn(estate, [], { spec: asFound, runner })).toEqual([]);
  });
});

test("a machine whose subnet can't be told is unknown, not good", async () => {
  const runner = { network, addresses: [] };
  const estate = letsIn(withoutWays, storage, [], [`${network}/subnets/snet-runners`]);
  expect(await notLetIn(estate, [], { spec: asFound, runner })).toMatchObject([{ state: "unknown" }]);
});

test("each range is one finding on each service, with the line that adds it and no Bicep that would reset the rest", async () => {
  const both = letsIn(letsIn(hardened, storage, ["198.51.100.7"]), "/vaults/kv-northwind-ai", []);
  const found = await notLetIn(both, ["203.0.113.0/24", "203.0.113.0/24", "192.0.2.1"]);
  expect(found).toHaveLength(4);
  expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(4);
  expect(found[0]?.mendLines).toEqual([
    {
      tool: "az",
      lines: [expect.stringMatching(/^az storage account network-rule add .* --ip-address 203\.0\.113\.0\/24$/)],
    },
  ]);
});

test("what is to be closed is told before who it doesn't let in", async () => {
  const run = await runOnTwin(letsIn(hardened, storage, []));
  const report = await run.diagnose({ given: { ...nothingGiven, clientRanges: ["203.0.113.0/24"] } });
  expect(report.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(["SFH301", "SFH312"]));
});

test.each([
  ["inside", { kind: "vnet", subnet: `${network}/subnets/snet-runners` }],
  ["outside", { kind: "public", ip: "198.51.100.9" }],
] as const)("a healthy hub has nothing of this kind, seen from %s", async (_where, vantage) => {
  const run = await runOnTwin({ ...hardened, facts: { ...hardened.facts, vantage } });
  const report = await run.diagnose({ given: { ...nothingGiven, clientRanges: ["203.0.113.0/24", "10.0.0.0/8"] } });
  expect(report.findings.filter(({ code }) => /^SFH(312|50\d|80[12])$/.test(code))).toEqual([]);
});
