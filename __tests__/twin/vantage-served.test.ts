import { afterEach, expect, test } from "vitest";
import { makeLoopbackAuthority } from "../../src/twin/certificate.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { computeReach } from "../../src/twin/reach/reach.ts";
import { serveTwin } from "../../src/twin/serve.ts";
import type { ServedTwin } from "../../src/twin/serve.ts";
import { createTwin } from "../../src/twin/twin.ts";
import type { TwinClock } from "../../src/twin/twin.ts";
import { serveVantage } from "../../src/twin/vantage/serve-vantage.ts";
import { listAt, parseJson, textAt } from "../../src/twin/wire/json-fields.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { BASE, clientOf, login, movableClock } from "./twin-client.ts";
import { ask } from "./vantage-client.ts";
import { inVnet, vaultEstate, zoneSet } from "./vault-world.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(estate: EstateDocument, clock?: TwinClock): Promise<ServedTwin> {
  const timed = clock === undefined ? {} : { clock, pace: { kind: "clock" } as const };
  const served = await serveTwin((baseUrl) => createTwin({ estate, baseUrl, ...timed }), { vantage: true });
  open.push(() => served.close());
  return served;
}

async function read(served: ServedTwin, path: string) {
  return parseJson(
    (await ask(served.baseUrl.replace("https://localhost", "127.0.0.1"), "localhost", served.caPem, path)).text,
  );
}

test("a twin tells where its network is served, and one CA is good for all of it", async () => {
  const served = await serve(estateNamed("fresh-internet-outbound"));
  const told = await read(served, "/_twin/vantage");
  expect(textAt(told, "standpoint", "subnet")).toMatch(/\/subnets\/snet-runners$/);
  expect(listAt(told, "dns").map((it) => textAt(it, "server"))).toEqual([
    ...["system", "168.63.129.16", "10.30.0.53", "public"],
  ]);
  const door = listAt(told, "doors").find((it) => textAt(it, "address") === "10.30.1.8");
  expect(door).toMatchObject({ port: 443, names: ["kv-tailwind-ai.vault.azure.net"] });
  const knock = await ask(textAt(door, "at") ?? "", "kv-tailwind-ai.vault.azure.net", served.caPem);
  expect(knock.status).toBe(401);
});

test("asking where the network is served opens the doors that came since", async () => {
  const pending = vaultEstate({ endpoint: { state: "Pending" }, links: [{ zoneSet }] });
  const vantage = inVnet(pending, "vnet-home");
  const served = await serve({ ...pending, facts: { ...pending.facts, ...(vantage ? { vantage } : {}) } });
  const addresses = async (): Promise<readonly unknown[]> =>
    listAt(await read(served, "/_twin/vantage"), "doors").map((door) => textAt(door, "address"));
  expect(await addresses()).not.toContain("10.10.1.4");
  const token = await login(served.twin, `${served.baseUrl}/.default`);
  const connection = pending.resources.find(({ id }) => id.includes("/kv-two/privateEndpointConnections/"));
  const state = { privateLinkServiceConnectionState: { status: "Approved" } };
  const reply = await served.twin.handle({
    ...{ method: "PUT", url: `${connection?.id ?? ""}?api-version=2026-02-01` },
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ properties: state }),
  });
  expect(reply.status).toBe(200);
  expect(await addresses()).toContain("10.10.1.4");
});

test("a twin tells who reaches what", async () => {
  const estate = estateNamed("hardened");
  const served = await serve(estate);
  expect(await read(served, "/_twin/reach")).toEqual(parseJson(JSON.stringify(computeReach(estate))));
});

test("the vantage is served only where it is asked for", async () => {
  const served = await serveTwin((baseUrl) => createTwin({ estate: estateNamed("hardened"), baseUrl }));
  open.push(() => served.close());
  expect(served.vantage).toBeUndefined();
  expect(textAt(await read(served, "/_twin/vantage"), "error", "code")).toBe("NotFound");
});

test("by the clock the network goes on without a request to the resource manager", async () => {
  const clock = movableClock();
  const estate = estateNamed("fresh-approved-only");
  const behaviour = { registryPatch: "lro" } as const;
  const twin = createTwin({ estate, baseUrl: BASE, clock, pace: { kind: "clock" }, behaviour });
  const authority = await makeLoopbackAuthority();
  const vantage = await serveVantage(twin, { authority });
  open.push(() => vantage.close());
  const name = "crnorthwindai.azurecr.io";
  const door = vantage.doors().find(({ names }) => names.includes(name));
  const statusNow = async (): Promise<number> => (await ask(door?.at ?? "", name, authority.caPem)).status;
  const client = await clientOf(twin);
  const registry = find(estate, "/registries/crnorthwindai").id;
  const begun = await client.ask("PATCH", registry, { properties: { publicNetworkAccess: "Disabled" } });
  expect([begun.status, await statusNow()]).toEqual([202, 401]);
  clock.pass(3_600_000);
  expect(await statusNow()).toBe(403);
});
