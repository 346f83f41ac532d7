import { lookup } from "node:dns/promises";
import type { NameAnswer } from "../snapshot/network.ts";
import { answerOfFault } from "./resolver-fault.ts";
import { createTurns } from "./turns.ts";

/** IPv4 addresses of a name; rejects with the code that getaddrinfo gave. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/**
 * libuv lets half of its four threads wait for names. A lookup can't be stopped: one that is begun keeps its thread, and
 * the process, until the system gives up.
 */
const lookupsAtOnce = 2;

/**
 * Asks the machine's own resolver as clients use it: getaddrinfo, hosts file and all. IPv4 only: a private endpoint has
 * no other address, and on an IPv6-only network DNS64 makes up one for each name that has none, which says nothing.
 * An answer takes as long as the signal lets it.
 */
export function createOwnResolver(ask: Lookup = askSystem) {
  const inTurn = createTurns(lookupsAtOnce);
  return async (name: string, signal: AbortSignal): Promise<NameAnswer["answer"]> => {
    try {
      const addresses = await inTurn(() => ask(name), signal);
      return addresses.length === 0 ? { is: "nxdomain" } : { is: "addresses", addresses: [...new Set(addresses)] };
    } catch (error) {
      return answerOfFault(error);
    }
  };
}

async function askSystem(name: string): Promise<readonly string[]> {
  const found = await lookup(name, { all: true, family: 4 });
  return found.map(({ address }) => address);
}
