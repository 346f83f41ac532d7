import { describe, expect, test } from "vitest";
import type { ArmDocument, Json } from "../../src/twin/estate.ts";
import { assignment, CALLER, GROUP, HUB, resource, roleId, STORAGE, SUBSCRIPTION, VAULT } from "./small-estate.ts";
import { codeOf, fieldOf, messageOf, startTwin } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";

const ROOT = `/subscriptions/${SUBSCRIPTION}`;
const OPEN = {
  type: "Microsoft.Storage/storageAccounts",
  property: "properties.publicNetworkAccess",
  equals: "Enabled",
};
const PROVIDERS = ["MachineLearningServices", "Storage", "KeyVault", "Network", "PolicyInsights"].map(
  (name) => `Microsoft.${name}`,
);

function withPolicy(scope: string): Parameters<typeof startTwin>[0] {
  return { providers: PROVIDERS, facts: { policies: [{ name: "deny-open", scope, effect: "deny", when: OPEN }] } };
}

function check(client: TwinClient, resourceContent: Json, group = GROUP): Promise<Reply> {
  const url = `${group}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions?api-version=2023-03-01`;
  return client.ask("POST", url, { resourceDetails: { resourceContent, apiVersion: "2025-06-01" } });
}

const account = (publicNetworkAccess: string): Json => ({
  ...{ type: "Microsoft.Storage/storageAccounts", name: "stone" },
  properties: { publicNetworkAccess },
});

describe("what policies would say of a resource", () => {
  test("is what they say of the write, and changes nothing", async () => {
    const client = await startTwin(withPolicy(ROOT));
    const denied = await check(client, account("Enabled"));
    expect(fieldOf(denied, "contentEvaluationResult", "policyEvaluations")).toMatchObject([
      {
        policyInfo: { policyAssignmentId: `${ROOT}/providers/Microsoft.Authorization/policyAssignments/deny-open` },
        ...{ evaluationResult: "NonCompliant", effectDetails: { policyEffect: "Deny" } },
      },
    ]);
    const allowed = await check(client, account("Disabled"));
    expect(fieldOf(allowed, "contentEvaluationResult", "policyEvaluations")).toEqual([]);
    expect(client.twin.log.some((entry) => entry.isWrite)).toBe(false);
    const written = await client.ask("PATCH", STORAGE, { properties: { publicNetworkAccess: "Enabled" } });
    expect([written.status, codeOf(written)]).toEqual([403, "RequestDisallowedByPolicy"]);
  });

  test.each([
    ["of another group", GROUP.replace("rg-ai", "rg-net"), GROUP],
    ["of one resource, asked about another", VAULT, GROUP],
  ])("is nothing where the policy is %s", async (_what, scope, group) => {
    const client = await startTwin(withPolicy(scope));
    const reply = await check(client, account("Enabled"), group);
    expect(fieldOf(reply, "contentEvaluationResult", "policyEvaluations")).toEqual([]);
  });

  test("takes a type, a registered provider and a right of its own", async () => {
    const client = await startTwin(withPolicy(ROOT));
    expect((await check(client, { properties: {} })).status).toBe(400);
    const unregistered = await check(await startTwin(), account("Enabled"));
    expect(codeOf(unregistered)).toBe("MissingSubscriptionRegistration");
    const stranger = await startTwin({ ...withPolicy(ROOT), ...withRights(["Microsoft.Storage/*"]) });
    const refused = await check(stranger, account("Enabled"));
    expect([refused.status, codeOf(refused)]).toEqual([403, "AuthorizationFailed"]);
    expect(messageOf(refused)).toContain("'Microsoft.PolicyInsights/checkPolicyRestrictions/read'");
  });
});

const CUSTOM = "12121212-0000-4000-8000-000000000001";

/** The caller with a role of these actions on the group, and nothing else. */
function withRights(actions: readonly string[]): Parameters<typeof startTwin>[0] {
  const definition: ArmDocument = resource(roleId(CUSTOM), {
    properties: { permissions: [{ actions, notActions: [] }] },
  });
  return { without: [assignment(1, ROOT, CALLER, "").id], more: [definition, assignment(9, GROUP, CALLER, CUSTOM)] };
}

test("asking what one may do is itself a right", async () => {
  const url = `${STORAGE}/providers/Microsoft.Authorization/permissions`;
  const [mute, free] = [
    await startTwin(withRights(["Microsoft.Storage/*"])),
    await startTwin(withRights(["Microsoft.Authorization/permissions/read"])),
  ];
  expect(messageOf(await mute.get(url))).toContain("'Microsoft.Authorization/permissions/read'");
  expect((await free.get(url)).status).toBe(200);
});

const WORKSPACES = "Microsoft.MachineLearningServices/workspaces";
const NEEDED = [`${WORKSPACES}/privateEndpointConnections/read`, `${WORKSPACES}/privateEndpointConnections/write`];

describe.each([
  ["a rule", "PUT", `${HUB}/outboundRules/rule-one`, `${WORKSPACES}/outboundRules/write`],
  ["provisioning", "POST", `${HUB}/provisionManagedNetwork`, `${WORKSPACES}/provisionManagedNetwork/action`],
])("%s", (_what, method, url, own) => {
  const body = {
    properties: { type: "PrivateEndpoint", destination: { serviceResourceId: STORAGE, subresourceTarget: "blob" } },
  };

  test("takes the hub's private endpoint connections besides its own right", async () => {
    for (const missing of NEEDED) {
      const client = await startTwin(withRights([own, ...NEEDED.filter((action) => action !== missing)]));
      const reply = await client.ask(method, url, body);
      expect([reply.status, codeOf(reply)]).toEqual([403, "AuthorizationFailed"]);
      expect(messageOf(reply)).toContain(`'${missing}' over scope '${HUB}'`);
    }
    const client = await startTwin(withRights([own, ...NEEDED]));
    expect((await client.ask(method, url, body)).status).toBe(202);
  });
});
