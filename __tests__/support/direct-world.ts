/**
 * The engine's own ports on a twin with nothing in between: no SDK pipeline, no sockets. For the many estates of a property;
 * that the pipeline changes nothing is what every other test runs on.
 */
import { createArm } from "../../src/azure/arm.ts";
import { readAnswer } from "../../src/azure/answer.ts";
import type { Sent } from "../../src/azure/answer.ts";
import { builtInClouds } from "../../src/azure/cloud-endpoints.ts";
import { describeFault } from "../../src/azure/faults.ts";
import { worldOver } from "../../src/azure/world.ts";
import type { World } from "../../src/ports.ts";
import type { RunnerFacts } from "../../src/snapshot/runner.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { createTwin, type Twin, type TwinOptions } from "../../src/twin/twin.ts";
import { createHttpHeaders, createPipelineRequest } from "@azure/core-rest-pipeline";
import { twinCredential, twinNameServers, twinUrl } from "./in-process.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";

export interface DirectTwin {
  readonly world: World;
  readonly twin: Twin;
  readonly clock: VirtualClock;
}

/** Long enough for every wait of a run: the token is asked for once. */
const tokenLifetime = 30 * 24 * 3_600_000;

export async function connectDirectly(
  estate: EstateDocument,
  options: Partial<Omit<TwinOptions, "estate" | "clock">> & { readonly runner?: RunnerFacts } = {},
): Promise<DirectTwin> {
  const { runner = { network: undefined, addresses: [] }, ...twinOptions } = options;
  const clock = createVirtualClock();
  const behaviour = { ...options.behaviour, tokenLifetime };
  const twin = createTwin({ ...twinOptions, behaviour, estate, clock, baseUrl: twinUrl });
  const token = await twinCredential(twin, clock).getToken("");
  const headers = { authorization: `Bearer ${token?.token ?? ""}`, "content-type": "application/json" };
  // An answer names its request; nobody here looks at it.
  const request = createPipelineRequest({ url: twinUrl });
  const sendOnce = async (method: string, url: URL, body?: unknown): Promise<Sent> => {
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const { status, headers: given, body: answer } = await twin.handle({ method, url: url.href, headers, ...text });
      return readAnswer({ request, status, headers: createHttpHeaders({ ...given }), bodyAsText: answer });
    } catch (error) {
      return { is: "lost", why: describeFault(error).why, cause: error };
    }
  };
  const arm = createArm({ origin: twinUrl, sendOnce, clock });
  const { cloud } = builtInClouds.azurecloud;
  const caller = { objectId: estate.caller.objectId, credential: "given" };
  return { world: worldOver(arm, clock, { cloud, caller, nameServers: twinNameServers(twin), runner }), twin, clock };
}
