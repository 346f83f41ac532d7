import type { ProxySettings } from "../snapshot/proxy.ts";
import { inBothCasings, placeOf, proxyOf } from "./proxies.ts";
import type { Environment } from "./shell.ts";

/** What the environment asks clients to use. */
export interface EnvironmentProxy {
  readonly proxy: ProxySettings | undefined;
  /** What Proxy-Authorization says to it. Never shown. */
  readonly proxyAuthorization: string | undefined;
}

/** The proxy for https requests, its password apart from what is shown of it. */
export function readEnvironmentProxy(env: Environment): EnvironmentProxy {
  const named = proxyOf(env);
  if (named === undefined) return { proxy: undefined, proxyAuthorization: undefined };
  const { variable, url } = named;
  return { proxy: { variable, at: placeOf(url), except: exceptionsOf(env) }, proxyAuthorization: authorizationOf(url) };
}

/** What stands between the commas, blanks around it left out; a name that clients may read as several stays whole. */
function exceptionsOf(env: Environment): readonly string[] {
  const variable = inBothCasings(["NO_PROXY"]).find((name) => (env[name] ?? "") !== "");
  const entries = variable === undefined ? [] : (env[variable] ?? "").split(",");
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}

function authorizationOf({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  return `Basic ${Buffer.from(`${decoded(username)}:${decoded(password)}`).toString("base64")}`;
}

/** A percent sign that stands for itself is no fault here: it is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
