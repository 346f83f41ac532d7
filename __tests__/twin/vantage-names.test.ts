import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { decode, encode, streamEncode } from "dns-packet";
import type { DecodedPacket, Packet } from "dns-packet";
import { describe, expect, it } from "vitest";
import type { EstateFacts } from "../../src/twin/estate.ts";
import { textAt } from "../../src/twin/wire/json-fields.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { resource, smallEstate, STORAGE } from "./small-estate.ts";
import { codeOfError, startForTest } from "./vantage-client.ts";
import type { VantageClient } from "./vantage-client.ts";
import { inVnet, vaultEstate, vaultName, zoneSet } from "./vault-world.ts";
import type { VaultSetting } from "./vault-world.ts";

const shadowName = "kv-two.privatelink.vaultcore.azure.net";
const publicAddress = expect.stringMatching(/^20\.60\./) as string;

const startAtHome = (setting: VaultSetting): Promise<VantageClient> => {
  const estate = vaultEstate(setting);
  return startForTest(estate, inVnet(estate, "vnet-home"));
};

describe("the public DNS", () => {
  it("shows a CNAME into privatelink from the first connection on, and ends at the public address", async () => {
    const before = await startForTest(vaultEstate({}));
    const after = await startForTest(vaultEstate({ endpoint: {} }));
    expect(await before.resolver().resolveCname(vaultName).catch(codeOfError)).toBe("ENODATA");
    expect(await after.resolver().resolveCname(vaultName)).toEqual([shadowName]);
    expect(await after.addresses(vaultName)).toBe(await before.addresses(vaultName));
    expect(await after.addresses(shadowName)).toBe(await after.addresses(vaultName));
    expect(await before.addresses(shadowName)).toBe("ENOTFOUND");
  });

  it("has no names of services that are not there, and every other name", async () => {
    const { addresses } = await startForTest(vaultEstate({}));
    expect(await addresses("nobody.vault.azure.net")).toBe("ENOTFOUND");
    expect(await addresses("nobody.privatelink.blob.core.windows.net")).toBe("ENOTFOUND");
    expect(await addresses("eastus.api.azureml.ms")).toEqual(publicAddress);
    expect(await addresses("pypi.org")).toEqual(publicAddress);
  });

  it("has the names of a hub and none of its projects, which are reached by the hub's", async () => {
    const estate = estateNamed("fresh-approved-only");
    const { addresses } = await startForTest(estate);
    const nameOf = (kind: string): string => {
      const workspace = estate.resources.find((it) => it.kind === kind);
      return `${textAt(workspace, "properties", "workspaceId") ?? ""}.workspace.swedencentral.api.azureml.ms`;
    };
    expect(await addresses(nameOf("Hub"))).toEqual(publicAddress);
    expect(await addresses(nameOf("Project"))).toBe("ENOTFOUND");
  });

  it("is what the system asks from outside, where Azure DNS does not answer", async () => {
    const { vantage } = await startForTest(vaultEstate({ endpoint: {} }));
    expect(vantage.dns.map(({ server }) => server)).toEqual(["system", "public"]);
    expect(vantage.standpoint).toEqual({ kind: "public", ip: "203.0.113.41" });
  });

  it.each([
    ["government", "kv-woodgrove-ai.vault.usgovcloudapi.net", "privatelink.vaultcore.usgovcloudapi.net"],
    ["china", "sthumongousai.blob.core.chinacloudapi.cn", "privatelink.blob.core.chinacloudapi.cn"],
  ])("has the domains of the cloud: %s", async (estate, name, zone) => {
    const { resolver, addresses } = await startForTest(estateNamed(estate), { kind: "public" });
    expect(await addresses(name)).toEqual(publicAddress);
    const shadow = `${name.split(".")[0] ?? ""}.${zone}`;
    expect(await resolver().resolveCname(name).catch(codeOfError)).toEqual([shadow]);
  });

  it("knows a small estate's account by the endpoints in its document", async () => {
    const account = resource(STORAGE, {
      properties: { primaryEndpoints: { blob: "https://stone.blob.core.windows.net/" } },
    });
    const { addresses } = await startForTest(smallEstate({ more: [account] }));
    expect(await addresses("stone.blob.core.windows.net")).toEqual(publicAddress);
    expect(await addresses("stone.file.core.windows.net")).toBe("ENOTFOUND");
  });
});

describe("inside of a VNet", () => {
  it("the chain ends at the endpoint where the zone is linked, and the public DNS still says the public address", async () => {
    const { resolver, addresses } = await startAtHome({ endpoint: {}, links: [{ zoneSet }] });
    expect(await resolver().resolveCname(vaultName)).toEqual([shadowName]);
    expect(await addresses(vaultName)).toBe("10.10.1.4");
    expect(await addresses(vaultName, "168.63.129.16")).toBe("10.10.1.4");
    expect(await addresses(vaultName, "public")).toEqual(publicAddress);
  });

  it("a zone that is linked but empty gives NXDOMAIN from the first connection on", async () => {
    const links = [{ zoneSet, zones: ["privatelink.vaultcore.azure.net"] }];
    const before = await startAtHome({ links });
    const after = await startAtHome({ endpoint: { records: "missing" }, links });
    expect(await before.addresses(vaultName)).toEqual(publicAddress);
    expect(await after.addresses(vaultName)).toBe("ENOTFOUND");
    expect(await after.resolver().resolveCname(vaultName).catch(codeOfError)).toBe("ENOTFOUND");
  });

  it("NxDomainRedirect gives the public address instead, by the same CNAME", async () => {
    const links = [{ zoneSet, isRedirecting: true }];
    const { resolver, addresses } = await startAtHome({ endpoint: { records: "missing" }, links });
    expect(await addresses(vaultName)).toBe(await addresses(vaultName, "public"));
    expect(await resolver().resolveCname(vaultName)).toEqual([shadowName]);
  });

  it("a connection that is rejected while it is served takes the CNAME away", async () => {
    const client = await startAtHome({ endpoint: {}, links: [{ zoneSet }] });
    const connection = client.twin.documents().find(({ id }) => id.includes("/kv-two/privateEndpointConnections/"));
    const state = { privateLinkServiceConnectionState: { status: "Rejected" } };
    const reply = await client.ask("PUT", connection?.id ?? "", { properties: state });
    expect(reply.status).toBe(200);
    expect(await client.addresses(vaultName)).toEqual(publicAddress);
  });
});

describe("a VNet's own DNS servers", () => {
  const server = "10.10.0.53";
  const other = "10.10.0.54";
  const startAsking = (resolvers: EstateFacts["resolvers"], dnsServers = [server]): Promise<VantageClient> =>
    startAtHome({ endpoint: {}, links: [{ zoneSet }], dnsServers, ...(resolvers ? { resolvers } : {}) });

  it.each([
    ["right", { answers: { [vaultName]: ["10.10.1.4"] }, otherwise: "nxdomain" }, "10.10.1.4"],
    ["wrong", { answers: { [vaultName]: ["10.10.1.99"] }, otherwise: "public" }, "10.10.1.99"],
    ["forwarding", { answers: {}, otherwise: "azure" }, "10.10.1.4"],
    ["public", { answers: {}, otherwise: "public" }, publicAddress],
    ["NXDOMAIN", { answers: { [vaultName]: [] }, otherwise: "public" }, "ENOTFOUND"],
    ["silent", { answers: {}, otherwise: "timeout" }, "ETIMEOUT"],
  ] as const)("that is %s is so for whoever asks it, and by default", async (_kind, facts, expected) => {
    const { addresses } = await startAsking({ [server]: facts });
    expect(await addresses(vaultName, server)).toEqual(expected);
    expect(await addresses(vaultName)).toEqual(expected);
    expect(await addresses(vaultName, "168.63.129.16")).toBe("10.10.1.4");
  });

  it("are asked in order: only silence passes on", async () => {
    const facts = { answers: {}, otherwise: "azure" } as const;
    const { addresses, vantage } = await startAsking({ [other]: facts }, [server, other]);
    expect(vantage.dns.map((it) => it.server)).toEqual(["system", "168.63.129.16", server, other, "public"]);
    expect(await addresses(vaultName, server)).toBe("ETIMEOUT");
    expect(await addresses(vaultName)).toBe("10.10.1.4");
  });

  it("can't be asked from outside, nor from a VNet that has no way to them", async () => {
    const estate = vaultEstate({
      resolvers: {
        [server]: { answers: {}, otherwise: "azure" },
        "203.0.113.53": { answers: {}, otherwise: "public" },
      },
      clientVnet: {},
    });
    const serversFrom = async (standpoint: EstateFacts["vantage"]): Promise<readonly string[]> =>
      (await startForTest(estate, standpoint)).vantage.dns.map((it) => it.server);
    expect(await serversFrom({ kind: "public" })).toEqual(["system", "203.0.113.53", "public"]);
    expect(await serversFrom(inVnet(estate, "vnet-away"))).not.toContain(server);
    expect(await serversFrom(inVnet(estate, "vnet-home"))).toContain(server);
  });
});

describe("the DNS protocol", () => {
  const question = { type: "A", name: vaultName } as const;

  /** Sends messages over UDP; gives the first answer. */
  async function askUdp(at: string, ...messages: readonly Buffer[]): Promise<DecodedPacket> {
    const socket = createSocket("udp4");
    const answered = once(socket, "message");
    for (const message of messages) socket.send(message, Number(at.split(":")[1]), "127.0.0.1");
    const [answer] = (await answered) as [Buffer];
    socket.close();
    return decode(answer);
  }

  async function systemOf(): Promise<string> {
    const { vantage } = await startAtHome({ endpoint: {}, links: [{ zoneSet }] });
    return vantage.dns[0]?.at ?? "";
  }

  it("keeps the casing of the question, and takes EDNS", async () => {
    const additionals: Packet["additionals"] = [
      {
        type: "OPT",
        name: ".",
        udpPayloadSize: 4096,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: true,
        options: [],
      },
    ];
    const asked = { type: "A", name: "KV-Two.VAULT.azure.NET" } as const;
    const answer = await askUdp(
      await systemOf(),
      encode({ type: "query", id: 7, flags: 0x100, questions: [asked], additionals }),
    );
    expect(answer).toMatchObject({ id: 7, rcode: "NOERROR", flag_rd: true, flag_ra: true, questions: [asked] });
    expect(answer.answers).toMatchObject([
      { type: "CNAME", name: asked.name, data: shadowName, ttl: 10 },
      { type: "A", name: shadowName, data: "10.10.1.4", ttl: 10 },
    ]);
    expect(answer.additionals).toMatchObject([{ type: "OPT" }]);
  });

  it.each(["AAAA", "MX", "TXT"] as const)("has no data of type %s", async (type) => {
    const at = await systemOf();
    const answer = await askUdp(at, encode({ type: "query", id: 1, questions: [{ type, name: vaultName }] }));
    expect(answer).toMatchObject({ rcode: "NOERROR", answers: [{ type: "CNAME" }] });
    const missing = await askUdp(
      at,
      encode({ type: "query", id: 2, questions: [{ type, name: "no.vault.azure.net" }] }),
    );
    expect(missing).toMatchObject({ rcode: "NXDOMAIN", answers: [] });
  });

  it("says what it does not do, and nothing to garbage, to answers and to half a message", async () => {
    const at = await systemOf();
    const query = encode({ type: "query", id: 9, questions: [question] });
    const update = Buffer.from(query);
    update.writeUInt16BE(5 << 11, 2);
    expect(await askUdp(at, update)).toMatchObject({ id: 9, rcode: "NOTIMP", opcode: "UPDATE" });
    const chaos = encode({ type: "query", id: 8, questions: [{ ...question, class: "CH" }] });
    expect(await askUdp(at, chaos)).toMatchObject({ id: 8, rcode: "REFUSED" });
    expect(await askUdp(at, encode({ type: "query", id: 6 }))).toMatchObject({ id: 6, rcode: "FORMERR" });
    const noise = [Buffer.alloc(0), Buffer.from("garbage"), Buffer.alloc(600, 0xff), query.subarray(0, 20)];
    const response = encode({ type: "response", id: 3, questions: [question] });
    expect(await askUdp(at, ...noise, response, query)).toMatchObject({ id: 9, rcode: "NOERROR" });
  });

  it("takes several questions on one TCP connection, whole or in pieces", async () => {
    const at = await systemOf();
    const socket = connect(Number(at.split(":")[1]), "127.0.0.1");
    const [first, second] = [1, 2].map((id) => streamEncode({ type: "query", id, questions: [question] }));
    if (first === undefined || second === undefined) throw new Error("no messages");
    socket.write(Buffer.concat([first, second.subarray(0, 1)]));
    let received = Buffer.alloc(0);
    const ids: number[] = [];
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        ids.push(received.readUInt16BE(2));
        received = received.subarray(2 + received.readUInt16BE(0));
        if (ids.length === 1) socket.write(second.subarray(1));
        else socket.end();
      }
    }
    expect(ids).toEqual([1, 2]);
  });
});
