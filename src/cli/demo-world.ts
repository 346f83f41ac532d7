import type { ApplyEvent } from "../apply/events.ts";
import { createCredential } from "../azure/credential.ts";
import { connectAzure } from "../azure/world.ts";
import { nothingGiven } from "../observe/evidence.ts";
import type { NameServers } from "../ports.ts";
import type { DiagnoseInput } from "../runbook/diagnose.ts";
import type { RunInput } from "../runbook/runbook.ts";
import { parentOf } from "../snapshot/resource-id.ts";
import type { RunnerFacts } from "../snapshot/runner.ts";
import { defaultSpec } from "../spec/hub-spec.ts";
import type { EstateDocument } from "../twin/estate.ts";
import { askNameServer } from "../twin/reach/names.ts";
import { serveTwin } from "../twin/serve.ts";
import { createTwin, type Twin } from "../twin/twin.ts";
import { version } from "./compose.ts";
import { createDirectHttpClient } from "./direct-http-client.ts";
import { createMemoryJournal } from "./memory-journal.ts";
import { createTraffic } from "./traffic.ts";
import { answerOfTwin, createTwinVantage } from "./twin-vantage.ts";
import { createVirtualClock } from "./virtual-clock.ts";

export interface DemoOptions {
  readonly estate: EstateDocument;
  readonly signal: AbortSignal;
  readonly emit: (event: ApplyEvent) => unknown;
  /** Milliseconds since the epoch: when the twin's time begins. */
  readonly startAt: number;
}

export interface DemoWorld {
  /** What one run is given; its requests are counted from here. */
  readonly input: () => RunInput;
  /** The same with the twin's own network around it, seen from where the estate says. */
  readonly diagnosis: () => DiagnoseInput;
  readonly twin: Twin;
  readonly close: () => Promise<void>;
}

/** A client counts a token's life in its own time; the twin's jumps ahead by hours. */
const tokenLifetimeMs = 7 * 24 * 3_600_000;

/**
 * A run whose Azure is a twin of the estate: over TLS on a loopback port, through the real SDKs and no proxy, both sides
 * on one clock that jumps when somebody sleeps.
 */
export async function createDemoWorld({ estate, signal, emit, startAt }: DemoOptions): Promise<DemoWorld> {
  const clock = createVirtualClock(startAt, signal);
  const behaviour = { tokenLifetime: tokenLifetimeMs };
  const served = await serveTwin((baseUrl) =>
    createTwin({ estate, baseUrl, clock, behaviour, pace: { kind: "clock" } }),
  );
  try {
    const { twin, baseUrl, caPem } = served;
    const tls = { ca: caPem };
    const httpClient = createDirectHttpClient();
    const { tenantId, clientId, clientSecret } = twin.credentials;
    const env = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret };
    const traffic = createTraffic();
    const world = await connectAzure({
      credential: ({ authorityHost }) => createCredential(env, { authorityHost, tls, httpClient, kind: "environment" }),
      metadataUrl: `${baseUrl}/metadata/endpoints?api-version=2022-09-01`,
      tls,
      httpClient,
      clock,
      signal,
      nameServers: twinNameServers(twin),
      runner: standpointOf(estate),
      onRequest: traffic.count,
    });
    const journal = createMemoryJournal();
    const run = { world, clock, journal, emit, version, hub: estate.hub, spec: defaultSpec() };
    const input = (): RunInput => ({ ...run, traffic: traffic.fromHere() });
    const around = { vantage: createTwinVantage(twin), given: nothingGiven, waitMs: 0 };
    return { input, diagnosis: () => ({ ...input(), ...around }), twin, close: () => served.close() };
  } catch (error) {
    await served.close();
    throw error;
  }
}

/** Where the estate's facts put the runner. */
function standpointOf({ facts }: EstateDocument): RunnerFacts {
  const { vantage } = facts;
  return vantage?.kind === "vnet"
    ? { network: parentOf(vantage.subnet), addresses: [] }
    : { network: undefined, addresses: [] };
}

/** Name servers as the estate says they answer. */
function twinNameServers(twin: Twin): NameServers {
  return {
    ask: async (server, name) => answerOfTwin(askNameServer(twin.estate(), server, name)),
  };
}
