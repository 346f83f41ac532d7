import { describe, expect, it } from "vitest";
import { readLocks } from "../../src/azure/locks.ts";
import { readPolicyDenials } from "../../src/azure/policy-restrictions.ts";
import { createPreflightReader } from "../../src/azure/preflight.ts";
import { apiVersionOf } from "../../src/azure/versions.ts";
import { createScriptedArm, type Script } from "../support/scripted-arm.ts";

const group = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg";
const account = `${group}/providers/Microsoft.Storage/storageAccounts/st`;
const write = { kind: "close-public-access", resourceId: account, role: "storage" } as const;

describe("locks", () => {
  const at = (scope: string, name: string, level: string) => ({
    ...{ id: `${scope}/providers/Microsoft.Authorization/locks/${name}`, name },
    properties: { level },
  });

  it("are those at the scope and above, in any casing; what only lies below doesn't count", async () => {
    const value = [
      at(account.toUpperCase(), "own", "CanNotDelete"),
      at(group.toLowerCase(), "above", "ReadOnly"),
      at(`${account}/blobServices/default`, "below", "ReadOnly"),
      at(`${account}2`, "beside", "ReadOnly"),
    ];
    const { arm } = createScriptedArm(() => ({ status: 200, body: { value } }));
    const read = await readLocks(arm, account);
    expect(read.is === "known" && read.value.map(({ name, level }) => `${name} ${level}`)).toEqual([
      "own CanNotDelete",
      "above ReadOnly",
    ]);
  });
});

describe("policies", () => {
  const raw = {
    ...{ id: account, name: "st", type: "Microsoft.Storage/storageAccounts", location: "westeurope", tags: { a: "b" } },
    properties: {
      publicNetworkAccess: "Enabled",
      networkAcls: { bypass: "None", defaultAction: "Allow" },
      minimumTlsVersion: "TLS1_2",
    },
  };
  const evaluation = (name: string, policyEffect: string, evaluationResult: string) => ({
    policyInfo: {
      policyAssignmentId: `/providers/Microsoft.Management/managementGroups/m/providers/Microsoft.Authorization/policyAssignments/${name}`,
    },
    ...{ evaluationResult, effectDetails: { policyEffect } },
  });
  const answering =
    (...policyEvaluations: readonly unknown[]): Script =>
    ({ method }) =>
      method === "GET"
        ? { status: 200, body: raw }
        : { status: 200, body: { fieldRestrictions: [], contentEvaluationResult: { policyEvaluations } } };

  it("are asked about the whole resource as the write leaves it, in its group", async () => {
    const { arm, asked } = createScriptedArm(answering());
    expect(await readPolicyDenials(arm, write)).toEqual({ is: "known", value: [] });
    const question = asked.find((request) => request.method === "POST");
    expect(question?.url.pathname).toBe(`${group}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`);
    expect(question?.body).toEqual({
      resourceDetails: {
        apiVersion: "2025-06-01",
        resourceContent: {
          ...raw,
          properties: {
            ...raw.properties,
            publicNetworkAccess: "Disabled",
            networkAcls: { bypass: "None", defaultAction: "Deny" },
          },
        },
      },
    });
  });

  it("deny where one of effect deny is not complied with; audits and the like don't", async () => {
    const { arm } = createScriptedArm(
      answering(
        evaluation("a", "Audit", "NonCompliant"),
        evaluation("d", "deny", "NonCompliant"),
        evaluation("m", "Modify", "NonCompliant"),
      ),
    );
    const read = await readPolicyDenials(arm, write);
    expect(read.is === "known" && read.value.map(({ name }) => name)).toEqual(["d"]);
  });

  it("that could not be evaluated leave it unknown, unless another one denies", async () => {
    const failed = evaluation("broken", "Deny", "Error");
    expect(await readPolicyDenials(createScriptedArm(answering(failed)).arm, write)).toEqual({
      is: "unknown",
      why: "the policy broken could not be evaluated: Error",
    });
    const both = answering(failed, evaluation("d", "Deny", "NonCompliant"));
    expect((await readPolicyDenials(createScriptedArm(both).arm, write)).is).toBe("known");
  });

  it("are asked again after a 500, as reads are", async () => {
    const { arm, asked } = createScriptedArm((request, count) =>
      request.method === "POST" && count === 2 ? { status: 500 } : answering()(request, count),
    );
    expect((await readPolicyDenials(arm, write)).is).toBe("known");
    expect(asked.filter((request) => request.method === "POST")).toHaveLength(2);
  });

  it("of a service that is gone say nothing", async () => {
    const { arm } = createScriptedArm(() => ({
      status: 404,
      body: { error: { code: "ResourceNotFound", message: "" } },
    }));
    expect((await readPolicyDenials(arm, write)).is).toBe("absent");
  });
});

it("a provider is read with the resource manager's own api-version, not with the provider's", async () => {
  const { arm, asked } = createScriptedArm(() => ({ status: 200, body: { registrationState: "NotRegistered" } }));
  const reader = createPreflightReader(arm, async () => ({ is: "absent" }), undefined);
  expect(await reader.registration("s", "Microsoft.Network")).toEqual({ is: "known", value: "NotRegistered" });
  expect(asked[0]?.url.searchParams.get("api-version")).toBe("2022-09-01");
  expect(apiVersionOf("/subscriptions/s/providers/Microsoft.Network/privateDnsZones")).toBe("2024-06-01");
});

it("rights of a caller the token doesn't name are those allowed, with what is denied unknown", async () => {
  const { arm } = createScriptedArm(() => ({
    status: 200,
    body: { value: [{ actions: ["*"], notActions: ["x/write"] }] },
  }));
  const rights = await createPreflightReader(arm, async () => ({ is: "absent" }), undefined).rights(account);
  expect(rights).toMatchObject({
    allows: { is: "known", value: [{ actions: ["*"], notActions: ["x/write"] }] },
    ...{ denials: { is: "unknown" }, underCondition: [] },
  });
});
