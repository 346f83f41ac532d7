import { createHttpHeaders } from "@azure/core-rest-pipeline";
import type { HttpClient } from "@azure/core-rest-pipeline";

import { createArm } from "../../src/azure/arm.ts";
import type { Arm } from "../../src/azure/arm.ts";
import { createClients } from "../../src/azure/clients.ts";
import { builtInClouds } from "../../src/azure/cloud-endpoints.ts";
import { createRequests } from "../../src/azure/requests.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import { createVirtualClock } from "./virtual-clock.ts";

export interface ScriptedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface ScriptedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text goes out as it is, anything else as JSON. */
  readonly body?: unknown;
}

/** Answers one request, or throws what a broken connection throws. */
export type Script = (request: ScriptedRequest, count: number) => ScriptedResponse;

export interface ScriptedArm {
  readonly arm: Arm;
  readonly clock: VirtualClock;
  readonly asked: readonly ScriptedRequest[];
}

/** The real pipelines of the SDK's clients with a script at the far end: for answers no twin gives. */
export function createScriptedArm(script: Script, signal?: AbortSignal): ScriptedArm {
  const asked: ScriptedRequest[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request) {
      const body: unknown = typeof request.body === "string" ? JSON.parse(request.body) : undefined;
      const scripted = { method: request.method, url: new URL(request.url), headers: request.headers.toJSON(), body };
      asked.push(scripted);
      const response = script(scripted, asked.length);
      const text =
        typeof response.body === "string"
          ? response.body
          : response.body === undefined
            ? ""
            : JSON.stringify(response.body);
      return {
        request,
        status: response.status,
        headers: createHttpHeaders({ ...response.headers }),
        bodyAsText: text,
      };
    },
  };
  const clock = createVirtualClock();
  const endpoints = builtInClouds.azurecloud;
  const credential = { getToken: async () => ({ token: "a-token", expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const sendOnce = createRequests({ sendRaw: createClients({ endpoints, credential, httpClient }), clock, signal });
  return { arm: createArm({ origin: endpoints.resourceManager, sendOnce, clock }), clock, asked };
}
