import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { RunError } from "../errors.ts";
import type { Vantage } from "../ports.ts";
import type { Knock } from "../snapshot/evidence.ts";
import type { ProxySettings } from "../snapshot/proxy.ts";
import { greet } from "./greet.ts";
import { NotConnected } from "./not-connected.ts";
import { connectTo, type OpenSocket } from "./open-socket.ts";
import { createOwnResolver, type Lookup } from "./own-resolver.ts";
import { openTunnel } from "./tunnel.ts";

/** How long each question may take, in ms. */
export interface Patience {
  readonly resolveMs: number;
  readonly directMs: number;
  /** The proxy resolves and connects in that time. */
  readonly proxiedMs: number;
}

/**
 * Long enough for two lost packets on the way to another continent, short enough for a hub whose every door is silent:
 * eight are asked at once, so forty names take 25 s to resolve, 25 s direct and 50 s through a proxy, at the most.
 */
const patient: Patience = { resolveMs: 5_000, directMs: 5_000, proxiedMs: 10_000 };

export interface VantageOptions {
  readonly proxy: ProxySettings | undefined;
  /** What Proxy-Authorization says to that proxy. */
  readonly proxyAuthorization?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** PEM, instead of what Node trusts. */
  readonly ca?: string | undefined;
  readonly patience?: Patience;
  /** The machine's own resolver by default. */
  readonly lookup?: Lookup;
  /** The machine's own network by default. */
  readonly openSocket?: OpenSocket;
}

/** The network from this machine. */
export function createVantage(options: VantageOptions): Vantage {
  const { proxy, proxyAuthorization, ca, patience = patient, openSocket = connect } = options;
  const within = createBounds(options.signal);
  const resolve = createOwnResolver(options.lookup);
  return {
    proxy,
    resolve: (name) => within(patience.resolveMs, (signal) => resolve(name, signal)),
    knock: (name, address) =>
      within(patience.directMs, (signal) =>
        knockOver(() => connectTo({ host: address, port: 443 }, openSocket, signal), name, { ca, signal }),
      ),
    knockThrough: (name, at, address = name) =>
      within(patience.proxiedMs, (signal) => {
        const asked = { at, authorization: at === proxy?.at ? proxyAuthorization : undefined };
        return knockOver(() => openTunnel(address, asked, { ca, openSocket, signal }), name, { ca, signal });
      }),
  };
}

type Bounds = <T>(ms: number, ask: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Ends a question after so long, and throws RunError SFH905 where the run itself was ended meanwhile. */
function createBounds(run: AbortSignal | undefined): Bounds {
  return async (ms, ask) => {
    const late = AbortSignal.timeout(ms);
    const answer = await ask(run === undefined ? late : AbortSignal.any([run, late]));
    if (run?.aborted === true) throw new RunError("SFH905", "Cancelled.");
    return answer;
  };
}

async function knockOver(
  open: () => Promise<Duplex>,
  name: string,
  { ca, signal }: { readonly ca: string | undefined; readonly signal: AbortSignal },
): Promise<Knock> {
  try {
    const socket = await open();
    try {
      return await greet(socket, name, { ca }, signal);
    } finally {
      socket.destroy();
    }
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error;
    const { message: why, status } = error;
    return { is: "not connected", why, ...(status === undefined ? {} : { status }) };
  }
}
