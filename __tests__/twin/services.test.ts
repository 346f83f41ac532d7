import { describe, expect, test } from "vitest";
import type { ArmDocument, Json, JsonObject } from "../../src/twin/estate.ts";
import { CALLER, NETWORK_GROUP, REGISTRY, resource, STORAGE, VAULT } from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, rowsOf, startTwin } from "./twin-client.ts";

const ENDPOINT = `${NETWORK_GROUP}/providers/Microsoft.Network/privateEndpoints/pe1`;

function connection(target: string, status: string): ArmDocument {
  const privateLinkServiceConnectionState: JsonObject = { status };
  return resource(`${target}/privateEndpointConnections/c1`, {
    properties: {
      provisioningState: "Succeeded",
      privateEndpoint: { id: ENDPOINT },
      privateLinkServiceConnectionState,
    },
  });
}

function endpoint(target: string): ArmDocument {
  const state = { status: "Pending", description: "", actionsRequired: "None" };
  const link: Json = {
    name: "l",
    properties: { privateLinkServiceId: target, privateLinkServiceConnectionState: state },
  };
  return resource(ENDPOINT, { properties: { manualPrivateLinkServiceConnections: [link] } });
}

const decision = (status: string): Json => ({
  properties: { privateLinkServiceConnectionState: { status, description: "ok" } },
});

describe("a storage account", () => {
  test("keeps what a PATCH leaves out; networkAcls is replaced whole", async () => {
    const client = await startTwin();
    const reply = await client.ask("PATCH", STORAGE, { properties: { publicNetworkAccess: "Disabled" } });
    expect(reply.status).toBe(200);
    expect(fieldOf(reply, "properties", "networkAcls", "defaultAction")).toBe("Allow");
    expect(fieldOf(reply, "properties", "networkAcls", "ipRules")).toHaveLength(1);
    const replaced = await client.ask("PATCH", STORAGE, { properties: { networkAcls: { defaultAction: "Deny" } } });
    expect(fieldOf(replaced, "properties", "networkAcls")).toMatchObject({
      defaultAction: "Deny",
      bypass: "AzureServices",
      ipRules: [],
    });
  });

  test("knows since when each service is encrypted, whatever a PATCH says of encryption", async () => {
    const services = { blob: { enabled: true, keyType: "Account", lastEnabledTime: "2026-01-01T00:00:00Z" } };
    const encryption = { keySource: "Microsoft.Storage", services };
    const client = await startTwin({ more: [resource(STORAGE, { properties: { encryption } })] });
    const blob = { enabled: true, keyType: "Account" };
    const sent = { encryption: { keySource: "Microsoft.Storage", services: { blob } } };
    const reply = await client.ask("PATCH", STORAGE, { properties: sent });
    expect(fieldOf(reply, "properties", "encryption")).toEqual(encryption);
  });

  test("refuses networkAcls without defaultAction and an access it does not know", async () => {
    const client = await startTwin();
    expect((await client.ask("PATCH", STORAGE, { properties: { networkAcls: { bypass: "None" } } })).status).toBe(400);
    expect((await client.ask("PATCH", STORAGE, { properties: { publicNetworkAccess: "Off" } })).status).toBe(400);
  });

  test("approves a connection on both ends with its own field name, and not a rejected one again", async () => {
    const client = await startTwin({ more: [connection(STORAGE, "Pending"), endpoint(STORAGE)] });
    const reply = await client.ask("PUT", `${STORAGE}/privateEndpointConnections/c1`, decision("Approved"));
    const state = fieldOf(reply, "properties", "privateLinkServiceConnectionState");
    expect(state).toEqual({ status: "Approved", description: "ok", actionRequired: "None" });
    const [link] = [fieldOf(await client.get(ENDPOINT), "properties", "manualPrivateLinkServiceConnections")];
    expect(link).toMatchObject([{ properties: { privateLinkServiceConnectionState: { status: "Approved" } } }]);
    await client.ask("PUT", `${STORAGE}/privateEndpointConnections/c1`, decision("Rejected"));
    const again = await client.ask("PUT", `${STORAGE}/privateEndpointConnections/c1`, decision("Approved"));
    expect([again.status, codeOf(again)]).toEqual([400, "InvalidValuesForRequestParameters"]);
  });

  test("lists its private link groups with the zones of its cloud", async () => {
    const client = await startTwin();
    const rows = rowsOf(await client.get(`${STORAGE}/privateLinkResources`));
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatchObject({
      properties: { groupId: "blob", requiredZoneNames: ["privatelink.blob.core.windows.net"] },
    });
  });
});

describe("a key vault", () => {
  const subnet = "/subscriptions/S/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/V/subnets/N";

  test("replaces networkAcls whole and gives subnet ids back in lower case", async () => {
    const client = await startTwin();
    expect(fieldOf(await client.get(VAULT), "properties", "networkAcls")).toBeUndefined();
    const networkAcls = { defaultAction: "Deny", bypass: "AzureServices", virtualNetworkRules: [{ id: subnet }] };
    const reply = await client.ask("PATCH", VAULT, { properties: { networkAcls } });
    expect(fieldOf(reply, "properties", "networkAcls", "virtualNetworkRules")).toEqual([{ id: subnet.toLowerCase() }]);
    expect(fieldOf(reply, "properties", "tenantId")).toBe("t");
  });

  test("loses by PUT what the body leaves out, and never its purge protection", async () => {
    const client = await startTwin();
    await client.ask("PATCH", VAULT, { properties: { networkAcls: { defaultAction: "Deny" } } });
    const whole = { location: "eastus2", properties: { tenantId: "t", sku: { family: "A", name: "standard" } } };
    const reply = await client.ask("PUT", VAULT, whole);
    expect([reply.status, fieldOf(reply, "properties", "networkAcls")]).toEqual([200, undefined]);
    const protectedAgain = await startTwin();
    const undoing = { properties: { enablePurgeProtection: false } };
    expect((await protectedAgain.ask("PATCH", VAULT, undoing)).status).toBe(400);
    expect((await client.ask("PUT", VAULT, { properties: {} })).status).toBe(400);
  });
});

describe("a container registry", () => {
  test("closes at once when it is Premium, and not at all when it is not", async () => {
    const closing = { properties: { publicNetworkAccess: "Disabled" } };
    const premium = await startTwin();
    expect((await premium.ask("PATCH", REGISTRY, closing)).status).toBe(200);
    const basic = await startTwin({
      more: [resource(REGISTRY, { sku: { name: "Basic", tier: "Basic" }, properties: {} })],
    });
    expect((await basic.ask("PATCH", REGISTRY, closing)).status).toBe(400);
    expect(fieldOf(await basic.get(REGISTRY), "properties", "publicNetworkAccess")).toBeUndefined();
  });

  test("can take its change as an operation", async () => {
    const client = await startTwin({}, { behaviour: { registryPatch: "lro" }, pace: { kind: "polls", polls: 1 } });
    const reply = await client.ask("PATCH", REGISTRY, { properties: { publicNetworkAccess: "Disabled" } });
    expect(reply.status).toBe(202);
    const url = headerOf(reply, "azure-asyncoperation") ?? "";
    expect(fieldOf(await client.get(url), "status")).toBe("InProgress");
    expect(fieldOf(await client.get(url), "status")).toBe("Succeeded");
    expect(fieldOf(await client.get(REGISTRY), "properties", "publicNetworkAccess")).toBe("Disabled");
  });

  test("approves a connection by an operation below it, 201 until it is done", async () => {
    const client = await startTwin(
      { more: [connection(REGISTRY, "Pending"), endpoint(REGISTRY)] },
      { pace: { kind: "polls", polls: 1 } },
    );
    const id = `${REGISTRY}/privateEndpointConnections/c1`;
    const reply = await client.ask("PUT", id, decision("Approved"));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      properties: { provisioningState: "Updating", privateLinkServiceConnectionState: { status: "Pending" } },
    });
    const url = headerOf(reply, "azure-asyncoperation") ?? "";
    expect(url).toContain(`${id}/operationStatuses/`);
    const first = await client.get(url);
    expect([first.status, fieldOf(first, "status")]).toEqual([201, "Updating"]);
    expect(fieldOf(await client.get(url), "status")).toBe("Succeeded");
    expect(fieldOf(await client.get(id), "properties", "privateLinkServiceConnectionState")).toEqual({
      status: "Approved",
    });
  });
});

test("planted fields are in every rule and rule set, and a PATCH that leaves them out loses them", async () => {
  const client = await startTwin({}, { behaviour: { plantUnknownFields: true } });
  const acls = fieldOf(await client.get(STORAGE), "properties", "networkAcls");
  expect(acls).toMatchObject({ ipRules: [{ "x-twin-unknown": "kept" }], xTwinUnknownRules: [{ value: "kept" }] });
  expect(fieldOf(await client.get(REGISTRY), "properties", "networkRuleSet")).toMatchObject({
    ipRules: [{ "x-twin-unknown": "kept" }],
  });
  const kept = await client.ask("PATCH", STORAGE, { properties: { publicNetworkAccess: "Disabled" } });
  expect(fieldOf(kept, "properties", "networkAcls")).toEqual(acls);
  const lost = await client.ask("PATCH", STORAGE, { properties: { networkAcls: { defaultAction: "Deny" } } });
  expect(fieldOf(lost, "properties", "networkAcls", "xTwinUnknownRules")).toBeUndefined();
});

describe("what only the service sets", () => {
  test("stays on a vault that is written whole", async () => {
    const systemData = { createdBy: "platform@one.example" };
    const properties = { sku: { family: "A", name: "standard" }, tenantId: "t" };
    const client = await startTwin({ more: [resource(VAULT, { systemData, properties })] });
    const reply = await client.ask("PUT", VAULT, { location: "westeurope", properties });
    // Who made it stays, who changed it last is the caller (recorded).
    expect(fieldOf(reply, "systemData")).toMatchObject({ ...systemData, lastModifiedBy: CALLER });
  });

  test("a registry's rule set has its list of IP rules, sent or not", async () => {
    const client = await startTwin();
    const networkRuleSet = { defaultAction: "Deny" };
    const reply = await client.ask("PATCH", REGISTRY, { properties: { networkRuleSet } });
    expect(fieldOf(reply, "properties", "networkRuleSet")).toEqual({ defaultAction: "Deny", ipRules: [] });
  });
});
