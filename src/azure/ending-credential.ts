import type { TokenCredential } from "@azure/identity";

import { RunError } from "../errors.ts";

/**
 * A credential whose wait for a token ends with the run: some (the Azure CLI, a workflow's token service) can't be told
 * to stop, and would hold a cancelled run for as long as they please. `getToken` then throws RunError SFH905.
 */
export function endingWith(signal: AbortSignal | undefined, credential: TokenCredential): TokenCredential {
  if (signal === undefined) return credential;
  return {
    getToken: (scopes, options) => unlessAborted(signal, () => credential.getToken(scopes, options)),
  };
}

function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new RunError("SFH905", "Cancelled."));
    if (signal.aborted) {
      end();
      return;
    }
    signal.addEventListener("abort", end, { once: true });
    void work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", end));
  });
}
