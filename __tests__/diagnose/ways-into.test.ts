import { describe, expect, test } from "vitest";
import type { Vantage } from "../../src/ports.ts";
import type { Report } from "../../src/report/report.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { runOnTwin, type RunOptions } from "../runbook/run-on-twin.ts";
import { withoutActions } from "../support/caller-rights.ts";
import { estateNamed, find, withDocuments, without } from "../support/edit-estate.ts";
import {
  bastionIn,
  core,
  gatewayIn,
  peerIdOf,
  withoutIpConfigurations,
  withoutWaysIn,
  withPeer,
  withVirtualWan,
} from "../support/network-edits.ts";
import { twinVantage } from "../support/twin-vantage.ts";

const hardened = estateNamed("hardened");
const closed = withoutWaysIn(hardened);
const own = find(hardened, core).id;
const peer = peerIdOf(hardened);
const hiddenSubscription = "0f0f0f0f-0000-4000-8000-000000000001";

async function diagnose(estate: EstateDocument, options?: RunOptions): Promise<Report> {
  return (await runOnTwin(estate, options)).diagnose();
}

function waysOf({ diagnosis }: Report): readonly string[] {
  return (diagnosis?.waysIn ?? []).map(({ kind, name, how, reaches }) =>
    [kind, name, how, reaches ? "reaches" : "doesn't"].filter((text) => text !== "").join(" "),
  );
}

function linkState({ chain }: Report): string | undefined {
  return chain?.find(({ link }) => link === "way-in")?.state;
}

function withGateway(flags: Parameters<typeof withPeer>[1], changes?: Parameters<typeof gatewayIn>[1]): EstateDocument {
  const { document, configurationId } = gatewayIn(peer, changes);
  return withDocuments(withPeer(closed, flags, { GatewaySubnet: configurationId }), document);
}

const vpn = "VPN gateway vgw-vnet-northwind-core point-to-site (OpenVPN) reaches";
const bastion = "Bastion bas-vnet-northwind-core Standard reaches";
const transit = { usesRemoteGateways: true, allowsGatewayTransit: true };

describe("what leads in is told, and nothing is wrong", () => {
  test.each<[string, EstateDocument, readonly string[]]>([
    ["a gateway and a Bastion", hardened, [vpn, bastion]],
    ["the same where no subnet lists what stands in it", withoutIpConfigurations(hardened), [vpn, bastion]],
    ["a Bastion alone", without(hardened, /virtualNetworkGateways/), [bastion]],
    [
      "a Bastion of the Developer SKU, which has no subnet",
      withDocuments(closed, bastionIn(own, "Developer")),
      ["Bastion bas-test Developer reaches"],
    ],
    [
      "a Bastion in a peered network",
      withDocuments(withPeer(closed), bastionIn(peer, "Basic")),
      ["Bastion bas-test Basic reaches"],
    ],
    [
      "a peer's gateway that both sides let through",
      withGateway(transit),
      ["VPN gateway vgw-test for connected sites only: point-to-site isn't configured reaches"],
    ],
    [
      "a peer's ExpressRoute gateway that is being changed",
      withGateway(transit, { gatewayType: "ExpressRoute", provisioningState: "Updating" }),
      ["ExpressRoute gateway vgw-test reaches"],
    ],
    [
      "Virtual WAN, of which no more is known",
      withVirtualWan(closed),
      [
        "Virtual WAN HV_vhub-weu_22222222-0000-4000-8000-000000000001 not confirmed: its hub's gateways can't be seen reaches",
      ],
    ],
  ])("%s", async (_, estate, ways) => {
    const report = await diagnose(estate);
    expect(waysOf(report)).toEqual(ways);
    expect(linkState(report)).toBe("holding");
    expect(report.findings.filter(({ code }) => code === "SFH803")).toEqual([]);
  });
});

describe("what can't be read is unknown, neither there nor missing", () => {
  test.each<[string, EstateDocument, RegExp]>([
    [
      "the network itself",
      withoutActions(hardened, "Microsoft.Network/virtualNetworks/read"),
      /lacks Microsoft\.Network\/virtualNetworks\/read/,
    ],
    [
      "its only Bastion and gateway",
      withoutActions(hardened, "Microsoft.Network/bastionHosts/read", "Microsoft.Network/virtualNetworkGateways/read"),
      /lacks Microsoft\.Network\/virtualNetworkGateways\/read.*; .*lacks Microsoft\.Network\/bastionHosts\/read/,
    ],
    [
      "a peered network in a subscription that isn't shown",
      withPeer(closed, { usesRemoteGateways: true, leadsTo: peer.replace(/[0-9a-f-]{36}/, hiddenSubscription) }),
      new RegExp(`${hiddenSubscription}.* isn't shown to the caller`),
    ],
  ])("%s", async (_, estate, why) => {
    const report = await diagnose(estate);
    const [found] = report.findings.filter(({ code }) => code === "SFH803");
    expect(found?.state).toBe("unknown");
    expect(found?.detail).toMatch(why);
    expect(found?.fix).toMatch(/Reader/);
    expect(linkState(report)).toBe("not known");
  });

  test("one way that is known is enough", async () => {
    const report = await diagnose(withoutActions(hardened, "Microsoft.Network/virtualNetworkGateways/read"));
    expect(waysOf(report)).toEqual([bastion]);
    expect(linkState(report)).toBe("holding");
  });
});

describe("a machine outside that resolves a private endpoint's address", () => {
  const subnet = `${own}/subnets/snet-runners`;
  const laptop: RunOptions = { runner: { network: undefined, addresses: ["192.168.1.7"] } };

  async function look(knock: Vantage["knock"]): Promise<Report> {
    const run = await runOnTwin(closed, laptop);
    return run.diagnose({ vantage: { ...twinVantage(run.twin, { kind: "vnet", subnet }), knock } });
  }

  test("is itself proof of a way in", async () => {
    const report = await look(async () => ({ is: "opened" }));
    expect(report.diagnosis?.vantage.sees).toBe("private side");
    expect(linkState(report)).toBe("holding");
  });

  test("proves nothing where it can connect to none of them", async () => {
    expect(linkState(await look(async () => ({ is: "not connected", why: "timed out" })))).toBe("broken");
  });

  test("proves nothing where it is in the network", async () => {
    const run = await runOnTwin(closed, { runner: { network: own, addresses: ["10.20.2.7"] } });
    const report = await run.diagnose({ vantage: twinVantage(run.twin, { kind: "vnet", subnet }) });
    expect(linkState(report)).toBe("broken");
  });
});
