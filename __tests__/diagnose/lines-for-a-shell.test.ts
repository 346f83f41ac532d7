import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { withoutEndpoint } from "../support/broken-connections.ts";
import { estateNamed, find, withDocuments, without, withProperties } from "../support/edit-estate.ts";
import { core, gatewayIn, peerIdOf, withoutWaysIn, withPeer } from "../support/network-edits.ts";
import { letsIn } from "../support/selected-networks.ts";
import { nothingGiven } from "../support/twin-vantage.ts";
import { asFound } from "./cases/selected-networks.ts";

const group = "rg(prod) x";
const hardened = estateNamed("hardened");

/** The same estate in resource groups whose names a shell would take apart. */
function inOddGroup(estate: EstateDocument): EstateDocument {
  const text = JSON.stringify(estate).replaceAll(/(\/resourceGroups\/)([^/"]+)/gi, `$1${group}-$2`);
  return parseEstate(text);
}

async function linesOf(estate: EstateDocument): Promise<readonly string[]> {
  const run = await runOnTwin(inOddGroup(estate), { spec: asFound });
  const report = await run.diagnose({ given: { ...nothingGiven, clientRanges: ["203.0.113.0/24"] } });
  return report.findings.flatMap(({ mendLines = [] }) =>
    mendLines.flatMap(({ tool, lines }) => (tool === "az" ? lines : [])),
  );
}

/** The words that az would get of a line. */
function wordsOf(line: string): readonly string[] {
  const shown = execFileSync("sh", ["-c", `az() { printf '%s\\n' "$@"; }\n${line}`], { encoding: "utf8" });
  return shown.trimEnd().split("\n");
}

const withoutReader = without(hardened, /\/privateEndpoints\/[^/]+\/providers\/.*\/roleAssignments\//i);
const inside: EstateDocument = {
  ...withProperties(hardened, core, { dhcpOptions: { dnsServers: ["10.20.0.53", "10.20.0.54"] } }),
  facts: {
    ...hardened.facts,
    resolvers: {
      "10.20.0.53": { answers: {}, otherwise: "timeout" },
      "10.20.0.54": { answers: {}, otherwise: "azure" },
    },
    vantage: { kind: "vnet", subnet: `${find(hardened, core).id}/subnets/snet-runners` },
  },
};
const peered = withPeer(withoutWaysIn(hardened), {}, { GatewaySubnet: gatewayIn(peerIdOf(hardened)).configurationId });

describe("a shell hands az each line's words whole", () => {
  test.each<[string, EstateDocument, RegExp]>([
    ["a Bastion to create", withoutWaysIn(hardened), /^az network bastion create/],
    [
      "a peering to set",
      withDocuments(peered, gatewayIn(peerIdOf(hardened)).document),
      /^az network vnet peering update/,
    ],
    ["an endpoint to create", withoutEndpoint(hardened, "pe-hub-northwind"), /^az network private-endpoint create/],
    ["an address to let in at storage", letsIn(hardened, "/storageAccounts/stnorthwindai", []), /^az storage account/],
    ["one at the vault", letsIn(hardened, "/vaults/kv-northwind-ai", []), /^az keyvault network-rule/],
    ["one at the registry", letsIn(hardened, "/registries/crnorthwindai", []), /^az acr network-rule/],
    ["Reader to grant", withoutReader, /^az role assignment create --role Reader/],
    ["a server to take out", inside, /^az network vnet update/],
  ])("%s", async (_, estate, expected) => {
    const lines = await linesOf(estate);
    expect(lines).toContainEqual(expect.stringMatching(expected));
    for (const line of lines.filter((one) => expected.test(one))) {
      const places = wordsOf(line).filter((word) => word.includes(group));
      expect(places.length).toBeGreaterThan(0);
      expect(places.filter((word) => !word.startsWith(group) && !word.startsWith("/subscriptions/"))).toEqual([]);
      expect(line).not.toMatch(/[<>]/);
    }
  });
});
