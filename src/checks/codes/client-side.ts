import { entry, troubleshoot, type CodeEntry } from "./entry.ts";

const localNetworkAccess = "Chromium: local network access";

/** SFH7xx: what lies between a person's machine and the private endpoints. */
export const clientSideCodes = {
  SFH701: entry(
    "error",
    "This machine resolves a private name to something else",
    "It is where the private endpoint can be reached, and is sent elsewhere: to the public endpoint, which is closed, or nowhere.",
    "Let this machine ask the network's DNS: what a VPN client gets from the gateway, no other resolver, no line in the hosts file.",
    troubleshoot,
  ),
  SFH702: entry(
    "error",
    "A private endpoint can't be connected to from here",
    "The name is right and nobody answers: a network security group, a route, a firewall, or a VPN that doesn't carry the network's range.",
    "Let TCP 443 through from here to the private endpoint's address.",
    troubleshoot,
  ),
  SFH703: entry(
    "error",
    "Somebody else answers in a service's name",
    "The certificate isn't the service's: a device that opens TLS stands between, or the address is another machine's.",
    "Leave these names out of TLS inspection, or trust the inspecting authority: NODE_EXTRA_CA_CERTS.",
    troubleshoot,
  ),
  SFH704: entry(
    "error",
    "A proxy is in the way of a private name",
    "Clients here send the name to the proxy, which can't reach the private endpoint, or resolves it publicly.",
    "Add the names to NO_PROXY, or let the proxy forward their DNS to Azure DNS (168.63.129.16) by way of the network.",
    troubleshoot,
  ),
  SFH705: entry(
    "warning",
    "The identity endpoint would be asked through a proxy",
    "Managed identities are had from 169.254.169.254, which no proxy can ask in the machine's name.",
    "Add 169.254.169.254 to NO_PROXY.",
    "Azure SDK: managed identity behind a proxy",
  ),
  SFH706: entry(
    "error",
    "The PAC sends a private name to a proxy",
    "The browser asks the proxy, which can't reach the private endpoint, or resolves it publicly.",
    "pac writes one that sends these names direct and chains to yours.",
    troubleshoot,
  ),
  SFH707: entry(
    "error",
    "The PAC can't be evaluated",
    "A browser goes direct, or nowhere, when FindProxyForURL fails.",
    "Mend the file at the place named.",
    troubleshoot,
  ),
  SFH708: entry(
    "warning",
    "A browser here asks a DNS server of its own",
    "DNS over HTTPS goes past the network's DNS, so the studio gets public addresses.",
    "Turn it off: Firefox network.trr.mode 5, Edge and Chrome policy DnsOverHttpsMode off.",
    troubleshoot,
  ),
  SFH709: entry(
    "warning",
    "A browser here keeps the studio from private addresses",
    "Chromium since 142 asks before a public page may talk to a private address; a policy or a user said no, so curl works and the studio doesn't.",
    "Allow it for the studio: policy LocalNetworkAllowedForUrls (before version 146: LocalNetworkAccessAllowedForUrls), or the page's site settings.",
    localNetworkAccess,
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
