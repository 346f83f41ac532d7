import { describe, expect, it } from "vitest";

import { startedBy } from "../../src/azure/started.ts";
import { runErrorOf } from "../support/run-error.ts";
import { createScriptedArm } from "../support/scripted-arm.ts";
import type { ScriptedResponse } from "../support/scripted-arm.ts";

const path = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/cr1";
const poll = "https://management.azure.com/op?api-version=1";

async function startedWith(response: ScriptedResponse) {
  const { arm } = createScriptedArm(() => response);
  return startedBy(await arm.send("PATCH", path, {}), arm, { method: "PATCH", path });
}

const conflict = (code: string): ScriptedResponse => ({ status: 409, body: { error: { code, message: "m" } } });

describe("what a write came to", () => {
  it.each([
    ["a plain 200", { status: 200, body: {} }, "answered"],
    ["a plain 201", { status: 201, body: {} }, "answered"],
    ["a 204", { status: 204 }, "answered"],
    ["a 200 that only tells where the resource is", { status: 200, headers: { Location: poll }, body: {} }, "answered"],
    ["a 202 with a Location", { status: 202, headers: { Location: poll } }, "running"],
    ["a 202 with a header in lower case", { status: 202, headers: { "azure-asyncoperation": poll } }, "running"],
    ["a 201 with an operation", { status: 201, headers: { "Azure-AsyncOperation": poll }, body: {} }, "running"],
    ["a 200 with an operation", { status: 200, headers: { "Azure-AsyncOperation": poll }, body: {} }, "running"],
    ["another operation in progress", conflict("AnotherOperationInProgress"), "busy"],
    ["a conflict", conflict("Conflict"), "busy"],
    ["a 500", { status: 500 }, "unclear"],
    ["a 503 that names a delay", { status: 503, headers: { "Retry-After": "9" } }, "unclear"],
    ["a 504 of the gateway", { status: 504, body: "<html>" }, "unclear"],
    ["an answer cut short", { status: 200, body: '{"id":' }, "unclear"],
  ])("with %s", async (_, response, expected) => {
    expect((await startedWith(response)).is).toBe(expected);
  });

  it.each([
    ["ScopeLocked", 409, "SFH902"],
    ["MissingSubscriptionRegistration", 409, "SFH904"],
    ["ValidationError", 400, "SFH909"],
  ])("is a refusal for good with %s", async (code, status, expected) => {
    const error = await runErrorOf(() => startedWith({ ...conflict(code), status }));
    expect(error.code).toBe(expected);
  });

  it("is stopped where its poll URL leads to another host", async () => {
    const error = await runErrorOf(() =>
      startedWith({ status: 202, headers: { Location: "https://evil.example/op" } }),
    );
    expect(error.code).toBe("SFH913");
  });
});
