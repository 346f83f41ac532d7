import { once } from "node:events";
import type { Socket } from "node:net";
import { describeSocketFault, NotConnected } from "./not-connected.ts";

export interface Place {
  /** An address, or a proxy's name. */
  readonly host: string;
  readonly port: number;
}

/** Begins a TCP connection; `net.connect` of this machine, or of a network somebody made. */
export type OpenSocket = (place: Place) => Socket;

/** A connection that TCP accepted; whoever gets it ends it. Throws NotConnected. */
export async function connectTo(place: Place, open: OpenSocket, signal: AbortSignal): Promise<Socket> {
  const socket = open(place);
  // What breaks later is told by whatever is being waited for then.
  socket.on("error", () => socket.destroy());
  try {
    await once(socket, "connect", { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw new NotConnected(describeSocketFault(error));
  }
}
