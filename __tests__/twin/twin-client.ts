import { createTwin } from "../../src/twin/twin.ts";
import type { Twin, TwinOptions, TwinResponse } from "../../src/twin/twin.ts";
import type { Json } from "../../src/twin/estate.ts";
import { isJsonObject, listAt, parseJson, textAt, valueAt } from "../../src/twin/wire/json-fields.ts";
import { smallEstate } from "./small-estate.ts";
import type { SmallEstate } from "./small-estate.ts";

export const BASE = "https://localhost:4443";

/** Api-versions a test sends unless it says otherwise, by provider. */
const VERSIONS: Readonly<Record<string, string>> = {
  "microsoft.machinelearningservices": "2025-12-01",
  "microsoft.storage": "2025-06-01",
  "microsoft.keyvault": "2026-02-01",
  "microsoft.containerregistry": "2025-11-01",
  "microsoft.network": "2025-05-01",
  "microsoft.network/privatednszones": "2024-06-01",
  "microsoft.authorization": "2022-04-01",
  "microsoft.resourcegraph": "2024-04-01",
  "microsoft.search": "2025-05-01",
  "microsoft.cognitiveservices": "2025-09-01",
};

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

/** A client logged in to a twin, in process. Paths without a query get the provider's api-version. */
export interface TwinClient {
  readonly twin: Twin;
  ask(method: string, url: string, body?: Json): Promise<Reply>;
  get(url: string): Promise<Reply>;
  send(method: string, url: string, headers: Readonly<Record<string, string>>, body?: string): Promise<TwinResponse>;
}

/** Starts a twin of a small estate and logs in to it. */
export async function startTwin(
  chosen: SmallEstate = {},
  options: Partial<Omit<TwinOptions, "estate">> = {},
): Promise<TwinClient> {
  return clientOf(createTwin({ estate: smallEstate(chosen), baseUrl: BASE, ...options }));
}

/** Logs in to a twin. */
export async function clientOf(twin: Twin): Promise<TwinClient> {
  const send: TwinClient["send"] = (method, url, headers, body) =>
    twin.handle({ method, url, headers, ...(body === undefined ? {} : { body }) });
  const token = await login(twin);
  const ask = async (method: string, url: string, body?: Json): Promise<Reply> => {
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const text = body === undefined ? undefined : JSON.stringify(body);
    const response = await send(method, withVersion(url), headers, text);
    return { status: response.status, headers: response.headers, body: parseJson(response.body) };
  };
  return { twin, ask, get: (url) => ask("GET", url), send };
}

/** Gets a token with the twin's own credentials. */
export async function login(twin: Twin, scope = `${BASE}/.default`): Promise<string> {
  const { tenantId, clientId, clientSecret } = twin.credentials;
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, scope };
  const body = new URLSearchParams(form).toString();
  const response = await twin.handle({ method: "POST", url: `/${tenantId}/oauth2/v2.0/token`, headers: {}, body });
  return textAt(parseJson(response.body), "access_token") ?? "";
}

function withVersion(url: string): string {
  if (url.includes("api-version=") || url.startsWith("https://")) return url;
  const [provider = "", type = ""] =
    url
      .split(/\/providers\//i)
      .at(-1)
      ?.toLowerCase()
      .split(/[/?]/) ?? [];
  const own = VERSIONS[`${provider}/${type}`] ?? VERSIONS[provider];
  const version = (url.includes("/providers/") ? own : undefined) ?? "2022-12-01";
  return `${url}${url.includes("?") ? "&" : "?"}api-version=${version}`;
}

/** The code of an error answer. */
export function codeOf(reply: Reply): string | undefined {
  return textAt(reply.body, "error", "code");
}

/** The message of an error answer. */
export function messageOf(reply: Reply): string {
  return textAt(reply.body, "error", "message") ?? "";
}

/** The rows of a list answer. */
export function rowsOf(reply: Reply): readonly Json[] {
  return listAt(reply.body, "value");
}

/** The names of a list's rows. */
export function namesOf(reply: Reply): readonly (string | undefined)[] {
  return rowsOf(reply).map((row) => textAt(row, "name"));
}

/** The text at a path of an answer. */
export function fieldOf(reply: Reply, ...path: readonly string[]): Json | undefined {
  return valueAt(reply.body, ...path);
}

/** A header, whatever its case. */
export function headerOf(
  reply: { readonly headers: Readonly<Record<string, string>> },
  name: string,
): string | undefined {
  return Object.entries(reply.headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** A clock that a test moves. */
export function movableClock(start = Date.UTC(2026, 10, 22)): { now(): number; pass(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
  };
}

/** True when the reply's body is an object. */
export function hasBody(reply: Reply): boolean {
  return isJsonObject(reply.body);
}
