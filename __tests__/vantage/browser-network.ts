/** The network that a browser of a test is in: what answers directly, proxies that lead elsewhere, all on loopback. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { makeLoopbackAuthority } from "../../src/twin/certificate.ts";

/** Which way a request came: "direct", or the name of the proxy. */
export type Way = string;

export interface BrowserNetwork {
  /** Every name leads here when it is asked directly. */
  readonly directPort: number;
  /** "127.0.0.1:<port>" of each proxy, by its name. */
  readonly proxies: Readonly<Record<string, string>>;
  /** The requests that arrived for a host, in order, by the way they came. */
  arrived(host: string): readonly Way[];
  close(): Promise<void>;
}

/** `proxies`: names, and whether each is spoken to over TLS. */
export async function openBrowserNetwork(proxies: Readonly<Record<string, "plain" | "tls">>): Promise<BrowserNetwork> {
  const authority = await makeLoopbackAuthority();
  const { certPem: cert, keyPem: key } = await authority.issue(["localhost"], ["127.0.0.1"]);
  const came: { readonly host: string; readonly way: Way }[] = [];
  const servers: Opened[] = [];
  const openOrigin = async (way: Way): Promise<Opened> => {
    const server = createTlsServer({ cert, key }, (request, response) => {
      came.push({ host: hostOf(request), way });
      response.end("here");
    });
    const opened = await open(server);
    servers.push(opened);
    return opened;
  };
  const openProxy = async (way: Way, kind: "plain" | "tls"): Promise<string> => {
    const behind = await openOrigin(way);
    const server = kind === "tls" ? createTlsServer({ cert, key }) : createServer();
    server.on("connect", (_request: IncomingMessage, socket: Duplex, head: Buffer) =>
      tunnel(behind.port, socket, head),
    );
    const opened = await open(server);
    servers.push(opened);
    return `127.0.0.1:${opened.port}`;
  };
  const direct = await openOrigin("direct");
  const places = await Promise.all(
    Object.entries(proxies).map(async ([name, kind]) => [name, await openProxy(name, kind)] as const),
  );
  return {
    directPort: direct.port,
    proxies: Object.fromEntries(places),
    arrived: (host) => came.filter((one) => one.host === host).map(({ way }) => way),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function hostOf({ headers }: IncomingMessage): string {
  return (headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
}

function tunnel(port: number, socket: Duplex, head: Buffer): void {
  const far = connect(port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    far.write(head);
    far.pipe(socket).pipe(far);
  });
  far.on("error", () => socket.destroy());
  socket.on("error", () => far.destroy());
}

interface Opened {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on a port of loopback; closing ends what is still connected. */
export async function open(server: Server): Promise<Opened> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
