import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fleet } from "../../src/twin/estates/fleet.ts";
import { createTwin } from "../../src/twin/twin.ts";
import { listAt, parseJson, textAt, valueAt } from "../../src/twin/wire/json-fields.ts";
import { allPages, askGraph, dataOf, idsOf, OWNERSHIP, RESOURCE_GRAPH, TOP_LEVEL } from "./graph-client.ts";
import {
  assignment,
  CALLER,
  GROUP,
  HUB,
  NETWORK_GROUP,
  OWNER,
  resource,
  rule,
  smallEstate,
  STORAGE,
  SUBSCRIPTION,
} from "./small-estate.ts";
import { BASE, clientOf, codeOf, fieldOf, messageOf, startTwin } from "./twin-client.ts";

const ZONE = `${NETWORK_GROUP}/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net`;

describe("a row of resources", () => {
  const zone = resource(ZONE, { location: "global", properties: {} });
  const link = resource(`${ZONE}/virtualNetworkLinks/l1`, { location: "global", properties: {} });
  const record = resource(`${ZONE}/A/stone`, { properties: {} });
  const lock = resource(`${STORAGE}/providers/Microsoft.Authorization/locks/l1`, {
    properties: { level: "CanNotDelete" },
  });

  test("has every column, in the service's order, with type and group in lower case", async () => {
    const client = await startTwin();
    const [row] = dataOf(await askGraph(client, `Resources | where id == '${STORAGE}'`));
    expect(Object.entries(row ?? {})).toEqual([
      ["id", STORAGE],
      ["name", "stone"],
      ["type", "microsoft.storage/storageaccounts"],
      ["tenantId", "66666666-6666-4666-8666-666666666666"],
      ["kind", ""],
      ["location", "eastus2"],
      ["resourceGroup", "rg-ai"],
      ["subscriptionId", SUBSCRIPTION],
      ["managedBy", ""],
      ["sku", { name: "Standard_LRS" }],
      ["plan", null],
      ["properties", fieldOf(await client.get(STORAGE), "properties")],
      ["tags", null],
      ["identity", null],
      ["zones", null],
      ["extendedLocation", null],
    ]);
  });

  test("is there for what stands in a group itself and for links of zones, not for other children or extensions", async () => {
    const client = await startTwin({
      more: [zone, link, record, lock],
      rules: [rule("r1", STORAGE, "blob", "Required", "Inactive")],
    });
    const ids = idsOf(await askGraph(client, "resources | project id"));
    expect([...ids].sort()).toEqual([...TOP_LEVEL, zone.id, link.id].sort());
  });

  test("of a hub holds its managed network with the rules in it", async () => {
    const client = await startTwin({ rules: [rule("r1", STORAGE, "blob", "Required", "Inactive")] });
    const query = "where kind =~ 'hub' and properties.managedNetwork.isolationMode == 'AllowOnlyApprovedOutbound'";
    const reply = await askGraph(
      client,
      `${query} | project category = properties.managedNetwork.outboundRules.r1.category`,
    );
    expect(dataOf(reply)).toEqual([{ category: "Required" }]);
  });
});

describe("the other tables:", () => {
  test("resourcecontainers has subscriptions and groups", async () => {
    const client = await startTwin();
    const reply = await askGraph(
      client,
      "ResourceContainers | order by id asc | project id, name, type, resourceGroup, properties",
    );
    expect(dataOf(reply).map((row) => [textAt(row, "id"), textAt(row, "name"), textAt(row, "resourceGroup")])).toEqual([
      [`/subscriptions/${SUBSCRIPTION}`, "one", ""],
      [GROUP, "rg-ai", "rg-ai"],
      [NETWORK_GROUP, "rg-net", "rg-net"],
    ]);
    expect(textAt(dataOf(reply)[0], "properties", "state")).toBe("Enabled");
    expect(textAt(dataOf(reply)[1], "type")).toBe("microsoft.resources/subscriptions/resourcegroups");
  });

  test("authorizationresources has role assignments and definitions", async () => {
    const client = await startTwin();
    const types = await askGraph(client, "AUTHORIZATIONRESOURCES | summarize count() by type | order by type asc");
    expect(dataOf(types)).toEqual([
      { type: "microsoft.authorization/roleassignments", count_: 2 },
      { type: "microsoft.authorization/roledefinitions", count_: 4 },
    ]);
    const mine = `authorizationresources | where properties.principalId == '${CALLER}' | project id`;
    expect(idsOf(await askGraph(client, mine))).toEqual([OWNERSHIP]);
  });

  test("a table that exists is not served by name, and one that does not exist is disallowed", async () => {
    const client = await startTwin();
    const known = await askGraph(client, "DnsResources | project id");
    expect([known.status, codeOf(known)]).toEqual([501, "NotServedByTwin"]);
    expect(messageOf(known)).toContain("dnsresources");
    const unknown = await askGraph(client, "Fruit | project id");
    expect([unknown.status, codeOf(unknown)]).toEqual([400, "BadRequest"]);
    expect(fieldOf(unknown, "error", "details")).toEqual([
      { code: "DisallowedLogicalTableName", message: "Table Fruit is invalid, unsupported or disallowed." },
    ]);
  });
});

describe("as recorded,", () => {
  const recorded = "/subscriptions/00000000-0000-0000-0000-000000000000";
  const anchors = resource(
    `${recorded}/resourceGroups/rg-a/providers/Microsoft.MixedReality/spatialAnchorsAccounts/saa`,
    {
      tags: { tag1: "myTag1" },
      properties: { storageAccountName: "san0", accountDomain: "mixedreality.azure.com" },
    },
  );
  const vault = resource(`${recorded}/resourceGroups/rg-b/providers/Microsoft.KeyVault/vaults/kv`, {
    tags: {},
    properties: { provisioningState: "Succeeded", accessPolicies: [] },
  });

  test("a query without a table, limited to two, answers objects, with every field in its place", async () => {
    const { resources, subscriptions, ...estate } = smallEstate();
    const subscriptionId = recorded.replace("/subscriptions/", "");
    const twin = createTwin({
      estate: {
        ...estate,
        subscriptions: [...subscriptions, { subscriptionId, displayName: "two", state: "Enabled" }],
        resources: [...resources, anchors, vault, assignment(30, recorded, CALLER, OWNER)],
      },
      baseUrl: BASE,
    });
    const body = {
      subscriptions: [subscriptionId],
      query: "project id, tags, properties | limit 2",
      options: { resultFormat: "objectArray", allowPartialScopes: false },
    };
    const reply = await (await clientOf(twin)).ask("POST", `${RESOURCE_GRAPH}?api-version=2021-03-01`, body);
    const data = [anchors, vault].map(({ id, tags, properties }) => ({ id, tags, properties }));
    // By text: the order of the fields is part of it.
    const expected = { totalRecords: 2, count: 2, data, facets: [], resultTruncated: "false" };
    expect(JSON.stringify(reply.body)).toBe(JSON.stringify(expected));
  });

  test("a query that can't be read is a 400 whose reason stands in the details", async () => {
    const client = await startTwin();
    const reply = await askGraph(client, "project id, location | where where");
    expect([reply.status, codeOf(reply)]).toEqual([400, "BadRequest"]);
    expect(messageOf(reply)).toMatch(
      /^Please provide below info when asking for support: timestamp = 2026-11-22T00:00:00\.0000000Z, correlationId = [0-9a-f-]{36}\.$/,
    );
    expect(fieldOf(reply, "error", "details")).toEqual([
      {
        code: "InvalidQuery",
        message:
          "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.",
      },
      {
        code: "ParserFailure",
        message: "ParserFailure",
        line: 1,
        characterPositionInLine: 34,
        token: "<EOF>",
        expectedToken: "\u01CF",
      },
    ]);
  });
});

describe("the request:", () => {
  test.each([
    ["no query", {}, 400],
    ["a query that is no text", { query: 1 }, 400],
    ["more rows a page than the service gives", { query: "resources", options: { $top: 1001 } }, 400],
    ["an unknown format", { query: "resources", options: { resultFormat: "csv" } }, 400],
    ["a skip token of nobody", { query: "resources", options: { $skipToken: "abc" } }, 400],
    ["a column nobody has", { query: "resources | where colour == 'red'" }, 400],
    ["management groups", { query: "resources", managementGroups: ["mg"] }, 501],
    ["facets", { query: "resources", facets: [{ expression: "type" }] }, 501],
    ["an operator the twin has not", { query: "resources | join (resources) on id" }, 501],
  ])("%s", async (_, body, status) => {
    const client = await startTwin();
    const reply = await client.ask("POST", RESOURCE_GRAPH, body);
    expect([reply.status, codeOf(reply)]).toEqual([status, status === 400 ? "BadRequest" : "NotServedByTwin"]);
  });

  test("an api-version the twin has not is refused", async () => {
    const client = await startTwin();
    const reply = await client.ask("POST", `${RESOURCE_GRAPH}?api-version=2019-04-01`, { query: "resources" });
    expect([reply.status, codeOf(reply)]).toEqual([400, "NoRegisteredProviderFound"]);
  });

  test("the form table names its columns and their types", async () => {
    const client = await startTwin();
    const query = `where id == '${HUB}' | project name, tags, isHub = kind =~ 'hub', parts = array_length(split(id, '/'))`;
    const reply = await askGraph(client, query, { options: { resultFormat: "table" } });
    expect(fieldOf(reply, "data")).toEqual({
      columns: [
        { name: "name", type: "string" },
        { name: "tags", type: "object" },
        { name: "isHub", type: "boolean" },
        { name: "parts", type: "integer" },
      ],
      rows: [["hub1", null, true, 9]],
    });
  });
});

describe("what Resource Graph sees", () => {
  const query = `resources | where id == '${STORAGE}' | project access = properties.publicNetworkAccess`;

  test.each([
    ["now", "Disabled"],
    ["start", "Enabled"],
  ] as const)("of a write just made, seeing things as %s: %s", async (resourceGraphSees, access) => {
    const client = await startTwin({}, { behaviour: { resourceGraphSees } });
    await client.ask("PATCH", STORAGE, { properties: { publicNetworkAccess: "Disabled" } });
    expect(fieldOf(await client.get(STORAGE), "properties", "publicNetworkAccess")).toBe("Disabled");
    expect(dataOf(await askGraph(client, query))).toEqual([{ access }]);
  });
});

test("every hub of the fleet that can be read is discovered, page by page", async () => {
  const client = await clientOf(createTwin({ estate: fleet(), baseUrl: BASE }));
  const query =
    "Resources | where type =~ 'microsoft.machinelearningservices/workspaces' and kind =~ 'hub' | project id, name, location, subscriptionId, resourceGroup, tags | order by id asc";
  const pages = await allPages(client, query, 2);
  const file = join(import.meta.dirname, "../estates/fleet.expect.json");
  const hubs = listAt(parseJson(readFileSync(file, "utf8")), "discover", "hubs");
  const visible = hubs.filter((hub) => valueAt(hub, "visible") === true);
  const expected = visible.map((hub) => [textAt(hub, "id"), valueAt(hub, "tags")]).sort();
  expect(pages.every((page) => page.status === 200)).toBe(true);
  expect(pages).toHaveLength(Math.ceil(expected.length / 2));
  expect(pages.flatMap(dataOf).map((row) => [textAt(row, "id"), valueAt(row, "tags")])).toEqual(expected);
  // Asked for by id, the subscription that can't be read is left out without a word.
  const subscriptions = fleet().subscriptions.map(({ subscriptionId }) => subscriptionId);
  const named = await askGraph(client, query, { subscriptions });
  expect([named.status, fieldOf(named, "totalRecords")]).toEqual([200, expected.length]);
});
