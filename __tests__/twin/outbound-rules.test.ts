import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/twin/estate.ts";
import {
  APPROVER,
  assignment,
  CALLER,
  CONTRIBUTOR,
  GROUP,
  HUB,
  HUB_PRINCIPAL,
  MANAGED_SUBSCRIPTION,
  PROJECT,
  READER,
  REGISTRY,
  resource,
  rule,
  SEARCH,
  STORAGE,
  SUBSCRIPTION,
  VAULT,
} from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, messageOf, namesOf, rowsOf, startTwin } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";

const ROOT = `/subscriptions/${SUBSCRIPTION}`;

function asked(target: string, subresourceTarget: string, more: JsonObject = {}): JsonObject {
  const destination = { serviceResourceId: target, subresourceTarget };
  return { properties: { type: "PrivateEndpoint", category: "UserDefined", destination, ...more } };
}

function put(client: TwinClient, name: string, body: JsonObject, hub = HUB): Promise<Reply> {
  return client.ask("PUT", `${hub}/outboundRules/${name}`, body);
}

async function poll(client: TwinClient, reply: Reply): Promise<Reply> {
  return client.get(headerOf(reply, "azure-asyncoperation") ?? "");
}

describe("writing an outbound rule", () => {
  test("on an Inactive network the rule is kept Inactive and nothing appears on its target", async () => {
    const client = await startTwin();
    const reply = await put(client, "search-rule", asked(SEARCH, "searchService"));
    expect(reply.status).toBe(202);
    expect(reply.body).toBeUndefined();
    expect(fieldOf(await poll(client, reply), "status")).toBe("Succeeded");
    expect(fieldOf(await client.get(`${HUB}/outboundRules/search-rule`), "properties", "status")).toBe("Inactive");
    expect(rowsOf(await client.get(`${SEARCH}/privateEndpointConnections`))).toEqual([]);
  });

  test("on an Active network the rule goes Provisioning, then Active with an Approved connection named like it", async () => {
    const client = await startTwin({ network: "Active" }, { pace: { kind: "polls", polls: 1 } });
    await put(client, "search-rule", asked(SEARCH, "searchService"));
    const during = await client.get(`${HUB}/outboundRules/search-rule`);
    expect(fieldOf(during, "properties", "status")).toBe("Provisioning");
    const after = await client.get(`${HUB}/outboundRules/search-rule`);
    expect(fieldOf(after, "properties", "status")).toBe("Active");
    const [connection] = rowsOf(await client.get(`${SEARCH}/privateEndpointConnections`));
    expect(connection).toMatchObject({
      properties: {
        privateLinkServiceConnectionState: { status: "Approved" },
        privateEndpoint: {
          id: `/subscriptions/${MANAGED_SUBSCRIPTION}/resourceGroups/commonHoboRG28/providers/Microsoft.Network/privateEndpoints/search-rule`,
        },
      },
    });
  });

  test("the result at type=location is the rule under its malformed id", async () => {
    const client = await startTwin({ network: "Active" });
    const reply = await put(client, "search-rule", asked(SEARCH, "searchService"));
    const result = await client.get(headerOf(reply, "location") ?? "");
    expect(fieldOf(result, "id")).toBe("hub1/outboundRules/search-rule");
    expect(fieldOf(result, "tags")).toBeNull();
  });

  test("a caller without rights on the target leaves the connection Pending while the rule is Active", async () => {
    const client = await startTwin({
      network: "Active",
      more: [
        assignment(1, ROOT, CALLER, READER),
        assignment(5, HUB, CALLER, CONTRIBUTOR),
        assignment(6, SEARCH, HUB_PRINCIPAL, APPROVER),
      ],
    });
    await put(client, "search-rule", asked(SEARCH, "searchService"));
    const after = await client.get(`${HUB}/outboundRules/search-rule`);
    expect(fieldOf(after, "properties", "status")).toBe("Active");
    const [connection] = rowsOf(await client.get(`${SEARCH}/privateEndpointConnections`));
    expect(connection).toMatchObject({ properties: { privateLinkServiceConnectionState: { status: "Pending" } } });
  });

  test("writing a rule again makes its endpoint anew", async () => {
    const client = await startTwin({ network: "Active" }, { pace: { kind: "polls", polls: 0 } });
    await put(client, "search-rule", asked(SEARCH, "searchService"));
    const [first] = namesOf(await client.get(`${SEARCH}/privateEndpointConnections`));
    await put(client, "search-rule", asked(SEARCH, "searchService"));
    const names = namesOf(await client.get(`${SEARCH}/privateEndpointConnections`));
    expect(names).toHaveLength(1);
    expect(names).not.toContain(first);
  });
});

describe("a rule the service does not take", () => {
  const refusals: readonly (readonly [string, string, JsonObject, string])[] = [
    ["a name of two characters", "ab", asked(SEARCH, "searchService"), "pattern"],
    [
      "a duplicate destination",
      "again",
      asked(STORAGE, "BLOB"),
      "There is already an outbound rule to the same destination",
    ],
    ["a category only the service sets", "mine", asked(SEARCH, "searchService", { category: "Required" }), "Required"],
    ["a target that is not there", "gone", asked(`${STORAGE}x`, "blob"), "was not found"],
    ["a sub-resource the target has not", "wrong", asked(SEARCH, "blob"), "private endpoint target"],
  ];

  test.each(refusals)("%s is a 400", async (_what, name, body, text) => {
    const client = await startTwin({
      rules: [rule("__SYS_PE_stone_blob_0a0b0c0d", STORAGE, "blob", "Required", "Inactive")],
    });
    const reply = await put(client, name, body);
    expect([reply.status, codeOf(reply)]).toEqual([400, "ValidationError"]);
    expect(messageOf(reply)).toContain(text);
    expect(namesOf(await client.get(`${HUB}/outboundRules`))).toEqual(["__SYS_PE_stone_blob_0a0b0c0d"]);
  });

  test("FQDN and service-tag rules are for AllowOnlyApprovedOutbound only", async () => {
    const fqdn: JsonObject = { properties: { type: "FQDN", destination: "pypi.org" } };
    const open = await startTwin({ isolationMode: "AllowInternetOutbound" });
    expect((await put(open, "pypi", fqdn)).status).toBe(400);
    const strict = await startTwin();
    expect((await put(strict, "pypi", fqdn)).status).toBe(202);
  });

  test("a hub identity without approval rights is refused with the service's own text", async () => {
    const client = await startTwin({ without: [assignment(2, GROUP, HUB_PRINCIPAL, CONTRIBUTOR).id] });
    const reply = await put(client, "search-rule", asked(SEARCH, "searchService"));
    expect(reply.status).toBe(400);
    expect(messageOf(reply)).toContain(
      `Workspace managed identity don't have required permissions to read and approve private endpoint connections on ${SEARCH}.`,
    );
  });

  test("a registry that is not Premium has no private endpoints", async () => {
    const basic = resource(REGISTRY, { sku: { name: "Basic", tier: "Basic" }, properties: {} });
    const client = await startTwin({ more: [basic] });
    expect(messageOf(await put(client, "registry-rule", asked(REGISTRY, "registry")))).toContain("Premium");
  });

  test("a project has no rules of its own", async () => {
    const client = await startTwin();
    expect((await put(client, "search-rule", asked(SEARCH, "searchService"), PROJECT)).status).toBe(400);
  });

  test("the primary user-assigned identity counts, not the other ones", async () => {
    const build = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/build`;
    const main = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/main`;
    const hub = resource(HUB, {
      kind: "Hub",
      identity: {
        type: "UserAssigned",
        principalId: null,
        userAssignedIdentities: { [build]: { principalId: HUB_PRINCIPAL }, [main]: { principalId: "nobody" } },
      },
      properties: {
        primaryUserAssignedIdentity: main.replace("resourceGroups", "resourcegroups"),
        managedNetwork: { isolationMode: "AllowInternetOutbound", status: { status: "Inactive" } },
      },
    });
    const client = await startTwin({ more: [hub] });
    expect(messageOf(await put(client, "vault-rule", asked(VAULT, "vault")))).toContain("Workspace managed identity");
  });
});

describe("two rule writes at the same time", () => {
  test("the earlier one is lost, and both report success", async () => {
    const client = await startTwin();
    const first = await put(client, "one-rule", asked(SEARCH, "searchService"));
    const second = await put(client, "two-rule", asked(VAULT, "vault"));
    expect(fieldOf(await poll(client, first), "status")).toBe("Succeeded");
    expect(fieldOf(await poll(client, second), "status")).toBe("Succeeded");
    expect(namesOf(await client.get(`${HUB}/outboundRules`))).toEqual(["two-rule"]);
  });

  test("one after the other both stay", async () => {
    const client = await startTwin();
    await poll(client, await put(client, "one-rule", asked(SEARCH, "searchService")));
    await poll(client, await put(client, "two-rule", asked(VAULT, "vault")));
    expect([...namesOf(await client.get(`${HUB}/outboundRules`))].sort()).toEqual(["one-rule", "two-rule"]);
  });
});

describe("reading and deleting rules", () => {
  const rules = [
    rule("__SYS_PE_stone_blob_0a0b0c0d", STORAGE, "blob", "Required", "Inactive"),
    rule("search-rule", SEARCH, "searchService", "UserDefined", "Inactive"),
  ];

  test("a list has no ids and types, and its order changes from read to read", async () => {
    const client = await startTwin({ rules });
    const first = await client.get(`${HUB}/outboundRules`);
    expect(rowsOf(first)[0]).toMatchObject({ id: null, type: null, systemData: null });
    const second = await client.get(`${HUB}/outboundRules`);
    expect(namesOf(second)).toEqual([...namesOf(first)].reverse());
  });

  test("a rule that is not there is Machine Learning's own 404", async () => {
    const client = await startTwin({ rules });
    const reply = await client.get(`${HUB}/outboundRules/nothing`);
    expect([reply.status, codeOf(reply)]).toEqual([404, "UserError"]);
  });

  test("deleting answers the whole workspace in the end and takes the connection away", async () => {
    const client = await startTwin({ network: "Active" });
    await put(client, "search-rule", asked(SEARCH, "searchService"));
    expect(rowsOf(await client.get(`${SEARCH}/privateEndpointConnections`))).toHaveLength(1);
    const reply = await client.ask("DELETE", `${HUB}/outboundRules/search-rule`);
    expect(reply.status).toBe(202);
    const result = await client.get(headerOf(reply, "location") ?? "");
    expect(fieldOf(result, "id")).toBe(HUB);
    expect(rowsOf(await client.get(`${SEARCH}/privateEndpointConnections`))).toEqual([]);
    expect(rowsOf(await client.get(`${HUB}/outboundRules`))).toEqual([]);
  });

  test("Required rules can be neither changed nor deleted", async () => {
    const client = await startTwin({ rules });
    const path = "__SYS_PE_stone_blob_0a0b0c0d";
    expect((await put(client, path, asked(STORAGE, "blob"))).status).toBe(400);
    expect((await client.ask("DELETE", `${HUB}/outboundRules/${path}`)).status).toBe(400);
  });
});
