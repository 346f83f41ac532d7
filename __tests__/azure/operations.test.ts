import { createHttpHeaders, createPipelineRequest } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";

import { readAnswer } from "../../src/azure/answer.ts";
import { operationAt, operationState } from "../../src/azure/operations.ts";
import { runErrorOf } from "../support/run-error.ts";
import { createScriptedArm } from "../support/scripted-arm.ts";

const operations =
  "https://management.azure.com/subscriptions/s/providers/Microsoft.MachineLearningServices/locations/l/workspaceOperationsStatus/op";

function stateOf(url: string, status: number, body?: unknown, headers: Record<string, string> = {}) {
  const request = createPipelineRequest({ url });
  const bodyAsText = body === undefined ? "" : JSON.stringify(body);
  const sent = readAnswer({ request, status, headers: createHttpHeaders(headers), bodyAsText });
  if (sent.is === "lost") throw new Error(sent.why);
  return operationState(sent.answer, new URL(url));
}

describe("one poll of a long-running operation", () => {
  it.each([
    ["Machine Learning in progress", "&type=async", 200, { status: "InProgress" }, "running"],
    ["Machine Learning done", "&type=async", 200, { status: "Succeeded", percentComplete: 100 }, "succeeded"],
    [
      "a provisioned network, whose status is its own",
      "&type=location",
      200,
      { status: "Active", sparkReady: false },
      "succeeded",
    ],
    ["a network not provisioned, at the result", "&type=location", 200, { status: "Inactive" }, "succeeded"],
    ["Location, still empty", "", 202, undefined, "running"],
    ["Location, gone with nothing to say", "", 204, undefined, "succeeded"],
    ["Private DNS in progress", "", 202, { status: "InProgress" }, "running"],
    ["a registry's connection", "", 201, { status: "Updating" }, "running"],
    [
      "a resource at the poll URL, still changing",
      "",
      201,
      { id: "/x", properties: { provisioningState: "Updating" } },
      "running",
    ],
    ["a resource at the poll URL", "", 200, { id: "/x", properties: { provisioningState: "Succeeded" } }, "succeeded"],
    ["failed", "&type=async", 200, { status: "Failed", error: { code: "BadThing", message: "m" } }, "failed"],
    ["canceled", "", 200, { status: "Canceled" }, "failed"],
    ["a refusal", "", 409, { error: { code: "Conflict", message: "m" } }, "failed"],
    ["an operation nobody remembers", "", 404, { error: { code: "NotFound", message: "m" } }, "gone"],
    [
      "polling that takes more rights than the write",
      "",
      403,
      { error: { code: "AuthorizationFailed", message: "m" } },
      "gone",
    ],
  ])("of %s", (_, query, status, body, expected) => {
    expect(stateOf(`${operations}?api-version=1${query}`, status, body).is).toBe(expected);
  });

  it("that failed carries the service's code, words and correlation id", () => {
    const headers = { "x-ms-correlation-request-id": "c1" };
    const state = stateOf(
      operations,
      200,
      { error: { code: "PreconditionFailed", message: "exists" }, status: "Failed" },
      headers,
    );
    expect(state).toEqual({ is: "failed", code: "PreconditionFailed", message: "exists", correlationId: "c1" });
  });

  it("that is refused for its token ends the run, not the operation", async () => {
    const body = { error: { code: "ExpiredAuthenticationToken", message: "m" } };
    expect((await runErrorOf(() => stateOf(operations, 401, body))).code).toBe("SFH906");
  });

  it("that is running says when to ask again", () => {
    expect(stateOf(operations, 202, undefined, { "Retry-After": "7" })).toEqual({ is: "running", retryAfterMs: 7_000 });
  });
});

describe("a poll URL", () => {
  const signature = `t=1&c=${"MII".repeat(1_400)}&s=a%2Fb-_c&h=x`;

  it("goes out as the service gave it, signature and all", async () => {
    const { arm, asked } = createScriptedArm(() => ({ status: 200, body: { status: "Succeeded" } }));
    const link = `${operations}?api-version=2023-04-01-preview&type=async&${signature}`;
    expect(await operationAt(arm, link).poll()).toEqual({ is: "succeeded" });
    expect(asked[0]?.url.href).toBe(link);
  });

  it("gets the api-version it lacks, and nothing else of it changes", async () => {
    const { arm, asked } = createScriptedArm(() => ({ status: 200, body: { status: "Succeeded" } }));
    const operation = operationAt(arm, `${operations}?${signature}`);
    await operation.poll();
    expect(asked[0]?.url.href).toBe(`${operations}?${signature}&api-version=2025-12-01`);
    expect(operation.url).toBe(`${operations}?${signature}`);
  });

  it("may name the https port", async () => {
    const { arm } = createScriptedArm(() => ({ status: 200, body: { status: "Succeeded" } }));
    const link = operations.replace("azure.com/", "azure.com:443/");
    expect((await operationAt(arm, `${link}?api-version=1`).poll()).is).toBe("succeeded");
  });

  it.each([
    "https://evil.example/op?api-version=1",
    "http://management.azure.com/op",
    "https://management.azure.com.evil.example/op",
  ])("to %s is not followed", async (link) => {
    const { arm, asked } = createScriptedArm(() => ({ status: 200 }));
    expect((await runErrorOf(() => operationAt(arm, link))).code).toBe("SFH913");
    expect(asked).toEqual([]);
  });
});
