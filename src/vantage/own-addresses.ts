import { createSocket } from "node:dgram";
import { once } from "node:events";
import { networkInterfaces } from "node:os";

/** The IPv4 addresses of this machine, loopback left out. */
export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === "IPv4" && !address.internal)
    .map((address) => address.address);
}

/** An address on the internet, of a range kept for documentation: nothing is ever sent there. */
const somewhere = "192.0.2.1";

/** The IPv4 address that this machine would use towards the internet, found without sending anything; loopback's if none. */
export async function outwardAddress(): Promise<string> {
  const socket = createSocket("udp4");
  try {
    socket.connect(53, somewhere);
    await once(socket, "connect");
    return socket.address().address;
  } catch {
    return ownAddresses()[0] ?? "127.0.0.1";
  } finally {
    socket.close();
  }
}
