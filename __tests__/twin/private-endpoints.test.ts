import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { freshApprovedOnly } from "../../src/twin/estates/fresh-approved-only.ts";
import { computeReach } from "../../src/twin/reach/reach.ts";
import { resolveIn } from "../../src/twin/reach/names.ts";
import { createTwin } from "../../src/twin/twin.ts";
import { listAt, objectAt, textAt, withValueAt } from "../../src/twin/wire/json-fields.ts";
import { findInconsistencies } from "../support/estate-consistency.ts";
import { withOwner } from "../support/with-owner.ts";
import { BASE, clientOf, codeOf, fieldOf, headerOf, messageOf, namesOf } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";

const estate = withOwner(freshApprovedOnly());
const find = (pattern: RegExp): string => estate.resources.find(({ id }) => pattern.test(id))?.id ?? "";
const VNET = find(/\/virtualNetworks\/[^/]+$/);
const SUBNET = `${VNET}/subnets/snet-private-endpoints`;
const STORAGE = find(/\/storageAccounts\/[^/]+$/);
const VAULT = find(/\/vaults\/[^/]+$/);
const REGISTRY = find(/\/registries\/[^/]+$/);
const BLOB_ZONE = find(/\/privateDnsZones\/privatelink\.blob[^/]*$/);
const NETWORK = VNET.split("/virtualNetworks/")[0] ?? "";
const endpointAt = (name: string): string => `${NETWORK}/privateEndpoints/${name}`;

function asking(target: string, groupId: string, isManual = false): Parameters<TwinClient["ask"]>[2] {
  const link = { name: "link", properties: { privateLinkServiceId: target, groupIds: [groupId] } };
  const field = isManual ? "manualPrivateLinkServiceConnections" : "privateLinkServiceConnections";
  return { location: "swedencentral", properties: { subnet: { id: SUBNET }, [field]: [link] } };
}

async function start(from: EstateDocument = estate): Promise<TwinClient> {
  return clientOf(createTwin({ estate: from, baseUrl: BASE }));
}

/** Polls an operation to its end; the instant pace has it done at the first look. */
async function settle(client: TwinClient, reply: Reply): Promise<Reply> {
  return client.get(headerOf(reply, "azure-asyncoperation") ?? "");
}

describe("a private endpoint that is made", () => {
  test("gets a network interface with free addresses, and its connection is Approved on the target", async () => {
    const client = await start();
    const reply = await client.ask("PUT", endpointAt("pe-new"), asking(REGISTRY, "registry"));
    expect([reply.status, fieldOf(reply, "properties", "provisioningState")]).toEqual([201, "Updating"]);
    expect((await settle(client, reply)).body).toEqual({ status: "Succeeded" });
    const made = await client.get(endpointAt("pe-new"));
    expect(fieldOf(made, "properties", "provisioningState")).toBe("Succeeded");
    expect(headerOf(made, "etag")).toBe(fieldOf(made, "etag"));
    // Login and data endpoint, an address each.
    expect(fieldOf(made, "properties", "customDnsConfigs")).toHaveLength(2);
    const connections = await client.get(`${REGISTRY}/privateEndpointConnections`);
    expect(JSON.stringify(connections.body)).toContain(endpointAt("pe-new"));
    expect(findInconsistencies(client.twin.estate())).toEqual([]);
  });

  test("by manual approval waits as Pending until somebody approves it, on both ends", async () => {
    const client = await start();
    await settle(client, await client.ask("PUT", endpointAt("pe-asks"), asking(VAULT, "vault", true)));
    const stateOf = async (): Promise<unknown> => {
      const links = fieldOf(
        await client.get(endpointAt("pe-asks")),
        "properties",
        "manualPrivateLinkServiceConnections",
      );
      return JSON.stringify(links);
    };
    expect(await stateOf()).toContain('"status":"Pending"');
    const pending = client.twin.documents().find(({ id }) => id.includes("/pe-asks_"));
    const approval = { properties: { privateLinkServiceConnectionState: { status: "Approved", description: "mine" } } };
    expect((await client.ask("PUT", pending?.id ?? "", approval)).status).toBe(200);
    expect(await stateOf()).toContain('"status":"Approved"');
  });

  test("needs a target, a subnet and a right to approve, and says which is missing", async () => {
    const client = await start();
    const nowhere = await client.ask("PUT", endpointAt("pe-x"), asking(`${STORAGE}x`, "blob"));
    expect([nowhere.status, codeOf(nowhere)]).toEqual([400, "InvalidResourceReference"]);
    const body = { location: "x", properties: { subnet: { id: `${SUBNET}x` } } };
    const homeless = await client.ask("PUT", endpointAt("pe-x"), body);
    expect(messageOf(homeless)).toContain(`${SUBNET}x`);
    const denial = {
      id: `${STORAGE}/providers/Microsoft.Authorization/denyAssignments/d1`,
      properties: {
        permissions: [
          { actions: ["Microsoft.Storage/storageAccounts/privateEndpointConnections/write"], notActions: [] },
        ],
        principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
      },
    };
    const denied = await start({ ...estate, resources: [...estate.resources, denial] });
    const refused = await denied.ask("PUT", endpointAt("pe-x"), asking(STORAGE, "blob"));
    expect([refused.status, codeOf(refused)]).toEqual([403, "LinkedAuthorizationFailed"]);
    expect(denied.twin.documents().some(({ id }) => id === endpointAt("pe-x"))).toBe(false);
    const noJoin = {
      id: `${VNET}/providers/Microsoft.Authorization/denyAssignments/d2`,
      properties: { ...denial.properties, permissions: [{ actions: ["*/join/action"], notActions: [] }] },
    };
    const outside = await start({ ...estate, resources: [...estate.resources, noJoin] });
    const unlinked = await outside.ask("PUT", endpointAt("pe-x"), asking(STORAGE, "blob"));
    expect([unlinked.status, codeOf(unlinked)]).toEqual([403, "LinkedAuthorizationFailed"]);
    expect(messageOf(unlinked)).toContain("'Microsoft.Network/virtualNetworks/subnets/join/action'");
  });
});

describe("a DNS zone group", () => {
  const queue = asking(STORAGE, "queue");
  const config = (zone: string): Parameters<TwinClient["ask"]>[2] => ({
    properties: { privateDnsZoneConfigs: [{ name: "zone", properties: { privateDnsZoneId: zone } }] },
  });
  const group = `${endpointAt("pe-queue")}/privateDnsZoneGroups/default`;
  const queueZone = `${BLOB_ZONE.split("/privatelink.blob")[0] ?? ""}/privatelink.queue.core.windows.net`;
  const link = {
    location: "global",
    properties: { registrationEnabled: false, virtualNetwork: { id: VNET } },
  };
  const queueName = `${STORAGE.split("/").at(-1) ?? ""}.queue.core.windows.net`;

  test("makes the name resolve to the endpoint, and the way is open once storage is closed", async () => {
    const client = await start();
    await settle(client, await client.ask("PUT", endpointAt("pe-queue"), queue));
    await settle(client, await client.ask("PUT", queueZone, { location: "global" }));
    await settle(client, await client.ask("PUT", `${queueZone}/virtualNetworkLinks/l1`, link));
    // A linked zone without the record hides the public answer from the first endpoint on.
    expect(resolveIn(client.twin.estate(), VNET, queueName).kind).toBe("nxdomain");
    const made = await client.ask("PUT", group, config(queueZone));
    expect([made.status, (await settle(client, made)).body]).toEqual([201, { status: "Succeeded" }]);
    expect(resolveIn(client.twin.estate(), VNET, queueName)).toMatchObject({ kind: "addresses", isPrivate: true });
    expect(fieldOf(await client.get(endpointAt("pe-queue")), "properties", "customDnsConfigs")).toEqual([]);
    await client.ask("PATCH", STORAGE, { properties: { publicNetworkAccess: "Disabled" } });
    const way = computeReach(client.twin.estate()).find(
      ({ origin, door }) => origin.kind === "vnet" && origin.id === VNET && door.subresource === "queue",
    );
    expect(way).toMatchObject({ isOpen: true, via: "private endpoint pe-queue" });
    expect(namesOf(await client.get(`${queueZone}/A`))).toHaveLength(1);
  });

  test("that goes takes its records along, and so does the endpoint", async () => {
    const client = await start();
    await settle(client, await client.ask("PUT", endpointAt("pe-queue"), queue));
    await settle(client, await client.ask("PUT", queueZone, { location: "global" }));
    await settle(client, await client.ask("PUT", group, config(queueZone)));
    const gone = await client.ask("DELETE", group);
    expect([gone.status, (await settle(client, gone)).body]).toEqual([202, { status: "Succeeded" }]);
    expect((await client.get(headerOf(gone, "location") ?? "")).status).toBe(204);
    expect(namesOf(await client.get(`${queueZone}/A`))).toEqual([]);
    await settle(client, await client.ask("PUT", group, config(queueZone)));
    expect(namesOf(await client.get(`${queueZone}/A`))).toHaveLength(1);
    await settle(client, await client.ask("DELETE", endpointAt("pe-queue")));
    expect(namesOf(await client.get(`${queueZone}/A`))).toEqual([]);
    expect((await client.get(endpointAt("pe-queue"))).status).toBe(404);
    expect(findInconsistencies(client.twin.estate())).toEqual([]);
  });

  test("writes nothing into a zone of another name", async () => {
    const client = await start();
    await settle(client, await client.ask("PUT", endpointAt("pe-queue"), queue));
    await settle(client, await client.ask("PUT", group, config(BLOB_ZONE)));
    const configs = JSON.stringify(fieldOf(await client.get(group), "properties", "privateDnsZoneConfigs"));
    expect(configs).toContain('"recordSets":[]');
  });
});

test("whatever endpoints come and go, both ends always fit together and no address is given twice", async () => {
  const targets = [
    ...["blob", "file", "queue", "dfs"].map((groupId) => ({ target: STORAGE, groupId })),
    ...[
      { target: VAULT, groupId: "vault" },
      { target: REGISTRY, groupId: "registry" },
    ],
  ];
  const step = fc.record({
    name: fc.constantFrom("pe-a", "pe-b", "pe-c"),
    isPut: fc.boolean(),
    isManual: fc.boolean(),
    chosen: fc.constantFrom(...targets),
  });
  const made = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const client = await start();
      for (const { name, isPut, isManual, chosen } of steps) {
        const body = isPut ? asking(chosen.target, chosen.groupId, isManual) : undefined;
        const reply = await client.ask(isPut ? "PUT" : "DELETE", endpointAt(name), body);
        made.set(reply.status, (made.get(reply.status) ?? 0) + 1);
        if (headerOf(reply, "azure-asyncoperation") !== undefined) await settle(client, reply);
      }
      expect(findInconsistencies(client.twin.estate())).toEqual([]);
      const held = client.twin
        .documents()
        .filter(({ id }) => /\/networkInterfaces\/[^/]+$/.test(id))
        .flatMap((nic) => listAt(nic, "properties", "ipConfigurations"))
        .map((row) => textAt(row, "properties", "privateIPAddress"));
      expect(new Set(held).size).toBe(held.length);
    }),
    { numRuns: 40 },
  );
  // It says nothing where nothing was made or deleted.
  expect(made.get(201) ?? 0).toBeGreaterThan(20);
  expect(made.get(202) ?? 0).toBeGreaterThan(10);
});

test("a subnet that is full, and a sub-resource that is not there, are refused and leave nothing behind", async () => {
  const vnet = estate.resources.find(({ id }) => id === VNET);
  const subnets = listAt(vnet, "properties", "subnets").map((subnet) =>
    textAt(subnet, "id") === SUBNET
      ? withValueAt(objectAt(subnet), ["properties", "addressPrefix"], "10.9.9.0/29")
      : subnet,
  );
  const narrow = estate.resources.map((document) =>
    document.id === VNET ? withValueAt(document, ["properties", "subnets"], subnets) : document,
  );
  const client = await start({ ...estate, resources: narrow });
  // Of eight addresses Azure keeps five; a registry takes two.
  expect((await client.ask("PUT", endpointAt("pe-one"), asking(REGISTRY, "registry"))).status).toBe(201);
  const full = await client.ask("PUT", endpointAt("pe-two"), asking(REGISTRY, "registry"));
  expect([full.status, codeOf(full)]).toEqual([400, "SubnetIsFull"]);
  const odd = await client.ask("PUT", endpointAt("pe-three"), asking(STORAGE, "vault"));
  expect(odd.status).toBe(400);
  expect(client.twin.documents().filter(({ id }) => /pe-(two|three)/.test(id))).toEqual([]);
});
