import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createCredential } from "../../src/azure/credential.ts";
import type { RequestEvent } from "../../src/azure/requests.ts";
import { connectAzure } from "../../src/azure/world.ts";
import type { World } from "../../src/ports.ts";
import { makeLoopbackAuthority } from "../../src/twin/certificate.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import type { Fault } from "../../src/twin/faults.ts";
import { serveTwin } from "../../src/twin/serve.ts";
import type { ServedTwin } from "../../src/twin/serve.ts";
import { createTwin } from "../../src/twin/twin.ts";
import { runErrorOf } from "../support/run-error.ts";
import { createVirtualClock } from "../support/virtual-clock.ts";

const nobodyAsks = { ask: async () => ({ is: "silent" }) as const };

describe("the SDK's clients and credentials over TLS", () => {
  let served: ServedTwin;
  let estate: EstateDocument;
  let faults: Fault[];
  let requests: RequestEvent[];

  beforeEach(async () => {
    const make = estates["fresh-approved-only"];
    if (make === undefined) throw new Error("the estate is gone");
    estate = make();
    faults = [];
    requests = [];
    const clock = { now: () => Date.now() };
    served = await serveTwin((baseUrl) => createTwin({ estate, baseUrl, clock, faults }));
  });

  afterEach(async () => {
    await served.close();
  });

  async function connect(secret: string = served.twin.credentials.clientSecret, signal?: AbortSignal): Promise<World> {
    const { tenantId, clientId } = served.twin.credentials;
    const env = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: secret };
    const tls = { ca: served.caPem };
    return connectAzure({
      credential: ({ authorityHost }) => createCredential(env, { authorityHost, tls }),
      metadataUrl: `${served.baseUrl}/metadata/endpoints?api-version=2022-09-01`,
      tls,
      clock: createVirtualClock(),
      signal,
      nameServers: nobodyAsks,
      onRequest: (event) => requests.push(event),
    });
  }

  it("sign in, tell who they are, and read through every provider's own client", async () => {
    const world = await connect();
    expect(world.caller).toEqual({
      objectId: estate.caller.objectId,
      credential: "environment variables (client secret)",
    });
    const hub = await world.workspaces.workspace(estate.hub);
    if (hub.is !== "known") throw new Error("the hub can't be read");
    for (const id of [hub.value.storageAccount, hub.value.keyVault, hub.value.containerRegistry]) {
      expect((await world.services.service(id ?? "", "connected")).is).toBe("known");
    }
    expect((await world.subscriptions.readable()).length).toBeGreaterThan(0);
    expect(requests.every((request) => request.correlationId !== undefined && request.status === 200)).toBe(true);
  });

  it("refuse to start with a wrong secret, and don't repeat it", async () => {
    const error = await runErrorOf(() => connect("not~the~secret"));
    expect(error.code).toBe("SFH906");
    expect(error.message).toContain("AADSTS7000215");
    expect(`${error.message}${error.details.fix ?? ""}`).not.toContain("not~the~secret");
  });

  it("go on after a connection that broke and an answer cut short", async () => {
    const world = await connect();
    faults.push({ on: { path: "/workspaces/" }, do: { kind: "reset" } });
    expect((await world.workspaces.workspace(estate.hub)).is).toBe("known");
    faults.push({ on: { path: "/workspaces/" }, do: { kind: "truncate" } });
    expect((await world.workspaces.workspace(estate.hub)).is).toBe("known");
    expect(requests.some((request) => request.status === undefined)).toBe(true);
  });

  it("end a cancelled run", async () => {
    const cancelling = new AbortController();
    const world = await connect(undefined, cancelling.signal);
    cancelling.abort();
    expect((await runErrorOf(() => world.workspaces.workspace(estate.hub))).code).toBe("SFH905");
  });

  it("say that a certificate nobody vouches for is the trouble, and how to mend it", async () => {
    const error = await runErrorOf(() =>
      connectAzure({
        credential: { getToken: async () => null },
        metadataUrl: `${served.baseUrl}/metadata/endpoints?api-version=2022-09-01`,
        clock: createVirtualClock(),
        nameServers: nobodyAsks,
      }),
    );
    expect(error.code).toBe("SFH907");
    expect(error.details.fix).toContain("NODE_EXTRA_CA_CERTS");
  });
});

it("a metadata host that answers something else is no cloud", async () => {
  const authority = await makeLoopbackAuthority();
  const { certPem, keyPem } = await authority.issue(["localhost"], ["127.0.0.1"]);
  const server = createServer({ cert: certPem, key: keyPem }, (_request, response) =>
    response.end("<html>hello</html>"),
  );
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const error = await runErrorOf(() =>
    connectAzure({
      credential: { getToken: async () => null },
      metadataUrl: `https://localhost:${port}/metadata/endpoints`,
      tls: { ca: authority.caPem },
      clock: createVirtualClock(),
      nameServers: nobodyAsks,
    }),
  );
  server.closeAllConnections();
  server.close();
  expect(error.code).toBe("SFH912");
  expect(error.details.fix).toMatch(/https:\/\/localhost:\d+\/metadata\/endpoints\?api-version=/);
});
