import { createDefaultHttpClient, type HttpClient } from "@azure/core-rest-pipeline";

/**
 * Sends every request straight to its host, whatever HTTPS_PROXY says: for a twin on this machine's loopback, which no
 * proxy can reach. The SDK's proxy policy chooses an agent per request; without it the client takes its own, with TLS.
 */
export function createDirectHttpClient(): HttpClient {
  const inner = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      delete request.agent;
      delete request.proxySettings;
      return inner.sendRequest(request);
    },
  };
}
