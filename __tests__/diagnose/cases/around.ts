import type { ArmDocument, EstateDocument } from "../../../src/twin/estate.ts";
import { findBrowsers } from "../../../src/vantage/browsers.ts";
import { home, layOut } from "../../support/browser-files.ts";
import { estateNamed, find, withDocuments, without, withProperties } from "../../support/edit-estate.ts";
import { bastionIn, core, gatewayIn, peerIdOf, withoutWaysIn, withPeer } from "../../support/network-edits.ts";
import { nothingGiven } from "../../support/twin-vantage.ts";
import type { BrokenCase, Parts } from "./broken-case.ts";

const closed = withoutWaysIn(estateNamed("hardened"));

function withPeerGateway(flags: Parameters<typeof withPeer>[1]): EstateDocument {
  const { document, configurationId } = gatewayIn(peerIdOf(closed));
  return withDocuments(withPeer(closed, flags, { GatewaySubnet: configurationId }), document);
}

function named(document: ArmDocument, name: string): ArmDocument {
  return { ...document, name, id: document.id.replace(/[^/]+$/, name) };
}

const waysIn: readonly BrokenCase[] = [
  {
    code: "SFH803",
    what: "nothing leads into the private endpoints' network",
    estate: closed,
    shows: /^Nothing leads into vnet-northwind-core, where the hub's own pe-.*: no VPN gateway/,
    mends:
      /az network bastion create --name bas-vnet-northwind-core .* --vnet-name vnet-northwind-core --sku Developer/,
  },
  {
    code: "SFH803",
    what: "the network doesn't use its peer's gateway, and the peer doesn't lend it",
    estate: withPeerGateway({}),
    shows:
      /VPN gateway vgw-test in vnet-shared doesn't: .*allowGatewayTransit isn't set on to-core, useRemoteGateways isn't set on to-shared/,
    mends:
      /--name to-core --vnet-name vnet-shared .* --set allowGatewayTransit=true\n.*--name to-shared --vnet-name vnet-northwind-core .* --set useRemoteGateways=true$/,
  },
  {
    code: "SFH803",
    what: "the network would use its peer's gateway, and the peer doesn't lend it",
    estate: withPeerGateway({ usesRemoteGateways: true }),
    shows: /the peering doesn't carry it: allowGatewayTransit isn't set on to-core$/,
    mends: /^Let vnet-northwind-core use the VPN gateway vgw-test of vnet-shared: .*\n[^\n]*allowGatewayTransit=true$/,
  },
  {
    code: "SFH803",
    what: "the only Bastion is a peer's, of the Developer SKU",
    estate: withDocuments(withPeer(closed), bastionIn(peerIdOf(closed), "Developer")),
    shows: /the Bastion bas-test in vnet-shared doesn't: a Bastion of the Developer SKU reaches machines in its own/,
    mends: /Microsoft\.Network\/bastionHosts@/,
  },
  {
    code: "SFH803",
    what: "the network's gateway has failed",
    estate: withProperties(
      without(estateNamed("hardened"), /\/bastionHosts\//),
      "virtualNetworkGateways/vgw-vnet-northwind-core",
      { provisioningState: "Failed" },
    ),
    shows: /vgw-vnet-northwind-core in vnet-northwind-core doesn't: its provisioning state is Failed/,
    mends:
      /^Mend the VPN gateway vgw-vnet-northwind-core of vnet-northwind-core, .* delete it and create it again\.\s*$/,
  },
  {
    code: "SFH803",
    what: "a peer's Bastion has the name that would be proposed",
    estate: withDocuments(withPeer(closed), named(bastionIn(peerIdOf(closed), "Developer"), "bas-vnet-northwind-core")),
    shows: /^Nothing leads into vnet-northwind-core, where [^:]*: the Bastion bas-vnet-northwind-core in vnet-shared/,
    mends: /az network bastion create --name bas-vnet-northwind-core-2 /,
  },
];

const opinions: readonly BrokenCase[] = [
  {
    code: "SFH511",
    what: "the service misses Application Insights, which nothing else here looks at",
    estate: withProperties(estateNamed("hardened"), "workspaces/hub-northwind", {
      applicationInsights: `${find(estateNamed("hardened"), core).id.split("/providers/")[0] ?? ""}/providers/Microsoft.Insights/components/appi-gone`,
    }),
    shows: /^Of hub-northwind the service says DependencyResourceNotExist \(applicationInsights\): .*appi-gone/,
    mends: /Follow what it says/,
  },
  {
    code: "SFH512",
    what: "the service warns of a network security rule, of the hub and of each project alike",
    estate: withFact({
      ...{ list: "networkSecurityRuleResults", code: "InboundRuleMissing", level: "warning" },
      message: `The rule for AzureMachineLearning\n is missing. ${"It should be there. ".repeat(40)}`,
    }),
    shows:
      /^Of hub-northwind the service says InboundRuleMissing \(networkSecurityRule\): The rule for \S+ is missing\. .*…$/,
    mends: /Follow what it says/,
  },
];

function withFact(fact: NonNullable<EstateDocument["facts"]["diagnosis"]>[number]): EstateDocument {
  const estate = estateNamed("hardened");
  return { ...estate, facts: { ...estate.facts, diagnosis: [fact] } };
}

function browsersOf(files: Readonly<Record<string, unknown>>): () => Promise<Parts> {
  return async () => ({ given: { ...nothingGiven, browsers: await findBrowsers(await layOut(files)) } });
}

const chrome = `${home}/.config/google-chrome`;

const browsers: readonly BrokenCase[] = [
  {
    code: "SFH708",
    what: "Firefox asks a DNS server of its own",
    estate: estateNamed("hardened"),
    parts: browsersOf({ [`${home}/.mozilla/firefox/a.default/prefs.js`]: 'user_pref("network.trr.mode", 3);' }),
    shows:
      /^Firefox asks a DNS server of its own for \S+ and \d+ more private names: network\.trr\.mode in .*prefs\.js, set by a user$/,
    mends: /network\.trr\.mode 5/,
  },
  {
    code: "SFH708",
    what: "a policy gives Edge a DNS server of its own",
    estate: estateNamed("hardened"),
    parts: browsersOf({
      "etc/opt/edge/policies/managed/dns.json": {
        DnsOverHttpsMode: "secure",
        DnsOverHttpsTemplates: "https://dns.example/dns-query",
      },
    }),
    shows: /^Microsoft Edge asks .*: DnsOverHttpsMode in .*etc\/opt\/edge\/policies\/managed, set by a policy$/,
    mends: /^Set the policy DnsOverHttpsMode to "off"\.$/,
  },
  {
    code: "SFH709",
    what: "a user said no when the studio asked for the local network",
    estate: estateNamed("hardened"),
    parts: browsersOf({
      [`${chrome}/Local State`]: {},
      [`${chrome}/Profile 1/Preferences`]: {
        profile: {
          content_settings: { exceptions: { local_network_access: { "https://ai.azure.com:443,*": { setting: 2 } } } },
        },
      },
    }),
    shows:
      /^Google Chrome keeps https:\/\/ai\.azure\.com from private addresses: local_network_access in .*Preferences, set by a user$/,
    mends: /Allow the local network in the site settings of https:\/\/ai\.azure\.com/,
  },
  {
    code: "SFH709",
    what: "a policy keeps every page from the local network",
    estate: estateNamed("hardened"),
    parts: browsersOf({ "etc/chromium/policies/managed/lna.json": { LocalNetworkAccessBlockedForUrls: ["*"] } }),
    shows:
      /^Chromium keeps https:\/\/ai\.azure\.com and https:\/\/ml\.azure\.com from private addresses: LocalNetworkAccess/,
    mends: /out of the policy LocalNetworkAccessBlockedForUrls, and name it in LocalNetworkAllowedForUrls/,
  },
];

/** What stands around the hub and its network. */
export const aroundCases: readonly BrokenCase[] = [...waysIn, ...opinions, ...browsers];
