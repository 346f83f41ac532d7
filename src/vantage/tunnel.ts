import { request } from "node:http";
import type { Duplex } from "node:stream";
import { certificateFault } from "./certificate-fault.ts";
import { describeSocketFault, NotConnected, oneLine } from "./not-connected.ts";
import { connectTo, type OpenSocket } from "./open-socket.ts";
import { shakeHands, type Trust } from "./shake-hands.ts";

/** A proxy to go through. */
export interface ProxyAsked {
  /** "http://host:port", or https. */
  readonly at: string;
  /** What Proxy-Authorization says; undefined for nobody. Never shown. */
  readonly authorization: string | undefined;
}

interface TunnelWays extends Trust {
  readonly openSocket: OpenSocket;
  readonly signal: AbortSignal;
}

/** A connection to port 443 of a host through a proxy, by HTTP CONNECT; whoever gets it ends it. Throws NotConnected. */
export async function openTunnel(host: string, proxy: ProxyAsked, ways: TunnelWays): Promise<Duplex> {
  const socket = await reachProxy(new URL(proxy.at), ways);
  try {
    return await askForTunnel(socket, `${host}:443`, proxy, ways.signal);
  } catch (error) {
    socket.destroy();
    throw error instanceof NotConnected
      ? error
      : new NotConnected(`the proxy doesn't answer: ${describeSocketFault(error)}`);
  }
}

async function reachProxy({ protocol, hostname, port }: URL, ways: TunnelWays): Promise<Duplex> {
  const isSecure = protocol === "https:";
  const host = hostname.replace(/^\[|\]$/g, "");
  const place = { host, port: port === "" ? (isSecure ? 443 : 80) : Number(port) };
  try {
    const socket = await connectTo(place, ways.openSocket, ways.signal);
    return isSecure ? await secured(socket, host, ways) : socket;
  } catch (error) {
    throw new NotConnected(`the proxy can't be reached: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** TLS to the proxy itself: it is told a password, so its certificate must be good. */
async function secured(socket: Duplex, host: string, ways: TunnelWays): Promise<Duplex> {
  const secure = await shakeHands(socket, host, ways, ways.signal);
  const why = certificateFault(secure, host);
  if (why === undefined) return secure;
  secure.destroy();
  throw new NotConnected(why);
}

function askForTunnel(socket: Duplex, to: string, { authorization }: ProxyAsked, signal: AbortSignal): Promise<Duplex> {
  const login = authorization === undefined ? {} : { "Proxy-Authorization": authorization };
  const asked = request({
    ...{ method: "CONNECT", path: to, headers: { Host: to, ...login }, signal },
    createConnection: () => socket,
  });
  return new Promise((resolve, reject) => {
    asked.once("error", reject);
    asked.once("connect", ({ statusCode = 0, statusMessage = "" }, stream, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) stream.unshift(head);
        resolve(stream);
        return;
      }
      reject(new NotConnected(describeRefusal(statusCode, statusMessage, authorization !== undefined), statusCode));
    });
    asked.end();
  });
}

function describeRefusal(status: number, message: string, hasLogin: boolean): string {
  if (status === 407) {
    return hasLogin
      ? "the proxy doesn't take the user and password that it is given (407)"
      : "the proxy wants a user and password, and is given none (407)";
  }
  return `the proxy won't: it answers ${oneLine(`${status} ${message}`)}`;
}
