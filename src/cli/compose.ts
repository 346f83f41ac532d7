import packageDocument from "../../package.json" with { type: "json" };
import type { ApplyEvent } from "../apply/events.ts";
import type { CloudEndpoints, EnvironmentName } from "../azure/cloud-endpoints.ts";
import { createCredential, type CredentialKind, type NamedCredential } from "../azure/credential.ts";
import type { HttpClient } from "@azure/core-rest-pipeline";
import type { RequestEvent } from "../azure/requests.ts";
import { connectAzure } from "../azure/world.ts";
import type { Capsule, Clock, World } from "../ports.ts";
import type { RunInput } from "../runbook/runbook.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { createNameServers } from "../vantage/name-servers.ts";
import { ownAddresses } from "../vantage/own-addresses.ts";
import { openFileJournal } from "./file-journal.ts";
import { createMemoryJournal } from "./memory-journal.ts";
import { checkProxies, createProxyNamingClient } from "./proxies.ts";
import { createRealClock } from "./real-clock.ts";
import type { Settings } from "./settings.ts";
import type { Environment } from "./shell.ts";
import { createTraffic, type Traffic } from "./traffic.ts";

export const { version } = packageDocument;

/** What the host of a run (a terminal, a workflow step) hands down. */
export interface Host {
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly emit: (event: ApplyEvent) => void;
  /** Takes one line about what the run rests on, before anything is read. */
  readonly tell: (line: string) => void;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** In memory without it. */
  readonly journalFile?: string | undefined;
  /** Without one, nothing the run writes can be rolled back. */
  readonly capsule?: Capsule | undefined;
  readonly credentialKind?: CredentialKind | undefined;
  /** Instead of what the environment holds. */
  readonly credential?: ((endpoints: CloudEndpoints, httpClient: HttpClient) => NamedCredential) | undefined;
}

/** Long enough for a server on the other side of the world, short enough for a network with several dead ones. */
const nameServerTimeoutMs = 3_000;

/** The part of a host that reaching a cloud takes. */
export type CloudHost = Pick<Host, "env" | "signal" | "tell" | "onRequest" | "credentialKind" | "credential">;

export interface CloudChoice {
  readonly environment: EnvironmentName | undefined;
  /** The virtual network this runs in, where it is known. */
  readonly runnerNetwork?: ResourceId | undefined;
}

/** A cloud somebody is signed in to, before anything is asked of it. */
export interface Connection {
  readonly world: World;
  readonly clock: Clock;
  readonly traffic: Traffic;
}

/**
 * The cloud ARM_CLOUD_METADATA_URL names or one of Azure's own, with the machine's clock and its network. Throws RunError
 * where nobody can be signed in, and SFH912 for a proxy variable that is no URL.
 */
export async function connect({ environment, runnerNetwork }: CloudChoice, host: CloudHost): Promise<Connection> {
  const { env, signal } = host;
  checkProxies(env);
  const clock = createRealClock(signal);
  const traffic = createTraffic();
  const metadataUrl = env.ARM_CLOUD_METADATA_URL === "" ? undefined : env.ARM_CLOUD_METADATA_URL;
  if (metadataUrl !== undefined && environment !== undefined) {
    host.tell(`cloud: the one ARM_CLOUD_METADATA_URL names; it wins over the environment ${environment}`);
  }
  const httpClient = createProxyNamingClient(env);
  const signInAs =
    host.credential ??
    (({ authorityHost }) => createCredential(env, { authorityHost, httpClient, kind: host.credentialKind }));
  const world = await connectAzure({
    credential: (endpoints) => signInAs(endpoints, httpClient),
    httpClient,
    metadataUrl,
    environment,
    clock,
    signal,
    nameServers: createNameServers({ timeoutMs: nameServerTimeoutMs, signal }),
    runner: { network: runnerNetwork, addresses: ownAddresses() },
    onRequest: (event) => {
      traffic.count(event);
      host.onRequest?.(event);
    },
  });
  return { world, clock, traffic };
}

/** Everything a run on one hub is given, real. Throws RunError as `connect` does. */
export async function compose(settings: Settings, host: Host): Promise<RunInput> {
  const { hub, spec, environment } = settings;
  host.tell(describeConfig(settings));
  const journal = host.journalFile === undefined ? createMemoryJournal() : await openFileJournal(host.journalFile);
  const { world, clock, traffic } = await connect({ environment, runnerNetwork: spec.runnerNetwork }, host);
  const { capsule, emit } = host;
  return { world, clock, journal, capsule, emit, version, hub, spec, traffic: traffic.fromHere() };
}

/** Which config file decides, for people: a forgotten checkout looks like an empty config. */
export function describeConfig({ configFile }: Settings): string {
  return `config: ${configFile ?? "none (defaults)"}`;
}
