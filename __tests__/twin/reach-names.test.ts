import { describe, expect, it } from "vitest";
import type { NameServerFacts } from "../../src/twin/estate.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import { askNameServer, doorNames, resolveIn } from "../../src/twin/reach/names.ts";
import { computeReach } from "../../src/twin/reach/reach.ts";
import { idOf, vaultEstate, vaultName, zoneSet } from "./vault-world.ts";
import type { VaultSetting } from "./vault-world.ts";

/** The vault of an estate, asked for from a VNet. */
function worldOf(setting: VaultSetting) {
  const estate = vaultEstate(setting);
  const answerIn = (vnet: string): string => {
    const answer = resolveIn(estate, idOf(estate, vnet), vaultName);
    return answer.kind !== "addresses" ? answer.kind : answer.isPrivate ? answer.addresses.join() : "public";
  };
  const wayFrom = (vnet: string): string => {
    const found = computeReach(estate).find(
      ({ origin, door }) => origin.id === idOf(estate, vnet) && door.subresource === "vault",
    );
    return found?.isOpen === true ? found.via : "closed";
  };
  return { estate, answerIn, wayFrom };
}

describe("Azure DNS", () => {
  it("answers the public address while the vault has no connection, even to an empty linked zone", () => {
    const links = [{ zoneSet, zones: ["privatelink.vaultcore.azure.net"] }];
    expect(worldOf({ links }).answerIn("vnet-home")).toBe("public");
    expect(worldOf({ links }).wayFrom("vnet-home")).toBe("public");
  });

  it("answers the endpoint's address where the zone is linked, and the public one where it is not", () => {
    expect(worldOf({ endpoint: {}, links: [{ zoneSet }] }).answerIn("vnet-home")).toBe("10.10.1.4");
    expect(worldOf({ endpoint: {} }).answerIn("vnet-home")).toBe("public");
  });

  it.each(["Approved", "Pending"] as const)("finds no record in a linked zone once a connection is %s", (state) => {
    const world = worldOf({ endpoint: { state, records: "missing" }, links: [{ zoneSet }] });
    expect(world.answerIn("vnet-home")).toBe("nxdomain");
    expect(world.wayFrom("vnet-home")).toBe("closed");
  });

  it("falls back to the public address where the link says so", () => {
    const links = [{ zoneSet, isRedirecting: true }];
    expect(worldOf({ endpoint: { records: "missing" }, links }).answerIn("vnet-home")).toBe("public");
  });

  it("keeps the public name of a vault whose only connection was rejected", () => {
    const world = worldOf({ endpoint: { state: "Rejected", records: "missing" }, links: [{ zoneSet }] });
    expect(world.answerIn("vnet-home")).toBe("public");
  });

  it("is what 168.63.129.16 among the servers means", () => {
    const world = worldOf({ endpoint: {}, links: [{ zoneSet }], dnsServers: ["168.63.129.16"] });
    expect(world.answerIn("vnet-home")).toBe("10.10.1.4");
  });
});

describe("a private address", () => {
  it("leads in when the connection is approved, in the same VNet, also after public access is gone", () => {
    const world = worldOf({ endpoint: {}, links: [{ zoneSet }], access: "Disabled" });
    expect(world.wayFrom("vnet-home")).toBe("private endpoint pe-kv-two");
  });

  it("leads nowhere while the connection is Pending, or when the record is wrong", () => {
    expect(worldOf({ endpoint: { state: "Pending" }, links: [{ zoneSet }] }).wayFrom("vnet-home")).toBe("closed");
    expect(worldOf({ endpoint: { records: "wrong" }, links: [{ zoneSet }] }).wayFrom("vnet-home")).toBe("closed");
  });

  it("leads in from a peered VNet, and not from one that is not", () => {
    const links = [{ zoneSet }];
    const peered = worldOf({ endpoint: {}, links, clientVnet: { links, peers: ["vnet-home"] } });
    expect(peered.wayFrom("vnet-away")).toBe("private endpoint pe-kv-two");
    expect(worldOf({ endpoint: {}, links, clientVnet: { links } }).wayFrom("vnet-away")).toBe("closed");
  });
});

describe("a VNet's own DNS server", () => {
  const server = "10.10.0.53";
  const ask = (facts: NameServerFacts | undefined, servers = [server]) =>
    worldOf({
      endpoint: {},
      links: [{ zoneSet }],
      dnsServers: servers,
      resolvers: facts === undefined ? {} : { [server]: facts },
    });

  it("decides by its own answers, wildcards below exact names", () => {
    const answers = { "*.vault.azure.net": ["10.10.1.9"], [vaultName.toUpperCase()]: ["10.10.1.4"] };
    expect(ask({ answers, otherwise: "nxdomain" }).wayFrom("vnet-home")).toBe("private endpoint pe-kv-two");
    const wildcard = { "*.vault.azure.net": ["10.10.1.9"] };
    expect(ask({ answers: wildcard, otherwise: "public" }).answerIn("vnet-home")).toBe("10.10.1.9");
  });

  it.each([
    ["public", "public"],
    ["nxdomain", "nxdomain"],
    ["timeout", "timeout"],
    ["azure", "10.10.1.4"],
  ] as const)("that otherwise answers %s gives %s", (otherwise, expected) => {
    expect(ask({ answers: {}, otherwise }).answerIn("vnet-home")).toBe(expected);
  });

  it("takes an empty answer for NXDOMAIN", () => {
    expect(ask({ answers: { [vaultName]: [] }, otherwise: "public" }).answerIn("vnet-home")).toBe("nxdomain");
  });

  it("that nothing is known about does not answer, and the next one is asked", () => {
    expect(ask(undefined).answerIn("vnet-home")).toBe("timeout");
    expect(ask(undefined).wayFrom("vnet-home")).toBe("closed");
    const facts = { answers: {}, otherwise: "azure" } as const;
    expect(ask(facts, ["10.10.0.99", server]).answerIn("vnet-home")).toBe("10.10.1.4");
  });

  it("hands on to Azure DNS as the VNet it stands in", () => {
    const { estate } = ask({ answers: {}, otherwise: "azure" });
    expect(askNameServer(estate, server, vaultName)).toEqual({
      kind: "addresses",
      addresses: ["10.10.1.4"],
      isPrivate: true,
    });
    expect(askNameServer(estate, "10.10.0.99", vaultName)).toEqual({ kind: "timeout" });
  });
});

describe("the names of a door", () => {
  const namesIn = (estateName: string, subresource: string): readonly string[] => {
    const estate = estates[estateName]?.();
    const door = estate && computeReach(estate).find((reach) => reach.door.subresource === subresource)?.door;
    return estate === undefined || door === undefined ? [] : doorNames(estate, door);
  };

  it("are one for a vault and storage, two for a Premium registry, three for a hub and for AI services", () => {
    expect(namesIn("fresh-approved-only", "vault")).toEqual(["kv-northwind-ai.vault.azure.net"]);
    expect(namesIn("fresh-approved-only", "blob")).toEqual(["stnorthwindai.blob.core.windows.net"]);
    expect(namesIn("fresh-approved-only", "registry")).toEqual([
      "crnorthwindai.azurecr.io",
      "crnorthwindai.swedencentral.data.azurecr.io",
    ]);
    expect(namesIn("fresh-approved-only", "amlworkspace")).toHaveLength(3);
    expect(namesIn("fresh-approved-only", "account")).toHaveLength(3);
  });

  it("are one for a Basic registry, and those of the rule for an application gateway", () => {
    expect(namesIn("fresh-internet-outbound", "registry")).toEqual(["crtailwindai.azurecr.io"]);
    expect(namesIn("application-gateway", "appGwPrivateFrontendIpIPv4")).toEqual(["orders.corp.proseware.example"]);
  });

  it("have the domains of their cloud", () => {
    expect(namesIn("government", "vault")).toEqual(["kv-woodgrove-ai.vault.usgovcloudapi.net"]);
    expect(namesIn("china", "blob")).toEqual(["sthumongousai.blob.core.chinacloudapi.cn"]);
  });
});
