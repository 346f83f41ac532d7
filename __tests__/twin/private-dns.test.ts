import { describe, expect, test } from "vitest";
import { NETWORK_GROUP, VNET } from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, login, startTwin } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";
import { parseJson } from "../../src/twin/wire/json-fields.ts";

const ZONE = `${NETWORK_GROUP}/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net`;
const LINK = `${ZONE}/virtualNetworkLinks/link1`;
const RECORD = `${ZONE}/A/stone`;
const link = { location: "global", properties: { registrationEnabled: false, virtualNetwork: { id: VNET } } };
const record = (address: string): Parameters<TwinClient["ask"]>[2] => ({
  properties: { ttl: 10, aRecords: [{ ipv4Address: address }] },
});

/** A request with a condition in its headers. */
async function askIf(
  client: TwinClient,
  method: string,
  id: string,
  condition: Readonly<Record<string, string>>,
  body: Parameters<TwinClient["ask"]>[2],
): Promise<Reply> {
  const headers = { Authorization: `Bearer ${await login(client.twin)}`, ...condition };
  const given = await client.send(method, `${id}?api-version=2024-06-01`, headers, JSON.stringify(body));
  return { status: given.status, headers: given.headers, body: parseJson(given.body) };
}

async function withZone(): Promise<TwinClient> {
  const client = await startTwin();
  const reply = await client.ask("PUT", ZONE, { location: "global" });
  expect([reply.status, reply.body]).toEqual([202, {}]);
  expect((await client.get(headerOf(reply, "azure-asyncoperation") ?? "")).body).toEqual({ status: "Succeeded" });
  return client;
}

describe("private DNS", () => {
  test("polls with 202 while it works, and its headers come again", async () => {
    const client = await startTwin({}, { pace: { kind: "polls", polls: 1 } });
    const url = headerOf(await client.ask("PUT", ZONE, { location: "global" }), "azure-asyncoperation") ?? "";
    const first = await client.get(url);
    expect([first.status, first.body]).toEqual([202, { status: "InProgress" }]);
    expect(headerOf(first, "location")).toContain("/privateDnsOperationResults/");
    expect((await client.get(url)).body).toEqual({ status: "Succeeded" });
  });

  test("accepts a condition that does not hold, and fails it in the poll", async () => {
    const client = await withZone();
    await client.get(headerOf(await client.ask("PUT", LINK, link), "azure-asyncoperation") ?? "");
    const again = await askIf(client, "PUT", LINK, { "If-None-Match": "*" }, link);
    expect(again.status).toBe(202);
    const polled = await client.get(headerOf(again, "azure-asyncoperation") ?? "");
    expect([polled.status, fieldOf(polled, "status"), codeOf(polled)]).toEqual([200, "Failed", "PreconditionFailed"]);
  });

  test("counts what is in a zone, and keeps a zone that has links", async () => {
    const client = await withZone();
    await client.get(headerOf(await client.ask("PUT", LINK, link), "azure-asyncoperation") ?? "");
    await client.ask("PUT", RECORD, record("10.0.0.4"));
    const { numberOfRecordSets, numberOfVirtualNetworkLinks } = Object(
      fieldOf(await client.get(ZONE), "properties"),
    ) as {
      numberOfRecordSets: number;
      numberOfVirtualNetworkLinks: number;
    };
    expect([numberOfRecordSets, numberOfVirtualNetworkLinks]).toEqual([2, 1]);
    const refused = await client.ask("DELETE", ZONE);
    expect([refused.status, codeOf(refused)]).toEqual([409, "CannotDeleteResource"]);
  });

  test("takes a link only to a network that is there", async () => {
    const client = await withZone();
    const elsewhere = { location: "global", properties: { virtualNetwork: { id: `${VNET}x` } } };
    expect((await client.ask("PUT", LINK, elsewhere)).status).toBe(400);
    expect((await client.ask("PUT", `${ZONE}x/virtualNetworkLinks/l`, link)).status).toBe(404);
  });

  test("writes records at once, under their etag", async () => {
    const client = await withZone();
    const made = await client.ask("PUT", RECORD, record("10.0.0.4"));
    const etag = headerOf(made, "etag") ?? "";
    expect([made.status, fieldOf(made, "etag"), fieldOf(made, "properties", "fqdn")]).toEqual([
      ...[201, etag, "stone.privatelink.blob.core.windows.net."],
    ]);
    const changed = await askIf(client, "PUT", RECORD, { "If-Match": etag }, record("10.0.0.5"));
    expect(changed.status).toBe(200);
    const stale = await askIf(client, "PUT", RECORD, { "If-Match": etag }, record("10.0.0.6"));
    expect([stale.status, codeOf(stale)]).toEqual([412, "PreconditionFailed"]);
    expect(fieldOf(await client.get(RECORD), "properties", "aRecords")).toEqual([{ ipv4Address: "10.0.0.5" }]);
    expect((await askIf(client, "DELETE", RECORD, { "If-Match": etag }, {})).status).toBe(412);
    expect((await client.ask("DELETE", RECORD)).status).toBe(200);
    expect((await client.ask("DELETE", RECORD)).status).toBe(204);
  });
});
