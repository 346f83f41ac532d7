import { Resolver } from "node:dns/promises";

import { RunError } from "../errors.ts";
import type { NameServers } from "../ports.ts";
import type { NameAnswer } from "../snapshot/network.ts";

/** The server answered, and what it said is that there is no such address. */
const negatives = new Set(["ENOTFOUND", "ENODATA"]);

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
        return answerTo(error);
      } finally {
        signal?.removeEventListener("abort", cancel);
      }
    },
  };
}

function answerTo(error: unknown): NameAnswer["answer"] {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && negatives.has(code) ? { is: "nxdomain" } : { is: "silent" };
}
