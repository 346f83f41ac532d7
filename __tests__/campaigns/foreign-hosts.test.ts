/** Answers that lead to another host: the token goes nowhere but to the resource manager that was named. */
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import type { HttpClient, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { connectAzure } from "../../src/azure/world.ts";
import { RunError } from "../../src/errors.ts";
import { exitCodeOf } from "../../src/report/verdict.ts";
import { runApply } from "../../src/runbook/runbook.ts";
import { createTwin, type Twin } from "../../src/twin/twin.ts";
import { twinCredential, twinHttpClient, twinNameServers, twinUrl } from "../support/in-process.ts";
import { createVirtualClock, type VirtualClock } from "../support/virtual-clock.ts";
import { memoryJournal, runOnTwin } from "../runbook/run-on-twin.ts";
import { openingWorld } from "./campaign-world.ts";

/** Changes an answer on its way, as a proxy could. */
type Proxy = (response: PipelineResponse) => PipelineResponse;

interface End {
  readonly exit: number;
  readonly codes: readonly string[];
  /** Where requests went besides the twin. */
  readonly elsewhere: readonly string[];
}

function through(twin: Twin, clock: VirtualClock, proxy: Proxy, elsewhere: string[]): HttpClient {
  const inner = twinHttpClient(twin, clock);
  return {
    sendRequest: async (request) => {
      const { origin } = new URL(request.url);
      if (origin === new URL(twinUrl).origin) return proxy(await inner.sendRequest(request));
      elsewhere.push(`${origin}${request.headers.has("authorization") ? " with a token" : ""}`);
      return { request, status: 200, headers: createHttpHeaders(), bodyAsText: "{}" };
    },
  };
}

const world = openingWorld();

async function applyThrough(proxy: Proxy): Promise<End> {
  const clock = createVirtualClock();
  const { estate, behaviour, spec } = world;
  const twin = createTwin({ estate, behaviour, clock, baseUrl: twinUrl, pace: { kind: "clock" } });
  const elsewhere: string[] = [];
  try {
    const connected = await connectAzure({
      credential: twinCredential(twin, clock),
      metadataUrl: `${twinUrl}/metadata/endpoints?api-version=2022-09-01`,
      httpClient: through(twin, clock, proxy, elsewhere),
      clock,
      nameServers: twinNameServers(twin),
    });
    const input = { world: connected, hub: estate.hub, spec, clock, journal: memoryJournal() };
    const traffic = { requests: 0, throttled: 0, correlationIds: [] };
    const report = await runApply(
      { ...input, emit: () => undefined, version: "0.0.0-test", traffic: () => traffic },
      { confirm: () => Promise.resolve(true), isAllOrNothing: false },
    );
    return { exit: exitCodeOf(report.verdict), codes: report.errors.map((error) => error.code), elsewhere };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return { exit: 1, codes: [error.code], elsewhere };
  }
}

function withHeaders(response: PipelineResponse, change: Readonly<Record<string, string>>): PipelineResponse {
  const headers = createHttpHeaders({ ...response.headers.toJSON() });
  for (const name of ["azure-asyncoperation", "location"]) headers.delete(name);
  for (const [name, value] of Object.entries(change)) headers.set(name, value);
  return { ...response, headers };
}

const isPolled = ({ headers }: PipelineResponse): boolean => headers.has("azure-asyncoperation");
const pathOf = ({ url }: PipelineRequest): string => new URL(url).pathname;

const { host } = new URL(twinUrl);
const foreign = [
  ["another host", "https://management.example/op?api-version=2025-12-01"],
  ["another port", "https://localhost:9443/op?api-version=2025-12-01"],
  ["http", `http://${host}/op?api-version=2025-12-01`],
  ["a host that only begins alike", `https://${host}.example/op`],
  ["a host behind a user name", `https://${host}@management.example/op`],
  ["a host without its scheme", "//management.example/op"],
] as const;

describe.each(foreign)("a link to %s", (_what, link) => {
  it.each(["Azure-AsyncOperation", "Location"])("in the header %s is not followed: SFH913", async (name) => {
    const end = await applyThrough((response) =>
      isPolled(response) ? withHeaders(response, { [name]: link }) : response,
    );
    expect(end).toEqual({ exit: 1, codes: ["SFH913"], elsewhere: [] });
  });

  it("to the next page is not followed: SFH913", async () => {
    const end = await applyThrough((response) =>
      pathOf(response.request).endsWith("/outboundRules")
        ? { ...response, bodyAsText: JSON.stringify({ value: [], nextLink: link }) }
        : response,
    );
    expect(end).toEqual({ exit: 1, codes: ["SFH913"], elsewhere: [] });
  });
});

describe("a redirect to another host", () => {
  const providers = ["MachineLearningServices", "Storage", "KeyVault", "Search", "Network", "Authorization"];
  const statuses = [301, 302, 303, 307, 308];
  it.each(providers.flatMap((provider) => statuses.map((status) => [provider, status] as const)))(
    "by Microsoft.%s (%i) gets no request, and the run is not green",
    async (provider, status) => {
      const target = "https://management.example/elsewhere";
      const isMet = (request: PipelineRequest): boolean =>
        pathOf(request).includes(`/providers/Microsoft.${provider}/`);
      const end = await applyThrough((response) =>
        isMet(response.request) ? { ...withHeaders(response, { location: target }), status } : response,
      );
      expect(end.elsewhere).toEqual([]);
      expect(end.exit).not.toBe(0);
    },
  );
});

describe("an operation that a journal leads elsewhere to", () => {
  it.each(foreign)("by %s is forgotten, and the run converges", async (_what, operationUrl) => {
    const journal = memoryJournal();
    const { hub } = world.estate;
    journal.kept.push({ at: 0, hub, stepId: "provision-managed-network:hub-small", event: "sent", operationUrl });
    const { estate, behaviour, spec } = world;
    const run = await runOnTwin(estate, { behaviour, spec, journal });
    const report = await run.apply();
    expect([report.verdict, report.errors]).toEqual(["private", []]);
    expect(run.requests.filter((request) => request.host !== host)).toEqual([]);
  });
});
