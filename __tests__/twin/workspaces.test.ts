import { describe, expect, test } from "vitest";
import type { Json } from "../../src/twin/estate.ts";
import { objectAt } from "../../src/twin/wire/json-fields.ts";
import { GROUP, HUB, NETWORK_GROUP, PROJECT, resource, rule, STORAGE, SUBSCRIPTION, VNET } from "./small-estate.ts";
import { fieldOf, headerOf, messageOf, movableClock, namesOf, rowsOf, startTwin } from "./twin-client.ts";

const ROOT = `/subscriptions/${SUBSCRIPTION}`;

describe("changing a workspace", () => {
  test("is a 202 whose effect shows at the end of its operation", async () => {
    const client = await startTwin({}, { pace: { kind: "polls", polls: 1 } });
    const reply = await client.ask("PATCH", HUB, { properties: { publicNetworkAccess: "Disabled" } });
    expect(reply.status).toBe(202);
    expect(fieldOf(await client.get(HUB), "properties", "publicNetworkAccess")).toBe("Enabled");
    expect(fieldOf(await client.get(headerOf(reply, "location") ?? ""), "properties", "publicNetworkAccess")).toBe(
      "Disabled",
    );
  });

  test("changes what is named and nothing else, and not what can't be changed", async () => {
    const client = await startTwin({}, { behaviour: { workspacePatch: "sync" } });
    const before = await client.get(HUB);
    const reply = await client.ask("PATCH", HUB, {
      properties: { imageBuildCompute: "cpu", storageAccount: "elsewhere" },
    });
    expect(reply.status).toBe(200);
    const unchanged = objectAt(before.body, "properties");
    expect(fieldOf(await client.get(HUB), "properties")).toEqual({ ...unchanged, imageBuildCompute: "cpu" });
  });

  const refusals: readonly (readonly [string, string, Json, string])[] = [
    [
      "an echoed Required rule",
      HUB,
      { outboundRules: { __SYS_PE_x: { category: "Required", type: "PrivateEndpoint" } } },
      "only the service",
    ],
    ["isolation turned off", HUB, { isolationMode: "Disabled" }, "can't be set back to Disabled"],
    ["isolation relaxed", HUB, { isolationMode: "AllowInternetOutbound" }, "can't be changed from"],
    [
      "a managed network on a project",
      PROJECT,
      { isolationMode: "AllowInternetOutbound" },
      "shouldn't define it's own",
    ],
  ];

  test.each(refusals)("%s is a 400", async (_what, id, managedNetwork, text) => {
    const client = await startTwin();
    const reply = await client.ask("PATCH", id, { properties: { managedNetwork } });
    expect(reply.status).toBe(400);
    expect(messageOf(reply)).toContain(text);
  });

  test("isolation turned on brings the Required rules, all of them under AllowOnlyApprovedOutbound", async () => {
    const client = await startTwin({ isolationMode: "Disabled" });
    await client.ask("PATCH", HUB, { properties: { managedNetwork: { isolationMode: "AllowOnlyApprovedOutbound" } } });
    const hub = await client.get(HUB);
    expect(Object.keys(objectAt(hub.body, "properties", "managedNetwork", "outboundRules"))).toHaveLength(5);
  });
});

describe("reading workspaces", () => {
  const own = rule("search-rule", STORAGE, "blob", "UserDefined", "Inactive");

  test("composes rules into the hub and leaves the field out where isolation is Disabled", async () => {
    const client = await startTwin({ rules: [own] });
    expect(fieldOf(await client.get(HUB), "properties", "managedNetwork", "outboundRules", "search-rule", "type")).toBe(
      "PrivateEndpoint",
    );
    expect(fieldOf(await client.get(PROJECT), "properties", "managedNetwork")).toEqual({ isolationMode: "Disabled" });
  });

  test("lists them by kind, case-blind, in a subscription and a group", async () => {
    const client = await startTwin();
    const type = "providers/Microsoft.MachineLearningServices/workspaces";
    expect(namesOf(await client.get(`${ROOT}/${type}?kind=hub`))).toEqual(["hub1"]);
    expect(namesOf(await client.get(`${GROUP}/${type}`))).toEqual(["hub1", "proj1"]);
    expect(namesOf(await client.get(`${NETWORK_GROUP}/${type}`))).toEqual([]);
  });
});

describe("connections and datastores", () => {
  test("a plain list hides data connections and the hub's; includeAll=true shows both", async () => {
    const client = await startTwin();
    expect(namesOf(await client.get(`${PROJECT}/connections`))).toEqual([]);
    expect(namesOf(await client.get(`${PROJECT}/connections?includeAll=true`))).toEqual([
      "workspaceblobstore",
      "search",
    ]);
    expect(namesOf(await client.get(`${PROJECT}/connections?includeAll=true&category=azureblob`))).toEqual([
      "workspaceblobstore",
    ]);
    expect(namesOf(await client.get(`${PROJECT}/datastores?isDefault=true`))).toEqual(["workspaceblobstore"]);
  });

  test("late datastores appear after their reads, and by the clock after their time", async () => {
    const byReads = await startTwin({}, { behaviour: { lateDatastores: { [PROJECT]: 2 } } });
    const seen = [1, 2, 3].map(async () => namesOf(await byReads.get(`${PROJECT}/datastores`)).length);
    expect(await Promise.all(seen)).toEqual([0, 0, 1]);
    const clock = movableClock();
    const byClock = await startTwin(
      {},
      { clock, pace: { kind: "clock" }, behaviour: { lateDatastores: { [PROJECT]: 60_000 } } },
    );
    expect((await byClock.get(`${PROJECT}/datastores/workspaceblobstore`)).status).toBe(404);
    clock.pass(60_000);
    expect((await byClock.get(`${PROJECT}/datastores/workspaceblobstore`)).status).toBe(200);
  });

  test("asking for secrets gets none and is in the log", async () => {
    const client = await startTwin();
    const reply = await client.ask("POST", `${HUB}/connections/search/listsecrets`);
    expect(reply.status).toBe(200);
    expect(client.twin.log.at(-1)).toMatchObject({ method: "POST", isWrite: false });
  });
});

describe("diagnosing a workspace", () => {
  test("is a 202 with Location only, polled empty until the result", async () => {
    const client = await startTwin({}, { pace: { kind: "polls", polls: 1 } });
    const reply = await client.ask("POST", `${HUB}/diagnose`, { value: {} });
    expect(headerOf(reply, "azure-asyncoperation")).toBeUndefined();
    const url = headerOf(reply, "location") ?? "";
    const first = await client.get(url);
    expect([first.status, first.body]).toEqual([202, undefined]);
    expect(fieldOf(await client.get(url), "value", "storageAccountResults")).toEqual([]);
  });

  test("names locks, custom DNS and dependencies that are gone", async () => {
    const endpoint = `${NETWORK_GROUP}/providers/Microsoft.Network/privateEndpoints/pe1`;
    const client = await startTwin({
      without: [STORAGE],
      more: [
        resource(`${GROUP}/providers/Microsoft.Authorization/locks/l1`, { properties: { level: "CanNotDelete" } }),
        resource(VNET, { properties: { dhcpOptions: { dnsServers: ["10.0.0.53"] } } }),
        resource(endpoint, { properties: { subnet: { id: `${VNET}/subnets/snet1` } } }),
        resource(`${HUB}/privateEndpointConnections/c1`, { properties: { privateEndpoint: { id: endpoint } } }),
      ],
    });
    const reply = await client.ask("POST", `${HUB}/diagnose`);
    const result = await client.get(headerOf(reply, "location") ?? "");
    const codes = ["resourceLockResults", "dnsResolutionResults", "storageAccountResults"].map((field) =>
      fieldOf(result, "value", field),
    );
    expect(codes).toMatchObject([
      [{ code: "ResourceLock" }],
      [{ code: "CustomDnsInUse" }],
      [{ code: "DependencyResourceNotExist" }, { code: "UnableToCheckDependencyResource" }],
    ]);
    expect(rowsOf(await client.get(`${HUB}/privateEndpointConnections`))).toHaveLength(1);
  });
});
