import type { Duplex } from "node:stream";
import type { Knock } from "../snapshot/evidence.ts";
import { certificateFault } from "./certificate-fault.ts";
import { NotConnected } from "./not-connected.ts";
import { shakeHands, type Trust } from "./shake-hands.ts";

/**
 * The TLS handshake in a service's name, and not a word more: what a request without credentials gets says nothing. Ends
 * the connection. Throws NotConnected where the handshake doesn't come to its end.
 */
export async function greet(socket: Duplex, name: string, trust: Trust, signal: AbortSignal): Promise<Knock> {
  const secure = await shakeHands(socket, name, trust, signal).catch((error: unknown) => {
    if (!(error instanceof NotConnected)) throw error;
    throw new NotConnected(`TCP opens, and then TLS doesn't: ${error.message}`);
  });
  const why = certificateFault(secure, name);
  secure.destroy();
  return why === undefined ? { is: "opened" } : { is: "another certificate", why };
}
