import { createHttpHeaders, createPipelineRequest } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";

import { readAnswer } from "../../src/azure/answer.ts";
import type { Answer } from "../../src/azure/answer.ts";
import { hasCode, parseAzureError } from "../../src/azure/azure-error.ts";
import { describeFault } from "../../src/azure/faults.ts";
import { redact } from "../../src/azure/redaction.ts";
import { readFailure, refusalOf } from "../../src/azure/refusals.ts";
import { runErrorOf } from "../support/run-error.ts";

const path = "/subscriptions/0a/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st1";

function answerWith(status: number, body: unknown): Answer {
  const headers = createHttpHeaders({ "x-ms-correlation-request-id": "corr-1" });
  const request = createPipelineRequest({ url: "https://management.azure.com/" });
  const sent = readAnswer({ request, status, headers, bodyAsText: JSON.stringify(body) });
  if (sent.is === "lost") throw new Error(sent.why);
  return sent.answer;
}

function refusedBy(status: number, code: string, message: string, more: object = {}) {
  return refusalOf(answerWith(status, { error: { code, message, ...more } }), { method: "PATCH", path });
}

describe("error bodies of the different layers", () => {
  it("are read from ARM's gateway", () => {
    const error = parseAzureError({ error: { code: "ResourceNotFound", message: "not found" } });
    expect(error).toMatchObject({ code: "ResourceNotFound", codes: ["ResourceNotFound"], message: "not found" });
  });

  it("are read from Machine Learning, whose truth is an inner code", () => {
    const inner = {
      type: "InnerError",
      info: { value: { code: "NotFound", innerError: { code: "DataStoreNotFound" } } },
    };
    const error = parseAzureError({
      error: { code: "UserError", message: "m", innerError: { code: "NotFoundError" }, additionalInfo: [inner] },
    });
    expect(hasCode(error, "notfounderror")).toBe(true);
    expect(hasCode(error, "DataStoreNotFound")).toBe(true);
    expect(error?.code).toBe("UserError");
  });

  it("are read from Entra", () => {
    const error = parseAzureError({
      error: "invalid_client",
      error_description: "AADSTS7000215: Invalid client secret.",
    });
    expect(error?.code).toBe("invalid_client");
    expect(error?.message).toContain("AADSTS7000215");
  });

  it("are nothing where a body is no error", () => {
    expect(parseAzureError({ value: [] })).toBeUndefined();
    expect(parseAzureError("text")).toBeUndefined();
  });
});

describe("a refused write", () => {
  it("names the missing action, where, and the line that grants it", () => {
    const message =
      "The client 'app' with object id '11111111-1111-1111-1111-111111111111' does not have authorization to perform action " +
      `'Microsoft.Authorization/roleAssignments/write' over scope '${path}' or the scope is invalid.`;
    const error = refusedBy(403, "AuthorizationFailed", message);
    expect(error.code).toBe("SFH403");
    expect(error.message).toContain(`Microsoft.Authorization/roleAssignments/write on ${path}`);
    expect(error.details.fix).toContain("--assignee-object-id 11111111-1111-1111-1111-111111111111");
    expect(error.details.fix).toContain('"Role Based Access Control Administrator"');
    expect(error.details).toMatchObject({ correlationId: "corr-1", azureCode: "AuthorizationFailed", status: 403 });
  });

  it("names the linked scope's action where that is what's missing", () => {
    const message =
      `The client has permission to perform action 'x/write' on scope '/a', however the current tenant 't' is not authorized to access linked ` +
      `subscription or does not have permission to perform action(s) 'Microsoft.Search/searchServices/privateEndpointConnectionsApproval/action' on the linked scope(s) '/b' or they are invalid.`;
    const error = refusedBy(403, "LinkedAuthorizationFailed", message);
    expect(error.message).toContain("privateEndpointConnectionsApproval/action on /b");
    expect(error.details.fix).toContain("Azure AI Enterprise Network Connection Approver");
  });

  it("names a lock", () => {
    expect(refusedBy(409, "ScopeLocked", "locked: '/subscriptions/0a'").code).toBe("SFH902");
  });

  it("names the policy by what its people call it", () => {
    const info = { policyAssignmentDisplayName: "Keep storage public", policyAssignmentId: "/x/y" };
    const error = refusedBy(403, "RequestDisallowedByPolicy", "no", {
      additionalInfo: [{ type: "PolicyViolation", info }],
    });
    expect(error.code).toBe("SFH903");
    expect(error.message).toContain('"Keep storage public"');
  });

  it("gives the line that registers a provider", () => {
    const error = refusedBy(
      409,
      "MissingSubscriptionRegistration",
      "The subscription is not registered to use namespace 'Microsoft.Network'.",
    );
    expect(error.code).toBe("SFH904");
    expect(error.details.fix).toBe("az provider register -n Microsoft.Network --subscription 0a --wait");
  });

  it.each([
    [401, "ExpiredAuthenticationToken", "SFH906"],
    [404, "ResourceNotFound", "SFH915"],
    [403, "SomethingElse", "SFH403"],
    [400, "ValidationError", "SFH909"],
  ])("with %i %s is %s", (status, azureCode, code) => {
    expect(refusedBy(status, azureCode, "m").code).toBe(code);
  });

  it("says which tenant a token must be from", () => {
    expect(refusedBy(401, "InvalidAuthenticationTokenTenant", "wrong issuer").details.fix).toContain("AZURE_TENANT_ID");
  });
});

describe("a read that brought nothing", () => {
  const asked = { method: "GET", path };

  it("is absent for 404, whichever layer says so", () => {
    expect(readFailure(answerWith(404, { error: { code: "UserError", message: "m" } }), asked)).toEqual({
      is: "absent",
    });
  });

  it("is absent for a type whose provider isn't registered", () => {
    const answer = answerWith(409, { error: { code: "MissingSubscriptionRegistration", message: "m" } });
    expect(readFailure(answer, asked)).toEqual({ is: "absent" });
  });

  it("is unknown for 403, and says why", () => {
    const read = readFailure(answerWith(403, { error: { code: "AuthorizationFailed", message: "no" } }), asked);
    expect(read).toMatchObject({ is: "unknown" });
    expect(JSON.stringify(read)).toContain("corr-1");
  });

  it("ends the run for 401", async () => {
    const answer = answerWith(401, { error: { code: "InvalidAuthenticationToken", message: "m" } });
    expect((await runErrorOf(() => readFailure(answer, asked))).code).toBe("SFH906");
  });
});

describe("what is shown of a failure", () => {
  it("holds no token, secret or signature", () => {
    const text = redact(
      "Bearer abc.def eyJhbGciOi.eyJzdWIi.sig client_secret=hunter2&x=1 https://h/p?t=1&s=SIGN&sig=abc%3D",
    );
    expect(text).not.toMatch(/hunter2|eyJ|SIGN|abc/);
  });

  it("is not as long as a poll URL", () => {
    expect(redact("x".repeat(9_000)).length).toBeLessThan(2_000);
  });

  it("tells a certificate nobody trusts from a broken connection, wherever the code hides", () => {
    const inner = Object.assign(new Error("self-signed certificate"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    const outer = Object.assign(new Error("send failed", { cause: inner }), { code: "REQUEST_SEND_ERROR" });
    expect(describeFault(outer)).toMatchObject({ kind: "trust" });
    expect(describeFault(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }))).toMatchObject({
      kind: "connection",
    });
  });

  it.each([
    ["AADSTS90002: Tenant 'x' not found", "AZURE_TENANT_ID"],
    ["AADSTS700016: Application not found", "AZURE_CLIENT_ID"],
    ["AADSTS7000215: Invalid client secret provided", "AZURE_CLIENT_SECRET"],
    ["AADSTS700213: No matching federated identity record", "federated credential"],
  ])("says what to check for %s", (message, fix) => {
    expect(describeFault(new Error(message))).toMatchObject({
      kind: "sign-in",
      fix: expect.stringContaining(fix) as unknown,
    });
  });
});
