import { describe, expect, test } from "vitest";
import type { ArmDocument } from "../../src/twin/estate.ts";
import type { Change } from "../../src/twin/twin.ts";
import {
  assignment,
  CONTRIBUTOR,
  GROUP,
  HUB,
  HUB_PRINCIPAL,
  PROJECT,
  REGISTRY,
  resource,
  rule,
  STORAGE,
  VAULT,
} from "./small-estate.ts";
import { codeOf, fieldOf, headerOf, movableClock, rowsOf, startTwin } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";

const MINUTE = 60_000;

const rules: readonly ArmDocument[] = [
  rule("__SYS_PE_stone_blob_0a0b0c0d", STORAGE, "blob", "Required", "Inactive"),
  rule("__SYS_PE_kvone_vault_0a0b0c0e", VAULT, "vault", "Required", "Inactive"),
];

function provision(client: TwinClient): Promise<Reply> {
  return client.ask("POST", `${HUB}/provisionManagedNetwork`, { includeSpark: false });
}

async function statusOf(client: TwinClient, name: string): Promise<unknown> {
  return fieldOf(await client.get(`${HUB}/outboundRules/${name}`), "properties", "status");
}

async function networkOf(client: TwinClient): Promise<unknown> {
  return fieldOf(await client.get(HUB), "properties", "managedNetwork", "status", "status");
}

describe("provisioning the managed network", () => {
  test("answers 202 without body, both headers, and its result only at type=location", async () => {
    const client = await startTwin({ rules }, { pace: { kind: "polls", polls: 1 } });
    const reply = await provision(client);
    expect([reply.status, reply.body]).toEqual([202, undefined]);
    const asynchronous = reply.headers["azure-asyncoperation"] ?? "";
    const location = reply.headers.Location ?? "";
    expect(headerOf(reply, "retry-after")).toBeUndefined();
    expect(asynchronous.length).toBeGreaterThan(2_000);
    expect((await client.get(asynchronous)).body).toEqual({ status: "InProgress" });
    expect((await client.get(asynchronous)).body).toEqual({ status: "Succeeded", percentComplete: 100 });
    expect((await client.get(location)).body).toEqual({ status: "Active", sparkReady: false });
  });

  test("says on every answer how long to wait where it says so at all, and on the last one no more", async () => {
    const client = await startTwin({ rules }, { pace: { kind: "polls", polls: 1 }, behaviour: { retryAfter: 3 } });
    const reply = await provision(client);
    const polled = [reply, ...[await client.get(reply.headers["azure-asyncoperation"] ?? "")]];
    expect(polled.map((answered) => headerOf(answered, "retry-after"))).toEqual(["3", "3"]);
    const last = await client.get(reply.headers["azure-asyncoperation"] ?? "");
    expect([fieldOf(last, "status"), headerOf(last, "retry-after")]).toEqual(["Succeeded", undefined]);
  });

  test("makes the network and every rule Active, with Approved connections on the targets", async () => {
    const client = await startTwin({ rules });
    await provision(client);
    expect(await networkOf(client)).toBe("Active");
    expect(await statusOf(client, "__SYS_PE_kvone_vault_0a0b0c0e")).toBe("Active");
    const [connection] = rowsOf(await client.get(`${STORAGE}/privateEndpointConnections`));
    expect(connection).toMatchObject({
      properties: { privateLinkServiceConnectionState: { status: "Approved", actionRequired: "None" } },
    });
    expect(fieldOf(await client.get(VAULT), "properties", "privateEndpointConnections")).toHaveLength(1);
  });

  test("takes 30 minutes by the clock, 40 with a FQDN rule, and rules are Provisioning meanwhile", async () => {
    const clock = movableClock();
    const fqdn = resource(`${HUB}/outboundRules/pypi`, {
      properties: { type: "FQDN", destination: "pypi.org", status: "Inactive" },
    });
    const client = await startTwin({ rules: [...rules, fqdn] }, { clock, pace: { kind: "clock" } });
    await provision(client);
    expect(await statusOf(client, "pypi")).toBe("Provisioning");
    clock.pass(39 * MINUTE);
    expect(await networkOf(client)).toBe("Inactive");
    clock.pass(MINUTE);
    expect(await networkOf(client)).toBe("Active");
    expect(await statusOf(client, "pypi")).toBe("Active");
  });

  test("tells each change after it took effect", async () => {
    const changes: Change[] = [];
    const client = await startTwin({ rules }, { onChange: (change) => changes.push(change) });
    await provision(client);
    client.twin.advance();
    const platform = changes.filter((change) => change.cause === "platform").map((change) => change.what);
    expect(platform).toContain("managed network Active");
    expect(platform.filter((what) => what === "outbound rule Active")).toHaveLength(2);
    expect(platform.filter((what) => what === "private endpoint connection Approved")).toHaveLength(2);
  });

  test("asked again while it runs gets what the behaviour says", async () => {
    for (const status of [200, 202, 409] as const) {
      const client = await startTwin({ rules }, { behaviour: { secondProvision: status } });
      await provision(client);
      expect((await provision(client)).status).toBe(status);
    }
  });

  test("of an Active network answers 200 with its status, of a disabled one 400", async () => {
    const active = await startTwin({ network: "Active" });
    const done = await provision(active);
    expect([done.status, done.body]).toEqual([200, { status: "Active", sparkReady: false }]);
    const off = await startTwin({ isolationMode: "Disabled" });
    expect((await provision(off)).status).toBe(400);
    expect((await off.ask("POST", `${PROJECT}/provisionManagedNetwork`)).status).toBe(400);
  });

  test("leaves what the hub may not approve Pending, or Failed where the behaviour says so", async () => {
    const without = [assignment(2, GROUP, HUB_PRINCIPAL, CONTRIBUTOR).id];
    const pending = await startTwin({ rules, without });
    await provision(pending);
    expect(await statusOf(pending, "__SYS_PE_stone_blob_0a0b0c0d")).toBe("Active");
    const [connection] = rowsOf(await pending.get(`${STORAGE}/privateEndpointConnections`));
    expect(connection).toMatchObject({ properties: { privateLinkServiceConnectionState: { status: "Pending" } } });
    const failing = await startTwin({ rules, without }, { behaviour: { unapprovedRule: "failed" } });
    await provision(failing);
    expect(await statusOf(failing, "__SYS_PE_stone_blob_0a0b0c0d")).toBe("Failed");
  });

  test("fails the rule to a registry that is not Premium and does the others", async () => {
    const basic = resource(REGISTRY, { sku: { name: "Basic", tier: "Basic" }, properties: {} });
    const registryRule = rule("__SYS_PE_crone_registry_0a0b0c0f", REGISTRY, "registry", "Required", "Inactive");
    const client = await startTwin({ rules: [...rules, registryRule], more: [basic] });
    await provision(client);
    expect(await statusOf(client, "__SYS_PE_crone_registry_0a0b0c0f")).toBe("Failed");
    expect(await statusOf(client, "__SYS_PE_stone_blob_0a0b0c0d")).toBe("Active");
  });
});

describe("an operation's poll URL", () => {
  test("has to be kept verbatim", async () => {
    const client = await startTwin({ rules });
    const url = (await provision(client)).headers["azure-asyncoperation"] ?? "";
    expect((await client.get(url.replace(/&s=[^&]*/, "&s=cut"))).status).toBe(400);
  });

  test("can lack the api-version, and is refused without it", async () => {
    const faults = [{ on: { method: "POST" }, do: { kind: "pollUrlWithoutApiVersion" } }] as const;
    const client = await startTwin({ rules }, { faults });
    const url = (await provision(client)).headers["azure-asyncoperation"] ?? "";
    expect(codeOf(await client.get(url))).toBe("MissingApiVersionParameter");
    expect((await client.get(`${url}&api-version=2025-12-01`)).status).toBe(200);
  });
});

describe("a service that closes under AllowInternetOutbound", () => {
  const closing = { properties: { publicNetworkAccess: "Disabled" } };

  test("gets its Required rules, which become Active on an Active network", async () => {
    const client = await startTwin({ isolationMode: "AllowInternetOutbound", network: "Active" });
    await client.ask("PATCH", STORAGE, closing);
    const names = rowsOf(await client.get(`${HUB}/outboundRules`));
    expect(names).toHaveLength(2);
    expect(JSON.stringify(names)).toMatch(/__SYS_PE_stone_(blob|file)_[0-9a-f]{8}/);
    expect(rowsOf(await client.get(`${STORAGE}/privateEndpointConnections`))).toHaveLength(2);
  });

  test("gets none where a rule leads there already, nor where the behaviour says never", async () => {
    const own = rule("vault-rule", VAULT, "vault", "UserDefined", "Active");
    const there = await startTwin({ isolationMode: "AllowInternetOutbound", rules: [own] });
    await there.ask("PATCH", VAULT, closing);
    expect(rowsOf(await there.get(`${HUB}/outboundRules`))).toHaveLength(1);
    const never = await startTwin(
      { isolationMode: "AllowInternetOutbound" },
      { behaviour: { serviceMadeRules: "never" } },
    );
    await never.ask("PATCH", VAULT, closing);
    expect(rowsOf(await never.get(`${HUB}/outboundRules`))).toEqual([]);
  });
});
