import { createDefaultHttpClient } from "@azure/core-rest-pipeline";
import type { HttpClient } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";

import { RunError } from "../errors.ts";
import { describeFault } from "./faults.ts";

/**
 * A credential that says when it was the sign-in host that gave no answer, and why: MSAL says `network_error` or
 * `endpoints_resolution_error` and keeps the cause. `getToken` then throws RunError SFH907 naming the host.
 */
export function namingHost(
  inner: HttpClient | undefined,
  createCredential: (httpClient: HttpClient) => TokenCredential,
): TokenCredential {
  const client = inner ?? createDefaultHttpClient();
  const last: { failure: { readonly host: string; readonly error: unknown } | undefined } = { failure: undefined };
  const credential = createCredential({
    sendRequest: async (request) => {
      last.failure = undefined;
      try {
        return await client.sendRequest(request);
      } catch (error) {
        last.failure = { host: new URL(request.url).host, error };
        throw error;
      }
    },
  });
  return {
    getToken: async (scopes, options) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        if (last.failure === undefined || options?.abortSignal?.aborted === true) throw error;
        const { why, fix } = describeFault(last.failure.error);
        throw new RunError("SFH907", `The sign-in host ${last.failure.host} can't be asked: ${why}`, {
          fix: fix ?? "Check the way there from here (DNS, proxy, firewall), and the cloud, then run again.",
          cause: error,
        });
      }
    },
  };
}
