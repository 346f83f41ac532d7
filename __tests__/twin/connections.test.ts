import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/twin/estate.ts";
import { GROUP, HUB, PROJECT, resource, SEARCH, STORAGE } from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, namesOf, startTwin } from "./twin-client.ts";

const AISERVICES = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/ais1`;
const account = resource(AISERVICES, { kind: "AIServices", properties: { endpoint: "https://ais1.example.com/" } });
const SECRET = "dGhpcyBpcyBhIHNlY3JldA==";

function connectionTo(target: string, more: JsonObject = {}): JsonObject {
  return {
    properties: {
      ...{ authType: "ApiKey", category: "aiservices", target, isSharedToAll: true },
      ...{ credentials: { key: SECRET }, metadata: more },
    },
  };
}

describe("a connection that is written", () => {
  test("comes back normalised, and its secret is kept nowhere", async () => {
    const client = await startTwin();
    const reply = await client.ask("PUT", `${HUB}/connections/ais`, connectionTo("https://x"));
    expect([reply.status, fieldOf(reply, "properties", "category")]).toEqual([200, "AIServices"]);
    expect(fieldOf(reply, "properties", "credentials")).toBeNull();
    expect(JSON.stringify([client.twin.estate(), client.twin.log])).not.toContain(SECRET);
    expect(namesOf(await client.get(`${PROJECT}/connections?includeAll=true`))).toContain("ais");
    expect((await client.ask("DELETE", `${HUB}/connections/ais`)).status).toBe(200);
    expect((await client.get(`${HUB}/connections/ais`)).status).toBe(404);
  });

  test.each([
    ["its target", connectionTo(AISERVICES)],
    [
      "its metadata, whatever the casing",
      connectionTo("https://x", { resourceid: AISERVICES.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions") }),
    ],
  ])("makes a rule to the service that %s names", async (_, body) => {
    const client = await startTwin({ more: [account] });
    await client.ask("PUT", `${HUB}/connections/ais`, body);
    const rule = await client.get(`${HUB}/outboundRules/Connection_ais_account`);
    expect(fieldOf(rule, "properties", "category")).toBe("UserDefined");
    expect(fieldOf(rule, "properties", "status")).toBe("Inactive");
  });

  test("makes no second rule, none without a network, and none for a name that is no id", async () => {
    const client = await startTwin({ more: [account] });
    for (const name of ["one", "two"]) {
      await client.ask("PUT", `${HUB}/connections/${name}`, connectionTo(AISERVICES));
    }
    await client.ask("PUT", `${HUB}/connections/three`, connectionTo("https://elsewhere"));
    expect(namesOf(await client.get(`${HUB}/outboundRules`))).toEqual(["Connection_one_account"]);
    const open = await startTwin({ more: [account], isolationMode: "Disabled" });
    await open.ask("PUT", `${HUB}/connections/one`, connectionTo(AISERVICES));
    expect(open.twin.documents().some(({ id }) => id.includes("/outboundRules/"))).toBe(false);
  });

  test("of a project is its hub's to reach, and comes up on an Active network", async () => {
    const client = await startTwin({ network: "Active" });
    const body = connectionTo("https://x", { ResourceId: SEARCH });
    await client.ask("PUT", `${PROJECT}/connections/srch`, body);
    const rule = `${HUB}/outboundRules/Connection_srch_searchService`;
    // The first look finds it done: the instant pace.
    expect(fieldOf(await client.get(rule), "properties", "status")).toBe("Active");
    expect(namesOf(await client.get(`${SEARCH}/privateEndpointConnections`))).toHaveLength(1);
  });

  test("without a category is refused in the service's words", async () => {
    const client = await startTwin();
    const reply = await client.ask("PUT", `${HUB}/connections/x`, { properties: {} });
    expect([reply.status, codeOf(reply)]).toEqual([400, "ValidationError"]);
    expect((await client.ask("PUT", `${HUB}x/connections/x`, {})).status).toBe(404);
  });
});

describe("a datastore that is written", () => {
  const body = {
    properties: {
      datastoreType: "AzureBlob",
      ...{ accountName: "stone", containerName: "c", endpoint: "core.windows.net", protocol: "https" },
      credentials: { credentialsType: "AccountKey", secrets: { secretsType: "AccountKey", key: SECRET } },
    },
  };

  test("is 201 with its own URL, then 200, and its secret is kept nowhere", async () => {
    const client = await startTwin();
    const made = await client.ask("PUT", `${PROJECT}/datastores/mine`, body);
    expect([made.status, headerOf(made, "location")]).toEqual([
      201,
      expect.stringContaining(`${PROJECT}/datastores/mine?`),
    ]);
    expect((await client.ask("PUT", `${PROJECT}/datastores/mine`, body)).status).toBe(200);
    expect(fieldOf(await client.get(`${PROJECT}/datastores/mine`), "properties", "credentials")).toEqual({
      credentialsType: "AccountKey",
    });
    expect(JSON.stringify([client.twin.estate(), client.twin.log])).not.toContain(SECRET);
    expect((await client.ask("DELETE", `${PROJECT}/datastores/mine`)).status).toBe(200);
  });
});

test("what a PATCH of storage does not mention stays, encryption's times included", async () => {
  const encryption = { services: { blob: { enabled: true, lastEnabledTime: "2026-01-01T00:00:00Z" } }, keySource: "x" };
  const client = await startTwin({
    more: [resource(STORAGE, { sku: { name: "Standard_LRS" }, properties: { encryption, accessTier: "Hot" } })],
  });
  const asked = { encryption: { services: { blob: { enabled: true } } }, publicNetworkAccess: "Disabled" };
  const reply = await client.ask("PATCH", STORAGE, { properties: asked });
  expect(fieldOf(reply, "properties", "encryption")).toEqual(encryption);
  expect(fieldOf(reply, "properties", "accessTier")).toBe("Hot");
});
