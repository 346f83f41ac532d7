import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/identity";

import { RunError } from "../errors.ts";
import type { Clock } from "../ports.ts";

/** A token is renewed when less than this is left of it; a renewal that fails is tried again, not with every request. */
const renewAheadMs = 2 * 60_000;
const retryMs = 30_000;

export interface KeptTokenOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

type GetToken = (options?: GetTokenOptions) => Promise<AccessToken | null>;

/**
 * A credential that keeps its tokens and renews them while somebody waits. The SDK's pipelines renew behind the requests'
 * backs, and a renewal that fails while the run sleeps then ends the process without a report: so to them every token
 * looks used up, and they ask here for each request. A wait for a token ends with the run: the Azure CLI or a workflow's
 * token service can't be told to stop. `getToken` throws what the credential threw, RunError SFH905 for a cancelled run.
 */
export function keepTokens(credential: TokenCredential, options: KeptTokenOptions): TokenCredential {
  const kept = new Map<string, GetToken>();
  return {
    getToken: async (scopes, asked) => {
      const key = [scopes].flat().join(" ");
      const get = kept.get(key) ?? keepOne((given) => credential.getToken(scopes, given), options);
      kept.set(key, get);
      const token = await get(asked);
      return token === null ? null : { ...token, expiresOnTimestamp: 0 };
    },
  };
}

function keepOne(getToken: GetToken, { clock, signal }: KeptTokenOptions): GetToken {
  let kept: AccessToken | null = null;
  let triedAt = Number.NEGATIVE_INFINITY;
  let renewal: Promise<AccessToken | null> | undefined;
  const renew = async (options?: GetTokenOptions): Promise<AccessToken | null> => {
    triedAt = clock.now();
    kept = await unlessAborted(signal, () => getToken(options));
    return kept;
  };
  return async (options) => {
    // A challenge: the token that was kept isn't taken any more.
    if (options?.claims !== undefined) kept = null;
    const leftMs = (kept?.expiresOnTimestamp ?? 0) - clock.now();
    const mayWait = leftMs > 0 && clock.now() - triedAt < retryMs;
    if (leftMs > renewAheadMs || mayWait) return kept;
    renewal ??= renew(options).finally(() => {
      renewal = undefined;
    });
    try {
      return await renewal;
    } catch (error) {
      if (leftMs > 0 && signal?.aborted !== true) return kept;
      throw error;
    }
  };
}

function unlessAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal === undefined) return work();
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
