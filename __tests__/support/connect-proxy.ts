/** A real HTTP proxy on the loopback address that takes CONNECT, and keeps what was asked of it. */
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { onTestFinished } from "vitest";
import { listenOnLoopback, OpenSockets } from "../../src/twin/vantage/open-sockets.ts";

type Way = string | number | undefined;

export interface ProxyRules {
  /** Where a host of CONNECT is, as "127.0.0.1:port", or with which status the proxy refuses; undefined: no answer at all. */
  readonly way: (host: string) => Way | Promise<Way>;
  /** "user:password" that it wants. */
  readonly login?: string;
  /** Its own certificate: it is an https proxy then. */
  readonly tls?: { readonly certPem: string; readonly keyPem: string };
}

export interface ConnectProxy {
  /** "http://127.0.0.1:port". */
  readonly at: string;
  /** Hosts that it was asked for, in order. */
  readonly asked: readonly string[];
  /** Hosts that it connected. */
  readonly went: readonly string[];
  readonly close: () => Promise<void>;
}

export async function startProxy({ way, login, tls }: ProxyRules): Promise<ConnectProxy> {
  const asked: string[] = [];
  const went: string[] = [];
  const server = tls === undefined ? createHttpServer() : createHttpsServer({ cert: tls.certPem, key: tls.keyPem });
  const sockets = new OpenSockets(server);
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString("base64")}`;
  server.on("connect", (request, client: Duplex) => {
    client.on("error", () => client.destroy());
    const host = (request.url ?? "").replace(/:443$/, "");
    asked.push(host);
    const isKnown = wanted === undefined || request.headers["proxy-authorization"] === wanted;
    void Promise.resolve(isKnown ? way(host) : 407).then((answer) => {
      if (typeof answer === "number") client.end(`HTTP/1.1 ${answer} Refused\r\nContent-Length: 0\r\n\r\n`);
      if (typeof answer !== "string") return;
      went.push(host);
      join(client, answer);
    });
  });
  const port = await listenOnLoopback(server, 0);
  const scheme = tls === undefined ? "http" : "https";
  return { at: `${scheme}://127.0.0.1:${port}`, asked, went, close: () => sockets.close() };
}

/** The same, ended with the test that asks for it. */
export async function startProxyForTest(rules: ProxyRules): Promise<ConnectProxy> {
  const proxy = await startProxy(rules);
  onTestFinished(() => proxy.close());
  return proxy;
}

function join(client: Duplex, at: string): void {
  const [host = "", port = ""] = at.split(":");
  const upstream = connect({ host, port: Number(port) }, () => {
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    client.pipe(upstream).pipe(client);
  });
  upstream.on("error", () => client.destroy());
  upstream.on("close", () => client.destroy());
  client.on("close", () => upstream.destroy());
}
