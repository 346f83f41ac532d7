import { once } from "node:events";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { describeSocketFault, NotConnected } from "./not-connected.ts";

/** Whom a TLS client trusts. */
export interface Trust {
  /** PEM, instead of what Node trusts: its own roots and those of NODE_EXTRA_CA_CERTS. */
  readonly ca: string | undefined;
}

/**
 * TLS begun in a host's name; whoever gets it ends it. A certificate that is no good is let through to be looked at, to
 * say whose it is: nothing may be sent before it was. Throws NotConnected where the handshake doesn't come to its end.
 */
export async function shakeHands(socket: Duplex, host: string, { ca }: Trust, signal: AbortSignal): Promise<TLSSocket> {
  // An address is no name to ask for.
  const named = isIP(host) === 0 ? { servername: host } : {};
  const secure = connect({ socket, host, rejectUnauthorized: false, ...named, ...(ca === undefined ? {} : { ca }) });
  secure.on("error", () => secure.destroy());
  try {
    await once(secure, "secureConnect", { signal });
    return secure;
  } catch (error) {
    secure.destroy();
    throw new NotConnected(describeSocketFault(error));
  }
}
