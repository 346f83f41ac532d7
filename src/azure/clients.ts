import { ContainerRegistryManagementClient } from "@azure/arm-containerregistry";
import { KeyVaultManagementClient } from "@azure/arm-keyvault";
import { AzureMachineLearningWorkspaces } from "@azure/arm-machinelearning";
import { StorageManagementClient } from "@azure/arm-storage";
import { ServiceClient, deserializationPolicyName } from "@azure/core-client";
import { createDefaultHttpClient } from "@azure/core-rest-pipeline";
import type { HttpClient, Pipeline, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";

import type { CloudEndpoints } from "./cloud-endpoints.ts";
import { userAgent } from "./user-agent.ts";

export interface ClientOptions {
  readonly endpoints: CloudEndpoints;
  readonly credential: TokenCredential;
  readonly tls?: { readonly ca: string } | undefined;
  readonly httpClient?: HttpClient | undefined;
}

/** Sends a raw request through the pipeline of the SDK client that its provider belongs to. */
export type SendRaw = (namespace: string, request: PipelineRequest) => Promise<PipelineResponse>;

/**
 * The SDK's clients, used for their pipelines only: a model class would drop every field it doesn't know, on reading
 * and on writing. The api-version stands in each URL, so that a poll URL goes out as the service gave it.
 */
export function createClients(options: ClientOptions): SendRaw {
  const { credential, endpoints } = options;
  const httpClient = options.httpClient ?? createDefaultHttpClient();
  const shared = {
    endpoint: endpoints.resourceManager,
    httpClient,
    userAgentOptions: { userAgentPrefix: userAgent },
    // One place retries, with the run's own clock; and a redirect would carry the token to another host.
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    ...(options.tls === undefined ? {} : { tlsOptions: options.tls }),
  };
  // arm-storage would ask for the public cloud's audience otherwise.
  const scoped = { ...shared, credentials: { scopes: [endpoints.scope] } };
  const classic = { ...shared, credentialScopes: endpoints.scope };

  const machineLearning = rawClient(new AzureMachineLearningWorkspaces(credential, "", classic));
  const anything = rawClient(new ServiceClient({ ...classic, credential }));
  const newer = new Map([
    ["microsoft.storage", new StorageManagementClient(credential, "", scoped).pipeline],
    ["microsoft.keyvault", new KeyVaultManagementClient(credential, "", scoped).pipeline],
    ["microsoft.containerregistry", new ContainerRegistryManagementClient(credential, "", scoped).pipeline],
  ]);

  return async (namespace, request) => {
    if (namespace === "microsoft.machinelearningservices") return machineLearning.sendRequest(request);
    const pipeline = newer.get(namespace);
    return pipeline === undefined ? anything.sendRequest(request) : pipeline.sendRequest(httpClient, request);
  };
}

/** What the classic clients share; their classes are told apart by private fields. */
interface RawClient {
  readonly pipeline: Pipeline;
  sendRequest(request: PipelineRequest): Promise<PipelineResponse>;
}

/** Takes out the policy that parses bodies: it throws on what isn't JSON, and here the text is read as it came. */
function rawClient(client: RawClient): RawClient {
  client.pipeline.removePolicy({ name: deserializationPolicyName });
  return client;
}
