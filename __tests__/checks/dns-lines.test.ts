import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { azLinkLine } from "../../src/checks/lines/az-dns.ts";
import { bicepLink, bicepZone, bicepZoneGroup } from "../../src/checks/lines/bicep-dns.ts";
import { azLine, shellWord } from "../../src/checks/lines/shell.ts";

const subscription = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
const zone = `${subscription}/resourceGroups/rg-dns (prod)/providers/Microsoft.Network/privateDnsZones/privatelink.vaultcore.azure.net`;
const network = `${subscription}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-a`;
const endpoint = `${subscription}/resourceGroups/rg-net/providers/Microsoft.Network/privateEndpoints/pe-kv`;

test("whatever a name holds, a shell takes it as one word and reads nothing into it", () => {
  const words = fc.string({ unit: "grapheme" }).filter((text) => text !== "" && !text.includes("\0"));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(words, fc.constantFrom("$(id)", "*", "a'b", "--yes\n", "~")), { maxLength: 3 }),
      (all) => {
        const said = execFileSync("sh", ["-c", `printf '%s\\0' ${all.map(shellWord).join(" ")}`], { encoding: "utf8" });
        expect(said).toBe(all.length === 0 ? "\0" : all.map((word) => `${word}\0`).join(""));
      },
    ),
    { numRuns: 50 },
  );
});

test("a line names subscription and resource group, quoted where a shell would split it", () => {
  expect(azLinkLine(zone, network)).toBe(
    `az network private-dns link vnet create --subscription aaaaaaaa-0000-4000-8000-000000000001 --resource-group 'rg-dns (prod)' --zone-name privatelink.vaultcore.azure.net --name vnet-a --virtual-network ${network} --registration-enabled false`,
  );
  expect(azLine("x", { name: "*.a" })).toBe("az x --name '*.a'");
});

test("the same in Bicep", () => {
  expect([...bicepZone(zone), ...bicepLink(zone, network)]).toEqual([
    "// in resource group rg-dns (prod)",
    "resource zone_privatelink_vaultcore_azure_net 'Microsoft.Network/privateDnsZones@2024-06-01' existing = {",
    "  name: 'privatelink.vaultcore.azure.net'",
    "}",
    "resource link_vnet_a_of_privatelink_vaultcore_azure_net 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = {",
    "  parent: zone_privatelink_vaultcore_azure_net",
    "  name: 'vnet-a'",
    "  location: 'global'",
    "  properties: {",
    "    registrationEnabled: false",
    `    virtualNetwork: { id: '${network}' }`,
    "  }",
    "}",
  ]);
  expect(bicepZoneGroup(endpoint, { name: "it's${x}", entries: [{ name: "kv", zone }] }).join("\n")).toContain(
    String.raw`  name: 'it\'s\${x}'`,
  );
});
