/** The lines a rollback prints for a person, as a shell and the Azure CLI take them. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { azRejectLine, azRemoveReaderLine, azSetLine } from "../../src/plan/az-lines.ts";
import { textAt } from "../../src/twin/wire/json-fields.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { networkSettings } from "../support/network-settings.ts";
import { signedInAz } from "./azure-cli.ts";
import type { AzureCli } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const rules = { bypass: "Logging, AzureServices", defaultAction: "Allow", ipRules: [{ value: "203.0.113.7" }] };

let served: ServedEstate;
let az: AzureCli;
beforeAll(async () => {
  served = await serveEstate(estateNamed("hardened"), {});
  az = await signedInAz(served);
});
afterAll(() => served.close());

/** The arguments a POSIX shell makes of a line, without the program's name. */
function argumentsOf(line: string): readonly string[] {
  const said = execFileSync("sh", ["-c", `set -- ${line}; shift; printf '%s\\n' "$@"`], { encoding: "utf8" });
  return said.trimEnd().split("\n");
}

test.each([
  ["/storageAccounts/stnorthwindai", { publicNetworkAccess: "Enabled", networkAcls: rules }],
  ["/vaults/kv-northwind-ai", { publicNetworkAccess: "Enabled", networkAcls: { ...rules, bypass: "None" } }],
  [
    "/registries/crnorthwindai",
    { publicNetworkAccess: "Enabled", networkRuleSet: { defaultAction: "Allow", ipRules: [] } },
  ],
  ["/workspaces/hub-northwind", { publicNetworkAccess: "Enabled" }],
])("settings of %s are set by a PATCH of nothing else", async (idEnd, settings) => {
  const { id } = find(served.before, idEnd);
  await az.json(...argumentsOf(azSetLine(id, settings)));
  expect(networkSettings([served.now(idEnd)]).get(id.toLowerCase())).toMatchObject(settings);
  expect(served.writes().at(-1)).toMatch(/^PATCH /);
});

test("Reader on an endpoint is taken away", async () => {
  const endpoint = find(served.before, "/privateEndpoints/pe-stnorthwindai-blob").id;
  const principal = textAt(find(served.before, "/workspaces/hub-northwind"), "identity", "principalId") ?? "";
  const readers = (): number =>
    served
      .estate()
      .resources.filter((d) => d.id.startsWith(`${endpoint}/providers/Microsoft.Authorization/roleAssignments/`))
      .filter((d) => textAt(d, "properties", "principalId") === principal).length;
  expect(readers()).toBe(1);
  await az.json(...argumentsOf(azRemoveReaderLine(endpoint, principal)));
  expect(readers()).toBe(0);
});

test("an approved connection is rejected", async () => {
  const { id } = find(served.before, "/vaults/kv-northwind-ai");
  const connection =
    served.before.resources.find((d) => d.id.startsWith(`${id}/privateEndpointConnections/`))?.id ?? "";
  await az.json(...argumentsOf(azRejectLine(connection)));
  const now = served.now(connection);
  expect(textAt(now, "properties", "privateLinkServiceConnectionState", "status")).toBe("Rejected");
});
