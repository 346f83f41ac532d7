import { createSocket } from "node:dgram";
import type { Socket as UdpSocket } from "node:dgram";
import { createServer } from "node:net";
import type { Socket } from "node:net";
import type { NameChain } from "../reach/name-chain.ts";
import { answerMessage } from "./dns-message.ts";
import { listenOnLoopback, OpenSockets } from "./open-sockets.ts";

/** A DNS server on the loopback address, over UDP and TCP on one port. */
export interface DnsListener {
  /** `127.0.0.1:<port>`, as `Resolver.setServers` takes it. */
  readonly at: string;
  close(): Promise<void>;
}

type Resolve = (name: string) => NameChain;

/** TCP's free port may be somebody's over UDP. */
const attempts = 20;

/** Serves DNS on a port that the system chooses. Where `resolve` ends in a timeout nothing is answered at all. */
export async function openDnsListener(resolve: Resolve): Promise<DnsListener> {
  for (let attempt = 1; ; attempt += 1) {
    const server = createServer((socket) => {
      serveStream(socket, resolve);
    });
    const sockets = new OpenSockets(server);
    const port = await listenOnLoopback(server, 0);
    const udp = await bindUdp(port, resolve);
    if (udp !== undefined) return { at: `127.0.0.1:${port}`, close: () => closeBoth(udp, sockets) };
    await sockets.close();
    if (attempt === attempts) throw new Error("no port is free over both TCP and UDP");
  }
}

function bindUdp(port: number, resolve: Resolve): Promise<UdpSocket | undefined> {
  const socket = createSocket("udp4");
  socket.on("message", (message, from) => {
    const answer = answerMessage(message, resolve);
    if (answer !== undefined) socket.send(answer, from.port, from.address);
  });
  return new Promise((done) => {
    socket.once("error", () => {
      socket.close();
      done(undefined);
    });
    socket.bind(port, "127.0.0.1", () => {
      socket.removeAllListeners("error");
      // A client that is gone before its answer is nobody's trouble here.
      socket.on("error", () => undefined);
      done(socket);
    });
  });
}

/** Over TCP each message has its length in front, in two bytes. */
function serveStream(socket: Socket, resolve: Resolve): void {
  let received = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      const answer = answerMessage(received.subarray(2, end), resolve);
      received = received.subarray(end);
      if (answer !== undefined) socket.write(withLength(answer));
    }
  });
}

function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

async function closeBoth(udp: UdpSocket, sockets: OpenSockets): Promise<void> {
  const closed = new Promise<void>((done) => {
    udp.close(done);
  });
  await Promise.all([closed, sockets.close()]);
}
