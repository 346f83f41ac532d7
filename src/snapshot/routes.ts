import type { Route } from "./proxy.ts";

/** The words of FindProxyForURL, in lower case, with the port that each has where none is told. */
const kinds: Readonly<Record<string, { readonly scheme: string; readonly port: number }>> = {
  proxy: { scheme: "http", port: 80 },
  https: { scheme: "https", port: 443 },
  socks: { scheme: "socks4", port: 1080 },
  socks4: { scheme: "socks4", port: 1080 },
  socks5: { scheme: "socks5", port: 1080 },
};

/**
 * What FindProxyForURL answers, as Chrome reads it: entries between semicolons, in any case and spacing. An entry that
 * can't be made sense of is passed over; where none is left, it is direct.
 */
export function parseRoutes(text: string): readonly Route[] {
  const routes = text.split(";").flatMap((entry) => parseEntry(entry) ?? []);
  return routes.length === 0 ? [{ is: "direct" }] : routes;
}

function parseEntry(entry: string): Route | undefined {
  const [, word = "", place = ""] = /^[ \t]*([^ \t]*)[ \t]*(.*?)[ \t]*$/s.exec(entry) ?? [];
  if (word.toLowerCase() === "direct") return place === "" ? { is: "direct" } : undefined;
  const kind = kinds[word.toLowerCase()];
  const at = kind === undefined ? undefined : addressOf(place, kind.port);
  if (kind === undefined || at === undefined) return undefined;
  return { is: kind.scheme.startsWith("socks") ? "socks" : "proxy", at: `${kind.scheme}://${at}` };
}

/** "host:port", the host in lower case; undefined for what is none. */
function addressOf(place: string, defaultPort: number): string | undefined {
  const [, host, port = String(defaultPort)] = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/i.exec(place) ?? [];
  return host === undefined || Number(port) > 65_535 ? undefined : `${host.toLowerCase()}:${Number(port)}`;
}
