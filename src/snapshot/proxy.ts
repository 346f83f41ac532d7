/** A proxy as the environment names it. Passwords are never in it. */
export interface ProxySettings {
  /** Which variable names it: "HTTPS_PROXY". */
  readonly variable: string;
  /** "http://host:port", without user and password. */
  readonly at: string;
  /** Hosts that are asked without it, as NO_PROXY lists them. */
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

/**
 * Whether clients that follow the environment send this host through the proxy. An entry of NO_PROXY is a host, a suffix
 * with or without a leading dot, or "*"; a port in it is passed over. Ranges are not read: clients don't agree on them.
 */
export function goesThrough({ except }: ProxySettings, host: string): boolean {
  const name = host.toLowerCase();
  return !except.some((entry) => {
    const bare = entry
      .toLowerCase()
      .replace(/:\d+$/, "")
      .replace(/^\*?\./, "");
    return entry === "*" || name === bare || (bare !== "" && name.endsWith(`.${bare}`));
  });
}
