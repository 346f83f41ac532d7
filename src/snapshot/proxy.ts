import { isInRange } from "./runner.ts";

/** A proxy as the environment names it. Passwords are never in it. */
export interface ProxySettings {
  /** Which variable names it, as it is spelled there: "HTTPS_PROXY", "https_proxy". */
  readonly variable: string;
  /** "http://host:port", without user and password. */
  readonly at: string;
  /** Hosts that are asked without it: what NO_PROXY has between its commas. */
  readonly except: readonly string[];
}

/** Where a PAC sends a request: one entry of what FindProxyForURL answers. */
export type Route =
  | { readonly is: "direct" }
  /** An HTTP proxy: "http://host:port", or "https://host:port" where it is spoken to over TLS. */
  | { readonly is: "proxy"; readonly at: string }
  /** "socks4://host:port" or "socks5://host:port": nothing here can try it. */
  | { readonly is: "socks"; readonly at: string };

/** What a PAC said of one name. */
export interface PacRoutes {
  readonly name: string;
  /** In the order in which a browser tries them; never empty. */
  readonly routes: readonly Route[];
  /** Names whose address it asked for and was not told: in a browser it may say something else. */
  readonly unanswered: readonly string[];
}

/** What a PAC was asked, and what it said. */
export interface PacFacts {
  /** For people: the file it came from. */
  readonly source: string;
  readonly routes: readonly PacRoutes[];
  /** Names it could not be evaluated for, and why. */
  readonly faults: readonly { readonly name: string; readonly why: string }[];
}

/** Whether a request is sent through the proxy of the environment. */
export type GoingThrough = "every client" | "some clients" | "no client";

/**
 * Who sends an https request to this host through the proxy, of the clients that follow the environment. They agree on an
 * entry of NO_PROXY that is the host itself, and on a suffix with a leading dot. The rest some read and some don't:
 * - a suffix without a dot: curl, Go, Python's requests (Azure CLI) read it, the Azure SDKs for JavaScript and .NET don't;
 * - "*": curl, Go and Python do, these two SDKs don't;
 * - "*.suffix": Go and Node do, curl, Python and the two SDKs don't;
 * - a port: Go and Node do, for that port, and requests and the two SDKs don't;
 * - entries with blanks between them: curl does, the SDKs take them for one; other casing than the host's: the same;
 * - ranges: curl since 7.86, Go and requests, of addresses only.
 * HTTP_PROXY alone is for https only to the Azure SDKs for JavaScript.
 */
export function whoGoesThrough({ variable, except }: ProxySettings, host: string): GoingThrough {
  const name = host.toLowerCase();
  if (except.some((entry) => entry === name || (entry.startsWith(".") && name.endsWith(entry)))) return "no client";
  if (variable.toUpperCase() === "HTTP_PROXY") return "some clients";
  const isExcepted = except
    .flatMap((entry) => entry.toLowerCase().split(/\s+/))
    .some((entry) => mayExcept(entry, name));
  return isExcepted ? "some clients" : "every client";
}

/** Whether any client that follows the environment may send the host through the proxy. */
export function goesThrough(settings: ProxySettings, host: string): boolean {
  return whoGoesThrough(settings, host) !== "no client";
}

/** As the most generous client reads an entry. */
function mayExcept(entry: string, name: string): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return isInRange(name, entry);
  const bare = entry.replace(/:\d+$/, "").replace(/^\*?\./, "");
  return bare !== "" && (name === bare || name.endsWith(`.${bare}`));
}

/** Only such a proxy can be asked for a connection by HTTP: SOCKS has another language. */
export function isHttpProxy(at: string): boolean {
  return /^https?:\/\//i.test(at);
}
