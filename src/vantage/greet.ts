import { once } from "node:events";
import type { Duplex } from "node:stream";
import { connect } from "node:tls";
import type { Knock } from "../snapshot/evidence.ts";
import { certificateFault } from "./certificate-fault.ts";
import { describeSocketFault, NotConnected } from "./not-connected.ts";

/** Whom a TLS client trusts. */
export interface Trust {
  /** PEM, instead of what Node trusts: its own roots and those of NODE_EXTRA_CA_CERTS. */
  readonly ca: string | undefined;
}

/**
 * The TLS handshake in a service's name, and not a word more: what a request without credentials gets says nothing. Ends
 * the connection. Throws NotConnected where the handshake doesn't come to its end.
 */
export async function greet(socket: Duplex, name: string, trust: Trust, signal: AbortSignal): Promise<Knock> {
  // A certificate that is no good is looked at too, to say whose it is; nothing is ever sent over the connection.
  const secure = connect({ socket, servername: name, rejectUnauthorized: false, ...caOf(trust) });
  secure.on("error", () => secure.destroy());
  try {
    await once(secure, "secureConnect", { signal });
    const why = certificateFault(secure, name);
    return why === undefined ? { is: "opened" } : { is: "another certificate", why };
  } catch (error) {
    throw new NotConnected(`TCP opens, and then TLS doesn't: ${describeSocketFault(error)}`);
  } finally {
    secure.destroy();
  }
}

/** As TLS takes it: left out where Node's own roots count. */
export function caOf({ ca }: Trust): { readonly ca?: string } {
  return ca === undefined ? {} : { ca };
}
