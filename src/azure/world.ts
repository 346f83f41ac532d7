import type { HttpClient } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/identity";

import type { Clock, NameServers, World } from "../ports.ts";
import type { RunnerFacts } from "../snapshot/runner.ts";
import { createArm } from "./arm.ts";
import type { Arm } from "./arm.ts";
import { createClients } from "./clients.ts";
import { signIn } from "./caller.ts";
import type { CloudEndpoints, EnvironmentName } from "./cloud-endpoints.ts";
import { findCloud } from "./clouds.ts";
import type { NamedCredential } from "./credential.ts";
import { createHubFinder } from "./hubs.ts";
import { keepTokens } from "./kept-token.ts";
import { createEndpointConnectionWriter } from "./endpoint-approval.ts";
import { createManagedNetworkWriter } from "./managed-network.ts";
import { createNetworkReader } from "./networks.ts";
import { createPreflightReader } from "./preflight.ts";
import { createPublicAccessWriter } from "./public-access.ts";
import { createRequests } from "./requests.ts";
import type { RequestEvent } from "./requests.ts";
import { createRoleWriter } from "./role-grants.ts";
import { createRoleDefinitionReader } from "./role-definitions.ts";
import { createRoleReader } from "./roles.ts";
import { createServiceReader } from "./services.ts";
import { createSubscriptionReader } from "./subscriptions.ts";
import { createWorkspaceReader } from "./workspaces.ts";

export interface AzureOptions {
  /** A credential, or how to make one once it is known where to sign in. */
  readonly credential: TokenCredential | ((endpoints: CloudEndpoints) => NamedCredential);
  /** ARM_CLOUD_METADATA_URL: a local or private cloud; wins over `environment`. */
  readonly metadataUrl?: string | undefined;
  readonly environment?: EnvironmentName | undefined;
  readonly tls?: { readonly ca: string } | undefined;
  /** Sends the requests; the SDK's own client over TLS by default. */
  readonly httpClient?: HttpClient | undefined;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly nameServers: NameServers;
  /** Where this runs, as far as it is known; nothing by default. */
  readonly runner?: RunnerFacts | undefined;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
}

/** All ports over one cloud and one credential. Throws RunError where the cloud's metadata or a token can't be had. */
export async function connectAzure(options: AzureOptions): Promise<World> {
  const endpoints = await findCloud(options);
  const named =
    typeof options.credential === "function"
      ? options.credential(endpoints)
      : { credential: options.credential, name: "given" };
  const { clock, signal, onRequest, tls, httpClient } = options;
  const credential = keepTokens(named.credential, { clock, signal });
  const objectId = await signIn(credential, endpoints.scope, signal);
  const sendRaw = createClients({ endpoints, credential, tls, httpClient });
  const sendOnce = createRequests({ sendRaw, clock, signal, onRequest });
  const arm = createArm({ origin: endpoints.resourceManager, sendOnce, clock });
  return worldOver(arm, clock, {
    cloud: endpoints.cloud,
    caller: { objectId, credential: named.name },
    nameServers: options.nameServers,
    runner: options.runner ?? { network: undefined, addresses: [] },
  });
}

/** All ports over one way of sending requests. */
export function worldOver(
  arm: Arm,
  clock: Clock,
  around: Pick<World, "cloud" | "caller" | "nameServers" | "runner">,
): World {
  const { cloud } = around;
  const readDefinition = createRoleDefinitionReader(arm);
  return {
    ...around,
    workspaces: createWorkspaceReader(arm, clock),
    services: createServiceReader(arm, cloud, readDefinition),
    networks: createNetworkReader(arm),
    roles: createRoleReader(arm, readDefinition),
    preflight: createPreflightReader(arm, readDefinition, around.caller.objectId),
    subscriptions: createSubscriptionReader(arm),
    hubs: createHubFinder(arm),
    managedNetwork: createManagedNetworkWriter(arm),
    publicAccess: createPublicAccessWriter(arm, cloud),
    roleGrants: createRoleWriter(arm),
    endpointConnections: createEndpointConnectionWriter(arm),
  };
}
