/** A run on a served twin: the real engine and the real SDKs over TLS. Only the clock doesn't wait as long as it is told. */
import { createDefaultHttpClient, type HttpClient } from "@azure/core-rest-pipeline";
import { createCredential } from "../../src/azure/credential.ts";
import { connectAzure } from "../../src/azure/world.ts";
import { openFileJournal } from "../../src/cli/file-journal.ts";
import { createMemoryJournal } from "../../src/cli/memory-journal.ts";
import { describeEvent } from "../../src/cli/progress.ts";
import { createRealClock } from "../../src/cli/real-clock.ts";
import type { Environment } from "../../src/cli/shell.ts";
import { createTraffic } from "../../src/cli/traffic.ts";
import type { Clock } from "../../src/ports.ts";
import type { ApplyOptions, RunInput } from "../../src/runbook/runbook.ts";
import { createNameServers } from "../../src/vantage/name-servers.ts";
import { sendingMark, sleepingMark, type RunnerOrder } from "./runner-order.ts";

export interface RunnerHost {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Takes a line about what the run does. */
  readonly tell: (line: string) => void;
}

export const unasked: ApplyOptions = { confirm: () => Promise.resolve(true), isAllOrNothing: false };

export async function composeRun(order: RunnerOrder, { env, signal, tell }: RunnerHost): Promise<RunInput> {
  const clock = hurriedClock(createRealClock(signal), order.hurry, tell);
  const tls = { ca: order.ca };
  const traffic = createTraffic();
  const asked = createNameServers({ timeoutMs: 3_000, signal });
  const world = await connectAzure({
    credential: ({ authorityHost }) => createCredential(env, { authorityHost, tls }),
    metadataUrl: order.metadataUrl,
    ...{ tls, clock, signal, httpClient: tellingClient(tell), onRequest: traffic.count },
    nameServers: { ask: (server, name) => asked.ask(order.nameServers[server] ?? server, name) },
  });
  const journal = order.journalFile === undefined ? createMemoryJournal() : await openFileJournal(order.journalFile);
  const emit: RunInput["emit"] = (event) => tell(describeEvent(event));
  const { hub, spec } = order;
  return { world, clock, journal, emit, hub, spec, version: "0.0.0-test", traffic: traffic.fromHere() };
}

/** Time goes on as it does, and jumps ahead with each sleep. */
function hurriedClock(real: Clock, hurry: number, tell: (line: string) => void): Clock {
  let skippedMs = 0;
  return {
    now: () => real.now() + skippedMs,
    sleep: async (ms) => {
      tell(sleepingMark);
      await real.sleep(ms / hurry);
      skippedMs += ms - ms / hurry;
    },
  };
}

/** Says each write in the moment in which it is handed to the transport, where nothing more can hold it back. */
function tellingClient(tell: (line: string) => void): HttpClient {
  const inner = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      const { pathname } = new URL(request.url);
      const isWrite = request.method !== "GET" && !pathname.endsWith("/oauth2/v2.0/token");
      if (isWrite) tell(`${sendingMark} ${request.method} ${pathname}`);
      return inner.sendRequest(request);
    },
  };
}
