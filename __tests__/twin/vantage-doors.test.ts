import { Agent } from "node:https";
import { connect } from "node:net";
import { once } from "node:events";
import { connect as connectTls } from "node:tls";
import { describe, expect, it } from "vitest";
import type { EstateDocument, EstateFacts } from "../../src/twin/estate.ts";
import { TwinFileError } from "../../src/twin/input-file.ts";
import { parseJson, textAt } from "../../src/twin/wire/json-fields.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { ask, codeOfError, startForTest, startVantage } from "./vantage-client.ts";
import type { VantageClient } from "./vantage-client.ts";
import { inVnet, vaultEstate, vaultName, zoneSet } from "./vault-world.ts";

const northwind = {
  blob: "stnorthwindai.blob.core.windows.net",
  file: "stnorthwindai.file.core.windows.net",
  vault: "kv-northwind-ai.vault.azure.net",
  registry: "crnorthwindai.azurecr.io",
};

function close(estate: EstateDocument, ...idEnds: readonly string[]): EstateDocument {
  return idEnds.reduce((edited, idEnd) => withProperties(edited, idEnd, { publicNetworkAccess: "Disabled" }), estate);
}

describe("a public endpoint that is open", () => {
  it("asks who you are, each service in its own way", async () => {
    const { knock } = await startForTest(estateNamed("fresh-approved-only"));
    const vault = await knock(northwind.vault, "/secrets");
    expect(vault.status).toBe(401);
    expect(vault.headers["www-authenticate"]).toMatch(
      /^Bearer authorization="https:\/\/login\.microsoftonline\.com\/.*", resource="https:\/\/vault\.azure\.net"$/,
    );
    const registry = await knock(northwind.registry, "/v2/");
    expect(registry.status).toBe(401);
    expect(registry.headers["www-authenticate"]).toBe(
      `Bearer realm="https://${northwind.registry}/oauth2/token",service="${northwind.registry}"`,
    );
    expect([(await knock(northwind.blob)).status, (await knock(northwind.blob, "/box/a.txt")).status]).toEqual([
      400, 409,
    ]);
    expect((await knock(northwind.file)).headers["x-ms-error-code"]).toBe("NoAuthenticationInformation");
  });

  it("sends clients of Azure Government to their own place for a token", async () => {
    const { knock } = await startForTest(estateNamed("government"));
    const { headers } = await knock("kv-woodgrove-ai.vault.usgovcloudapi.net");
    expect(headers["www-authenticate"]).toMatch(
      /login\.microsoftonline\.us.*resource="https:\/\/vault\.usgovcloudapi\.net"/,
    );
  });
});

describe("a public endpoint that is closed", () => {
  it("accepts TCP and TLS and refuses in HTTP, each service in its own form", async () => {
    const estate = close(
      estateNamed("fresh-approved-only"),
      ...["/storageAccounts/stnorthwindai", "/vaults/kv-northwind-ai", "/registries/crnorthwindai"],
    );
    const { knock } = await startForTest(estate, { kind: "public", ip: "203.0.113.7" });
    const blob = await knock(northwind.blob);
    expect([blob.status, blob.headers["x-ms-error-code"]]).toEqual([403, "AuthorizationFailure"]);
    expect(blob.text).toContain("<Message>This request is not authorized to perform this operation.</Message>");
    const vault = await knock(northwind.vault);
    expect([vault.status, textAt(parseJson(vault.text), "error", "innererror", "code")]).toEqual([
      403,
      "ForbiddenByConnection",
    ]);
    expect(vault.text).toContain(
      "Public network access is disabled and request is not from a trusted service nor via an approved private link.",
    );
    const registry = await knock(northwind.registry, "/v2/");
    expect(registry.status).toBe(403);
    expect(parseJson(registry.text)).toMatchObject({
      errors: [
        {
          code: "DENIED",
          message: expect.stringContaining("client with IP '203.0.113.7' is not allowed access") as string,
        },
      ],
    });
  });

  it("of a hub, a search service and AI services refuses too", async () => {
    const closed = { publicNetworkAccess: "Disabled" };
    const base = estateNamed("fresh-approved-only");
    const services = base.resources.filter(({ type }) =>
      /^Microsoft\.(Search\/searchServices|CognitiveServices\/accounts|MachineLearningServices\/workspaces)$/.test(
        type ?? "",
      ),
    );
    const { vantage, ca } = await startForTest(
      services.reduce((estate, { id }) => withProperties(estate, id, closed), base),
    );
    const doors = vantage
      .doors()
      .filter(({ names }) => /search\.|openai\.|cognitive|azureml|notebooks/.test(names.join()));
    const knocks = await Promise.all(doors.map(({ at, names }) => ask(at, names[0] ?? "", ca)));
    expect(knocks.length).toBeGreaterThan(4);
    expect(new Set(knocks.map(({ status }) => status))).toEqual(new Set([403]));
    expect(knocks.map(({ text }) => text).join()).toContain(
      "Public access is disabled. Please configure private endpoint.",
    );
  });

  it("closes under a client's feet, and lets in whom its rules list", async () => {
    const client = await startForTest(estateNamed("fresh-approved-only"), { kind: "public", ip: "203.0.113.70" });
    expect((await client.knock(northwind.file)).status).toBe(401);
    const id = find(estateNamed("fresh-approved-only"), "/storageAccounts/stnorthwindai").id;
    const patch = (properties: Parameters<VantageClient["ask"]>[2]) => client.ask("PATCH", id, { properties });
    expect((await patch({ publicNetworkAccess: "Disabled" })).status).toBe(200);
    expect((await client.knock(northwind.file)).status).toBe(403);
    const networkAcls = { defaultAction: "Deny", ipRules: [{ value: "203.0.113.64/28", action: "Allow" }] };
    expect((await patch({ publicNetworkAccess: "Enabled", networkAcls })).status).toBe(200);
    expect((await client.knock(northwind.file)).status).toBe(401);
  });

  it("lets a subnet in whose service endpoint its rules list, and no other subnet", async () => {
    const estate = estateNamed("fresh-internet-outbound");
    const vnetId = find(estate, "/virtualNetworks/vnet-tailwind").id;
    const statusFrom = async (subnet: string): Promise<number | undefined> => {
      const { vantage, ca } = await startForTest(estate, { kind: "vnet", subnet: `${vnetId}/subnets/${subnet}` });
      const name = "kv-tailwind-ai.vault.azure.net";
      const door = vantage.doors().find(({ address, names }) => address.startsWith("20.") && names.includes(name));
      return (await ask(door?.at ?? "", name, ca)).status;
    };
    expect(await statusFrom("snet-apps")).toBe(401);
    expect(await statusFrom("snet-runners")).toBe(403);
  });
});

describe("a private endpoint", () => {
  const links = [{ zoneSet }];
  const address = "10.10.1.4";

  it("answers inside of its VNet, whatever the public endpoint does", async () => {
    const estate = vaultEstate({ endpoint: {}, links, access: "Disabled" });
    const { knock, vantage, ca } = await startForTest(estate, inVnet(estate, "vnet-home"));
    expect((await knock(vaultName)).status).toBe(401);
    const publicDoor = vantage.doors().find(({ address: at, names }) => at !== address && names.includes(vaultName));
    expect((await ask(publicDoor?.at ?? "", vaultName, ca)).status).toBe(403);
  });

  it("is no door from outside, from a VNet without a way, or before it is approved", async () => {
    const addressesFrom = async (estate: EstateDocument, standpoint: EstateFacts["vantage"]) =>
      (await startForTest(estate, standpoint)).vantage.doors().map((door) => door.address);
    const apart = vaultEstate({ endpoint: {}, links, clientVnet: { links } });
    const peered = vaultEstate({ endpoint: {}, links, clientVnet: { links, peers: ["vnet-home"] } });
    const pending = vaultEstate({ endpoint: { state: "Pending" }, links });
    expect(await addressesFrom(apart, { kind: "public" })).not.toContain(address);
    expect(await addressesFrom(apart, inVnet(apart, "vnet-away"))).not.toContain(address);
    expect(await addressesFrom(peered, inVnet(peered, "vnet-away"))).toContain(address);
    expect(await addressesFrom(pending, inVnet(pending, "vnet-home"))).not.toContain(address);
  });

  it("hangs up once its approval is gone, on open connections too, and a refresh takes the door away", async () => {
    const estate = vaultEstate({ endpoint: {}, links });
    const client = await startForTest(estate, inVnet(estate, "vnet-home"));
    const { at } = client.doorAt(address);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect((await ask(at, vaultName, client.ca, "/", agent)).status).toBe(401);
    const isConnection = (id: string): boolean => id.includes("/kv-two/privateEndpointConnections/");
    const connection = estate.resources.find(({ id }) => isConnection(id))?.id ?? "";
    const state = (status: string) => ({ properties: { privateLinkServiceConnectionState: { status } } });
    expect((await client.ask("PUT", connection, state("Rejected"))).status).toBe(200);
    expect(await ask(at, vaultName, client.ca, "/", agent).catch(codeOfError)).toBe("ECONNRESET");
    expect(await ask(at, vaultName, client.ca).catch(codeOfError)).toBe("ECONNRESET");
    await client.vantage.refresh();
    expect(await ask(at, vaultName, client.ca).catch(codeOfError)).toBe("ECONNREFUSED");
    expect((await client.ask("PUT", connection, state("Approved"))).status).toBe(200);
    await client.vantage.refresh();
    expect((await ask(client.doorAt(address).at, vaultName, client.ca)).status).toBe(401);
    agent.destroy();
  });
});

describe("the certificate of a door", () => {
  it("is good for exactly its names, whatever the client asks for", async () => {
    const { doorAt, addresses, ca } = await startForTest(estateNamed("fresh-approved-only"));
    const { at, names } = doorAt(await addresses(northwind.blob));
    expect(names).toEqual([northwind.blob]);
    expect(await ask(at, northwind.vault, ca).catch(codeOfError)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    const socket = connectTls({
      port: Number(at.split(":")[1]),
      host: "127.0.0.1",
      ca,
      checkServerIdentity: () => undefined,
    });
    await once(socket, "secureConnect");
    expect(socket.getPeerCertificate().subjectaltname).toBe(`DNS:${northwind.blob}`);
    socket.destroy();
  });

  it("is nobody's who does not trust the twin", async () => {
    const { doorAt, addresses } = await startForTest(estateNamed("fresh-approved-only"));
    const other = await startForTest(vaultEstate({}));
    const { at } = doorAt(await addresses(northwind.blob));
    expect(await ask(at, northwind.blob, other.ca).catch(codeOfError)).toMatch(/CERT|SIGNATURE/);
  });
});

describe("a vantage", () => {
  it("ends with everything in it: DNS, doors and what is connected to them", async () => {
    const client = await startVantage(vaultEstate({}));
    const places = [...client.vantage.dns, ...client.vantage.doors()].map(({ at }) => Number(at.split(":")[1]));
    const sockets = places.map((port) => connect(port, "127.0.0.1"));
    await Promise.all(sockets.map((socket) => once(socket, "connect")));
    await Promise.all([client.close(), ...sockets.map((socket) => once(socket.resume(), "close"))]);
    const again = await Promise.all(
      places.map((port) => once(connect(port, "127.0.0.1"), "connect").then(() => "open", codeOfError)),
    );
    expect(new Set(again)).toEqual(new Set(["ECONNREFUSED"]));
    await client.vantage.refresh();
    expect(client.vantage.doors()).toEqual([]);
  });

  it("stands nowhere in a VNet that the estate does not have", async () => {
    const subnet = "/subscriptions/x/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
    await expect(startVantage(vaultEstate({}), { kind: "vnet", subnet })).rejects.toThrow(TwinFileError);
  });
});
