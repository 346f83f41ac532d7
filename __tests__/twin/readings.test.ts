import { describe, expect, test } from "vitest";
import type { ArmDocument } from "../../src/twin/estate.ts";
import {
  assignment,
  CALLER,
  CONTRIBUTOR,
  GROUP,
  HUB,
  PROJECT_PRINCIPAL,
  READER,
  resource,
  roleId,
  STORAGE,
  SUBSCRIPTION,
  VAULT,
} from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, messageOf, namesOf, startTwin } from "./twin-client.ts";
import type { TwinClient } from "./twin-client.ts";

const closing = { properties: { publicNetworkAccess: "Disabled" } };

async function provision(client: TwinClient): Promise<void> {
  const reply = await client.ask("POST", `${HUB}/provisionManagedNetwork`, { includeSpark: false });
  const url = headerOf(reply, "azure-asyncoperation");
  if (url !== undefined) await client.get(url);
}

async function rulesTo(client: TwinClient, target: string): Promise<readonly string[]> {
  const rules = await client.get(`${HUB}/outboundRules`);
  return namesOf(rules).flatMap((name) => (name?.includes(target) === true ? [name] : []));
}

describe("the Required rules of a service that turns private under AllowInternetOutbound", () => {
  const internet = { isolationMode: "AllowInternetOutbound", network: "Active" } as const;

  test.each([
    ["onClose", 2, 2],
    ["onProvision", 0, 2],
    ["never", 0, 0],
  ] as const)("appear as the reading %s says", async (serviceMadeRules, afterClosing, afterProvisioning) => {
    const client = await startTwin(internet, { behaviour: { serviceMadeRules } });
    await client.ask("PATCH", STORAGE, closing);
    expect(await rulesTo(client, "stone")).toHaveLength(afterClosing);
    await provision(client);
    const names = await rulesTo(client, "stone");
    expect(names).toHaveLength(afterProvisioning);
    for (const name of names) {
      const rule = await client.get(`${HUB}/outboundRules/${name}`);
      expect([fieldOf(rule, "properties", "category"), fieldOf(rule, "properties", "status")]).toEqual([
        "Required",
        "Active",
      ]);
    }
  });
});

describe("a role assignment under polls", () => {
  const name = "bbbbbbbb-0000-4000-8000-000000000001";
  const LISTS = `${STORAGE}/providers/Microsoft.Authorization/roleAssignments`;
  const asked = {
    properties: { roleDefinitionId: roleId(READER), principalId: PROJECT_PRINCIPAL, principalType: "ServicePrincipal" },
  };

  test("is missing from as many lists as the pace says, then it shows", async () => {
    const client = await startTwin({}, { pace: { kind: "polls", polls: 2 } });
    expect((await client.ask("PUT", `${LISTS}/${name}`, asked)).status).toBe(201);
    const shown = [];
    for (let look = 0; look < 4; look += 1) shown.push(namesOf(await client.get(LISTS)).includes(name));
    expect(shown).toEqual([false, false, true, true]);
  });

  test("acts once it shows, and not before", async () => {
    // The caller may assign roles and nothing else; it gives itself Reader on the account.
    const administrator: ArmDocument = {
      id: roleId("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"),
      name: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
      properties: { permissions: [{ actions: ["Microsoft.Authorization/*"], notActions: [] }] },
    };
    const mine = assignment(1, `/subscriptions/${SUBSCRIPTION}`, CALLER, "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9");
    const client = await startTwin({ more: [administrator, mine] }, { pace: { kind: "polls", polls: 1 } });
    expect((await client.get(STORAGE)).status).toBe(403);
    await client.ask("PUT", `${LISTS}/${name}`, { properties: { ...asked.properties, principalId: CALLER } });
    expect((await client.get(STORAGE)).status).toBe(403);
    await client.get(LISTS);
    expect((await client.get(STORAGE)).status).toBe(403);
    await client.get(LISTS);
    expect((await client.get(STORAGE)).status).toBe(200);
  });
});

describe("approving a connection", () => {
  const connection = resource(`${VAULT}/privateEndpointConnections/c1`, {
    properties: { privateLinkServiceConnectionState: { status: "Pending" }, privateEndpoint: { id: "/x" } },
  });
  const decision = (status: string): Parameters<TwinClient["ask"]>[2] => ({
    properties: { privateLinkServiceConnectionState: { status, description: "by me" } },
  });
  // Contributor but for the one action that approving a vault's connections takes besides.
  const withoutApproval: ArmDocument = {
    id: roleId(CONTRIBUTOR),
    name: CONTRIBUTOR,
    properties: {
      permissions: [
        { actions: ["*"], notActions: ["Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action"] },
      ],
    },
  };
  const mine = assignment(1, `/subscriptions/${SUBSCRIPTION}`, CALLER, CONTRIBUTOR);

  test("takes the right to approve, and names it; rejecting does not", async () => {
    const client = await startTwin({ more: [connection, withoutApproval, mine] });
    const refused = await client.ask("PUT", connection.id, decision("Approved"));
    expect([refused.status, codeOf(refused)]).toEqual([403, "AuthorizationFailed"]);
    expect(messageOf(refused)).toContain("Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action");
    expect((await client.ask("PUT", connection.id, decision("Rejected"))).status).toBe(200);
  });

  test("is done with it", async () => {
    const client = await startTwin({ more: [connection] });
    expect((await client.ask("PUT", connection.id, decision("Approved"))).status).toBe(200);
  });
});

test("an identity that a PATCH names is answered with who it is", async () => {
  const id = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`;
  const known = {
    principalId: "99999999-0000-4000-8000-000000000001",
    clientId: "99999999-0000-4000-8000-000000000002",
  };
  const client = await startTwin({
    more: [resource(id, { properties: known })],
    providers: ["Microsoft.MachineLearningServices", "Microsoft.ManagedIdentity"],
  });
  const identity = { type: "SystemAssigned,UserAssigned", userAssignedIdentities: { [id]: {} } };
  await client.get(headerOf(await client.ask("PATCH", HUB, { identity }), "azure-asyncoperation") ?? "");
  expect(fieldOf(await client.get(HUB), "identity", "userAssignedIdentities")).toEqual({ [id]: known });
});
