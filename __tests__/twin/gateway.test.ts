import { describe, expect, test } from "vitest";
import type { ArmDocument } from "../../src/twin/estate.ts";
import {
  assignment,
  CALLER,
  GROUP,
  HUB,
  NETWORK_GROUP,
  READER,
  resource,
  roleId,
  STORAGE,
  SUBSCRIPTION,
  VAULT,
  VNET,
} from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, messageOf, namesOf, rowsOf, startTwin } from "./twin-client.ts";

const ROOT = `/subscriptions/${SUBSCRIPTION}`;
const STRANGER = "/subscriptions/00000000-0000-4000-8000-000000000000";

function lock(scope: string, level: string): ArmDocument {
  return resource(`${scope}/providers/Microsoft.Authorization/locks/l1`, { properties: { level } });
}

describe("the gateway answers, in this order,", () => {
  const refusals: readonly (readonly [string, string, number, string])[] = [
    ["no api-version", `${HUB}?api-version=`, 400, "MissingApiVersionParameter"],
    ["an api-version the provider has not", `${HUB}?api-version=1999-01-01`, 400, "NoRegisteredProviderFound"],
    [
      "a provider that is not registered",
      `${GROUP}/providers/Microsoft.Sql/servers/s?api-version=2023-08-01`,
      409,
      "MissingSubscriptionRegistration",
    ],
    ["a subscription nobody knows", HUB.replace(ROOT, STRANGER), 404, "SubscriptionNotFound"],
    ["a group that is not there", HUB.replace("rg-ai", "rg-none"), 404, "ResourceGroupNotFound"],
    ["a resource that is not there", `${STORAGE}x`, 404, "ResourceNotFound"],
    ["a child of a parent that is not there", `${HUB}x/connections/c`, 404, "ParentResourceNotFound"],
    ["a connection that is not there", `${HUB}/connections/none`, 404, "UserError"],
    ["a datastore that is not there", `${HUB}/datastores/none`, 404, "UserError"],
  ];

  test.each(refusals)("for %s its own error", async (_what, url, status, code) => {
    const client = await startTwin();
    const reply = await client.get(url);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });

  test("the gateway's 404 says that it is the gateway's, Machine Learning's does not", async () => {
    const client = await startTwin();
    expect(headerOf(await client.get(`${STORAGE}x`), "x-ms-failure-cause")).toBe("gateway");
    const connection = await client.get(`${HUB}/connections/none`);
    expect(headerOf(connection, "x-ms-failure-cause")).toBeUndefined();
    expect(fieldOf(connection, "error", "innerError", "code")).toBe("NotFoundError");
  });

  test("every answer carries request ids and what is left of the bucket", async () => {
    const client = await startTwin();
    const [first, second] = [await client.get(HUB), await client.get(`${HUB}x`)];
    expect(headerOf(first, "x-ms-request-id")).not.toBe(headerOf(second, "x-ms-request-id"));
    expect(headerOf(second, "x-ms-correlation-request-id")).toBeDefined();
    expect(headerOf(first, "x-ms-ratelimit-remaining-subscription-reads")).toBe("249");
    expect(headerOf(second, "x-ms-ratelimit-remaining-subscription-reads")).toBe("248");
  });

  test("an empty bucket is a 429 with the seconds to wait, where throttling is on", async () => {
    const client = await startTwin({}, { behaviour: { throttling: true } });
    for (let count = 0; count < 250; count += 1) await client.get(`${ROOT}?api-version=2022-12-01`);
    const reply = await client.get(HUB);
    expect([reply.status, headerOf(reply, "retry-after")]).toEqual([429, "1"]);
  });

  test("what the twin does not serve is said, not faked", async () => {
    const client = await startTwin();
    const reply = await client.ask("PUT", VNET, {});
    expect([reply.status, codeOf(reply)]).toEqual([501, "NotServedByTwin"]);
  });
});

describe("rights", () => {
  const reader = {
    more: [assignment(1, GROUP, CALLER, READER)],
    without: [assignment(1, ROOT, CALLER, READER).id],
  };

  test("a missing one is a 403 naming client, object id, action and scope", async () => {
    const client = await startTwin(reader);
    const reply = await client.ask("PATCH", STORAGE, {});
    expect([reply.status, codeOf(reply)]).toEqual([403, "AuthorizationFailed"]);
    expect(messageOf(reply)).toBe(
      `The client '77777777-7777-4777-8777-777777777777' with object id '${CALLER}' does not have authorization to perform action 'Microsoft.Storage/storageAccounts/write' over scope '${STORAGE}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    );
  });

  test("inherit downwards and not sideways", async () => {
    const client = await startTwin(reader);
    expect((await client.get(STORAGE)).status).toBe(200);
    expect((await client.get(VNET)).status).toBe(403);
  });

  test("filter lists, and nothing at all is a 403", async () => {
    const client = await startTwin(reader);
    expect(namesOf(await client.get(`${ROOT}/providers/Microsoft.Network/virtualNetworks`))).toEqual([]);
    expect(namesOf(await client.get(`${ROOT}/providers/Microsoft.Storage/storageAccounts`))).toEqual(["stone"]);
    expect((await client.get(`${NETWORK_GROUP}/providers/Microsoft.Network/virtualNetworks`)).status).toBe(403);
  });

  test("notActions take away and a deny assignment wins over every grant", async () => {
    const denial = resource(`${VAULT}/providers/Microsoft.Authorization/denyAssignments/d1`, {
      properties: {
        permissions: [{ actions: ["Microsoft.KeyVault/*/write"], notActions: [] }],
        principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
        excludePrincipals: [],
      },
    });
    const client = await startTwin({ more: [denial] });
    expect((await client.ask("PATCH", VAULT, {})).status).toBe(403);
    expect((await client.get(VAULT)).status).toBe(200);
    expect(
      namesOf(
        await client.get(
          `${VAULT}/providers/Microsoft.Authorization/denyAssignments?$filter=atScope()&api-version=2022-04-01`,
        ),
      ),
    ).toEqual(["d1"]);
  });

  test("are what the caller's own permissions list", async () => {
    const client = await startTwin(reader);
    const reply = await client.get(`${STORAGE}/providers/Microsoft.Authorization/permissions`);
    expect(rowsOf(reply)).toMatchObject([{ actions: ["*/read"] }]);
  });

  test("role definitions resolve with and without a subscription", async () => {
    const client = await startTwin();
    const id = roleId(READER);
    expect((await client.get(id)).status).toBe(200);
    expect((await client.get(id.replace(ROOT, ""))).status).toBe(200);
  });
});

describe("locks and policies", () => {
  test("ReadOnly refuses every change below it, CanNotDelete only deleting", async () => {
    const locked = await startTwin({ more: [lock(GROUP, "ReadOnly")] });
    const reply = await locked.ask("PATCH", STORAGE, { tags: {} });
    expect([reply.status, codeOf(reply)]).toEqual([409, "ScopeLocked"]);
    expect((await locked.ask("POST", `${HUB}/provisionManagedNetwork`)).status).toBe(409);
    expect((await locked.get(STORAGE)).status).toBe(200);
    const kept = await startTwin({ more: [lock(GROUP, "CanNotDelete")] });
    expect((await kept.ask("PATCH", STORAGE, { tags: {} })).status).toBe(200);
    expect((await kept.ask("DELETE", `${HUB}/outboundRules/none`)).status).toBe(409);
  });

  test("a policy denies by the merged result, case-blind", async () => {
    const when = {
      type: "microsoft.storage/storageaccounts",
      property: "properties.networkAcls.defaultAction",
      equals: "allow",
    };
    const client = await startTwin({ facts: { policies: [{ name: "deny-open", scope: ROOT, effect: "deny", when }] } });
    const reply = await client.ask("PATCH", STORAGE, { tags: { a: "b" } });
    expect([reply.status, codeOf(reply)]).toEqual([403, "RequestDisallowedByPolicy"]);
    expect(messageOf(reply)).toContain("deny-open");
    const closing = { properties: { networkAcls: { defaultAction: "Deny" } } };
    expect((await client.ask("PATCH", STORAGE, closing)).status).toBe(200);
  });
});

describe("reads", () => {
  test("find what lives inside its parent", async () => {
    const client = await startTwin();
    expect(fieldOf(await client.get(`${VNET}/subnets/SNET1`), "properties", "addressPrefix")).toBe("10.0.0.0/24");
    expect(namesOf(await client.get(`${VNET}/subnets`))).toEqual(["snet1"]);
  });

  test("of long lists go by pages that lead to each other", async () => {
    const client = await startTwin({}, { behaviour: { pageSize: 2 } });
    const names: (string | undefined)[] = [];
    let next: string | undefined = `${ROOT}/resources?api-version=2021-04-01`;
    for (let pages = 0; next !== undefined && pages < 20; pages += 1) {
      const reply = await client.get(next);
      names.push(...namesOf(reply));
      const link = fieldOf(reply, "nextLink");
      next = typeof link === "string" ? link : undefined;
    }
    expect([...names].sort()).toEqual(["crone", "hub1", "kvone", "proj1", "srchone", "stone", "vnet1"]);
  });

  test("of resources take no filter for an empty one, and say of each what `$expand` asks for", async () => {
    const client = await startTwin();
    const all = namesOf(await client.get(`${ROOT}/resources?api-version=2024-11-01`));
    const expand = "$expand=createdTime,changedTime,provisioningState";
    const reply = await client.get(`${ROOT}/resources?$filter=&${expand}&api-version=2024-11-01`);
    expect(namesOf(reply)).toEqual(all);
    expect(rowsOf(reply)).toContainEqual(expect.objectContaining({ name: "hub1", provisioningState: "Succeeded" }));
    const inGroup = `$filter=${encodeURIComponent("resourceGroup eq 'RG-AI' and name eq 'kvone'")}`;
    expect(namesOf(await client.get(`${ROOT}/resources?${inGroup}&api-version=2024-11-01`))).toEqual(["kvone"]);
  });

  test("of resources take a filter by type and name, and refuse another one", async () => {
    const client = await startTwin();
    const ask = async (filter: string): Promise<readonly (string | undefined)[]> =>
      namesOf(await client.get(`${ROOT}/resources?$filter=${encodeURIComponent(filter)}&api-version=2021-04-01`));
    expect(await ask("resourceType eq 'microsoft.keyvault/VAULTS'")).toEqual(["kvone"]);
    expect(await ask("resourceType eq 'Microsoft.KeyVault/vaults' and name eq 'other'")).toEqual([]);
    const odd = await client.get(
      `${ROOT}/resources?$filter=${encodeURIComponent("tagName eq 'x'")}&api-version=2021-04-01`,
    );
    expect(odd.status).toBe(400);
  });

  test("compare ids case-blind and say whether a provider is registered", async () => {
    const client = await startTwin();
    expect((await client.get(HUB.toLowerCase())).status).toBe(200);
    expect(
      fieldOf(await client.get(`${ROOT}/providers/Microsoft.Sql?api-version=2022-12-01`), "registrationState"),
    ).toBe("NotRegistered");
    expect(
      fieldOf(await client.get(`${ROOT}/providers/microsoft.storage?api-version=2022-12-01`), "registrationState"),
    ).toBe("Registered");
  });
});
