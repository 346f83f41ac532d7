import { createServer as createHttpsServer } from "node:https";
import type { Server as HttpsServer } from "node:https";
import { createServer } from "node:net";
import type { Socket } from "node:net";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { LoopbackAuthority } from "../certificate.ts";
import type { DoorAnswer } from "./answers/asked-service.ts";
import type { DoorRequest } from "./door-answer.ts";
import { listenOnLoopback, OpenSockets } from "./open-sockets.ts";

/** What stands at one address, served on a port of the loopback address. */
export interface DoorListener {
  /** `127.0.0.1:<port>`. */
  readonly at: string;
  /** What its certificate is good for. */
  names(): readonly string[];
  /** From the next connection on its certificate is good for these names. */
  rename(names: readonly string[]): void;
  close(): Promise<void>;
}

/** What a listener asks at each connection and each request. */
export interface DoorJudge {
  /** Whether TCP is accepted at the address now. */
  isThere(): boolean;
  /** undefined: the connection breaks. */
  answer(request: DoorRequest): DoorAnswer | undefined;
}

/** Serves HTTPS with a certificate for exactly the names, whatever name a client sends in the TLS handshake. */
export async function openDoorListener(
  authority: LoopbackAuthority,
  names: readonly string[],
  judge: DoorJudge,
): Promise<DoorListener> {
  let served = names;
  // An estate has many doors and few of them are ever knocked at, so a certificate is made when one is.
  let secured: Promise<HttpsServer> | undefined;
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    if (!judge.isThere()) {
      socket.destroy();
      return;
    }
    secured ??= secure(authority, served, judge);
    void admit(secured, socket);
  });
  const sockets = new OpenSockets(server);
  const port = await listenOnLoopback(server, 0);
  return {
    at: `127.0.0.1:${port}`,
    names: () => served,
    rename: (wanted) => {
      if (wanted.join() !== served.join()) secured = undefined;
      served = wanted;
    },
    close: () => sockets.close(),
  };
}

async function secure(authority: LoopbackAuthority, names: readonly string[], judge: DoorJudge): Promise<HttpsServer> {
  const { certPem, keyPem } = await authority.issue(names);
  return createHttpsServer({ cert: certPem, key: keyPem }, (request, response) => {
    respond(judge, request, response);
  });
}

/** An HTTPS server takes connections that another one has accepted: node:http documents the event for that. */
async function admit(secured: Promise<HttpsServer>, socket: Socket): Promise<void> {
  const server = await secured;
  if (!socket.destroyed) server.emit("connection", socket);
}

function respond(judge: DoorJudge, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  const answer = judge.answer({ host, path: request.url ?? "/" });
  if (answer === undefined) {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, "Content-Length": String(Buffer.byteLength(answer.body)) });
  response.end(request.method === "HEAD" ? "" : answer.body);
}
