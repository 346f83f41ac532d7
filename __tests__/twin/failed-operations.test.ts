import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/twin/twin.ts";
import { HUB, REGISTRY, resource, rule, SEARCH, STORAGE, VNET } from "./small-estate.ts";
import { fieldOf, headerOf, startTwin } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";

const NETWORK = VNET.split("/virtualNetworks/")[0] ?? "";
const ENDPOINT = `${NETWORK}/privateEndpoints/pe1`;
const failing: Fault = { on: {}, do: { kind: "failOperation", code: "Capacity", message: "none left" } };

function failingOn(method: string): readonly Fault[] {
  return [{ ...failing, on: { method } }];
}

async function settled(client: TwinClient, reply: Reply): Promise<void> {
  const polled = await client.get(headerOf(reply, "azure-asyncoperation") ?? "");
  expect(fieldOf(polled, "status")).toBe("Failed");
  expect(fieldOf(polled, "error", "code")).toBe("Capacity");
}

describe("an operation that fails", () => {
  test("leaves an endpoint Failed, not Updating", async () => {
    const client = await startTwin({}, { faults: failingOn("PUT") });
    const link = { name: "l", properties: { privateLinkServiceId: STORAGE, groupIds: ["blob"] } };
    const properties = { subnet: { id: `${VNET}/subnets/snet1` }, privateLinkServiceConnections: [link] };
    await settled(client, await client.ask("PUT", ENDPOINT, { location: "eastus2", properties }));
    expect(fieldOf(await client.get(ENDPOINT), "properties", "provisioningState")).toBe("Failed");
  });

  test("leaves a rule that was to go as it was", async () => {
    const kept = rule("search-rule", SEARCH, "searchService", "UserDefined", "Active");
    const client = await startTwin({ rules: [kept], network: "Active" }, { faults: failingOn("DELETE") });
    await settled(client, await client.ask("DELETE", `${HUB}/outboundRules/search-rule`));
    expect(fieldOf(await client.get(`${HUB}/outboundRules/search-rule`), "properties", "status")).toBe("Active");
  });

  test("leaves a registry's connection that was to be approved Pending", async () => {
    const pending = resource(`${REGISTRY}/privateEndpointConnections/c1`, {
      properties: { provisioningState: "Succeeded", privateLinkServiceConnectionState: { status: "Pending" } },
    });
    const client = await startTwin({ more: [pending] }, { faults: failingOn("PUT") });
    const approval = { properties: { privateLinkServiceConnectionState: { status: "Approved" } } };
    await settled(client, await client.ask("PUT", pending.id, approval));
    const now = await client.get(pending.id);
    expect(fieldOf(now, "properties", "privateLinkServiceConnectionState", "status")).toBe("Pending");
    expect(fieldOf(now, "properties", "provisioningState")).toBe("Succeeded");
  });

  test("leaves no private DNS zone behind", async () => {
    const zone = `${NETWORK}/privateDnsZones/privatelink.blob.core.windows.net`;
    const client = await startTwin({}, { faults: failingOn("PUT") });
    await settled(client, await client.ask("PUT", zone, { location: "global" }));
    expect((await client.get(zone)).status).toBe(404);
  });
});
