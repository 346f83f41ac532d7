import { createDefaultHttpClient, type HttpClient } from "@azure/core-rest-pipeline";
import { RunError } from "../errors.ts";
import type { Environment } from "./shell.ts";

/** In the order in which the SDKs look; each counts in capitals and in small letters. */
const proxyVariables = ["HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY"] as const;

/** What Node says where nobody answers at an address, or there is none. */
const unreachable = /^(ECONN(REFUSED|RESET|ABORTED)|ENOTFOUND|EAI_AGAIN|E?TIMEDOUT|E(HOST|NET)UNREACH)$/;

/** Throws RunError SFH912 for a proxy variable that holds no URL: the SDKs would end on it without naming it. */
export function checkProxies(env: Environment): void {
  for (const [name, value = ""] of Object.entries(env)) {
    if (!proxyVariables.some((v) => v === name.toUpperCase()) || value === "" || hostOf(value) !== "") continue;
    // The value is not shown: it may hold a password.
    throw new RunError("SFH912", `${name} is not the URL of a proxy.`, {
      fix: `Set ${name} to http://<host>:<port>, or leave it out.`,
    });
  }
}

/** The SDKs' own client. Where a proxy can't be reached its error names the variable that asked for it. */
export function createProxyNamingClient(env: Environment): HttpClient {
  const inner = createDefaultHttpClient();
  const proxy = describeProxy(env);
  return {
    sendRequest: async (request) => {
      try {
        return await inner.sendRequest(request);
      } catch (error) {
        // The SDK's proxy policy gives a request that goes through a proxy an agent of its own.
        if (proxy !== undefined && request.agent !== undefined && isUnreachable(error)) error.message += proxy;
        throw error;
      }
    },
  };
}

function describeProxy(env: Environment): string | undefined {
  const named = proxyOf(env);
  if (named === undefined) return undefined;
  return `; asked through the proxy that ${named.variable} names (${placeOf(named.url)}); NO_PROXY lists hosts to ask without it`;
}

/** The proxy that https requests go through, as the SDKs choose it. Its URL may hold a password. */
export function proxyOf(env: Environment): { readonly variable: string; readonly url: URL } | undefined {
  const variable = inBothCasings(proxyVariables).find((name) => (env[name] ?? "") !== "");
  const value = variable === undefined ? "" : (env[variable] ?? "");
  return variable !== undefined && URL.canParse(value) ? { variable, url: new URL(value) } : undefined;
}

/** Each variable's names in the order in which the SDKs look. */
export function inBothCasings(variables: readonly string[]): readonly string[] {
  return variables.flatMap((variable) => [variable, variable.toLowerCase()]);
}

/** A proxy's URL fit to be shown: without user and password. */
export function placeOf({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

function isUnreachable(error: unknown): error is Error {
  return error instanceof Error && "code" in error && unreachable.test(String(error.code));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}
