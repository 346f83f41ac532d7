import { Resolver } from "node:dns/promises";

import { RunError } from "../errors.ts";
import type { NameServers } from "../ports.ts";
import { answerOfFault } from "./resolver-fault.ts";

/**
 * Asks DNS servers from where this runs, twice where no answer comes: one lost packet is no silence. A server is an address, with a port where it isn't 53
 * ("10.0.0.4", "127.0.0.1:5353"). Refused and failed answers count as silent: they say nothing about the name. Throws
 * RunError SFH905 when the run is cancelled meanwhile.
 */
export function createNameServers(options: {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}): NameServers {
  const { timeoutMs, signal } = options;
  return {
    async ask(server, name) {
      // The second try waits twice as long.
      const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 3), tries: 2 });
      const cancel = (): void => resolver.cancel();
      try {
        signal?.throwIfAborted();
        signal?.addEventListener("abort", cancel, { once: true });
        resolver.setServers([server]);
        return { is: "addresses", addresses: await resolver.resolve4(name) };
      } catch (error) {
        if (signal?.aborted === true) throw new RunError("SFH905", "Cancelled.", { cause: error });
        return answerOfFault(error);
      } finally {
        signal?.removeEventListener("abort", cancel);
      }
    },
  };
}
