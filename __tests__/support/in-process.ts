import { createHttpHeaders } from "@azure/core-rest-pipeline";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";

import type { RequestEvent } from "../../src/azure/requests.ts";
import { answerOfTwin } from "../../src/cli/twin-vantage.ts";
import { connectAzure } from "../../src/azure/world.ts";
import type { Clock, NameServers, World } from "../../src/ports.ts";
import type { RunnerFacts } from "../../src/snapshot/runner.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { askNameServer } from "../../src/twin/reach/names.ts";
import { createTwin } from "../../src/twin/twin.ts";
import type { Twin, TwinOptions } from "../../src/twin/twin.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** Where an in-process twin says it is; nothing listens there. */
export const twinUrl = "https://localhost:8443";

/** The SDK's transport with a twin at its end: the real pipelines, without sockets. */
export function twinHttpClient(twin: Twin, clock: VirtualClock): HttpClient {
  return {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      const body = typeof request.body === "string" ? { body: request.body } : {};
      const headers = request.headers.toJSON({ preserveCase: true });
      const response = await twin.handle({ method: request.method, url: request.url, headers, ...body });
      const delayMs = response.delayMs ?? 0;
      if (request.timeout > 0 && delayMs >= request.timeout) {
        clock.advance(request.timeout);
        throw Object.assign(new Error("The operation was aborted."), { name: "AbortError" });
      }
      clock.advance(delayMs);
      // A body cut short reaches a real client as a connection that ended too early.
      if (response.fullLength !== undefined) throw Object.assign(new Error("aborted"), { code: "ECONNRESET" });
      return {
        request,
        status: response.status,
        headers: createHttpHeaders({ ...response.headers }),
        bodyAsText: response.body,
      };
    },
  };
}

/** A credential that signs in at the twin with its client secret and keeps a token until it expires by the twin's clock. */
export function twinCredential(twin: Twin, clock: Clock): TokenCredential {
  let kept: { readonly token: string; readonly until: number } | undefined;
  return {
    async getToken() {
      if (kept === undefined || kept.until <= clock.now() + 60_000) kept = await signIn(twin, clock);
      return { token: kept.token, expiresOnTimestamp: kept.until };
    },
  };
}

async function signIn(twin: Twin, clock: Clock): Promise<{ readonly token: string; readonly until: number }> {
  const { tenantId, clientId, clientSecret } = twin.credentials;
  const form = {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${twinUrl}/.default`,
  };
  const response = await twin.handle({
    method: "POST",
    url: `${twinUrl}/${tenantId}/oauth2/v2.0/token`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  });
  if (response.status !== 200) throw new Error(`the twin refused the token: ${response.body}`);
  const answer: unknown = JSON.parse(response.body);
  const token = textOf(answer, "access_token");
  return { token, until: clock.now() + Number(textOf(answer, "expires_in")) * 1_000 };
}

function textOf(value: unknown, field: string): string {
  const fields = new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
  const found = fields.get(field);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

/** Name servers as the estate's facts have them answer, and Azure's as the documents do at that moment. */
export function twinNameServers(twin: Twin): NameServers {
  // Between two requests nothing changes: one look answers all questions.
  let seen = { at: -1, estate: twin.estate() };
  return {
    async ask(server, name) {
      if (seen.at !== twin.log.length) seen = { at: twin.log.length, estate: twin.estate() };
      return answerOfTwin(askNameServer(seen.estate, server, name));
    },
  };
}

export interface ConnectedTwin {
  readonly world: World;
  readonly twin: Twin;
  readonly clock: VirtualClock;
  /** Every request the world made, as told to whoever runs it. */
  readonly requests: readonly RequestEvent[];
}

export interface ConnectOptions extends Partial<Omit<TwinOptions, "estate" | "clock">> {
  readonly signal?: AbortSignal;
  readonly clock?: VirtualClock;
  readonly runner?: RunnerFacts;
  /** Instead of those that the estate's facts describe. */
  readonly nameServers?: NameServers;
}

/** A world whose other side is a twin of the estate, in this process, both on one virtual clock. */
export async function connectTwin(estate: EstateDocument, options: ConnectOptions = {}): Promise<ConnectedTwin> {
  const { signal, runner, nameServers, clock = createVirtualClock(), ...twinOptions } = options;
  const twin = createTwin({ ...twinOptions, estate, clock, baseUrl: twinUrl });
  return { twin, clock, ...(await connectTo(twin, clock, signal, runner, nameServers)) };
}

/** A world of its own on a twin that is already there: a second run, or a reader beside the one that writes. */
export async function connectTo(
  twin: Twin,
  clock: VirtualClock,
  signal?: AbortSignal,
  runner?: RunnerFacts,
  nameServers = twinNameServers(twin),
): Promise<{ readonly world: World; readonly requests: readonly RequestEvent[] }> {
  const requests: RequestEvent[] = [];
  const world = await connectAzure({
    credential: twinCredential(twin, clock),
    metadataUrl: `${twinUrl}/metadata/endpoints?api-version=2022-09-01`,
    httpClient: twinHttpClient(twin, clock),
    clock,
    signal,
    nameServers,
    runner,
    onRequest: (event) => requests.push(event),
  });
  return { world, requests };
}

/** Sends one request as somebody else: the portal, az, another run. Answers the status. */
export type AskTwin = (method: string, id: string, body?: unknown) => Promise<number>;

/** Somebody else with the caller's rights, signed in already: what is asked takes effect before the run goes on. */
export async function visitTwin(twin: Twin): Promise<AskTwin> {
  const clock: Clock = { now: () => Date.UTC(2026, 10, 22), sleep: () => Promise.resolve() };
  const token = await twinCredential(twin, clock).getToken("");
  const ask: AskTwin = async (method, id, body) => {
    const response = await twin.handle({
      method,
      url: `${twinUrl}${id}?api-version=${apiVersionOf(id)}`,
      headers: { authorization: `Bearer ${token?.token ?? ""}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.status;
  };
  // A token is looked at closely once: that takes a turn of the machine.
  await ask("GET", twin.estate().hub);
  return ask;
}

/** One such request. */
export async function askTwin(twin: Twin, method: string, id: string, body?: unknown): Promise<number> {
  return (await visitTwin(twin))(method, id, body);
}

function apiVersionOf(id: string): string {
  if (/Microsoft\.Search/i.test(id)) return "2025-05-01";
  if (/Microsoft\.Storage/i.test(id)) return "2025-06-01";
  return /Microsoft\.KeyVault/i.test(id) ? "2026-02-01" : "2025-12-01";
}
