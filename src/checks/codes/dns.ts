import { endpointDns, entry, troubleshoot, type CodeEntry } from "./entry.ts";

/** SFH6xx: names. */
export const dnsCodes = {
  SFH601: entry(
    "error",
    "A private endpoint has no DNS zone group",
    "Nothing writes or updates its records.",
    "Give it a zone group with a zone that is linked to its network, or delete it and create it again with private DNS integration.",
    troubleshoot,
  ),
  SFH602: entry(
    "error",
    "The private DNS zone is not linked to the private endpoint's network",
    "Clients there get the public address.",
    "Link the zone to the network, or delete the private endpoint and create it again with a zone that is linked.",
    troubleshoot,
  ),
  SFH603: entry(
    "error",
    "A DNS record is not the private endpoint's address",
    "Clients connect to the wrong machine, or to none.",
    "Correct the A record: the right address first, then take the wrong one away.",
    troubleshoot,
  ),
  SFH604: entry(
    "error",
    "A linked private DNS zone lacks the record",
    "Clients in the network get NXDOMAIN, where without the link they would get the public address. With NxDomainRedirect on the link they get the public address.",
    "Add the record (a zone group does), or unlink the zone.",
    endpointDns,
  ),
  SFH605: entry(
    "error",
    "A custom DNS server answers wrongly for a private endpoint",
    "Clients of that server don't reach the endpoint. A public address: it doesn't forward the name to Azure's DNS. NXDOMAIN: it asks a private zone that isn't linked to its own network, or forwards the privatelink zone. Another address: a stale record.",
    "Have it forward the public zone, never the privatelink one, to 168.63.129.16 from inside a virtual network with the private zone linked to that network; or correct the record.",
    troubleshoot,
  ),
  SFH606: entry(
    "warning",
    "A custom DNS server can't be asked from here",
    "What clients of that network resolve is unknown, so nothing that depends on it is closed.",
    "Run from a machine in that network, or run the nslookup lines there and give what they print to diagnose --answers FILE, or accept the loss by name.",
    troubleshoot,
  ),
  SFH607: entry(
    "error",
    "A private endpoint's DNS zone group lacks a zone it needs",
    "The names of that zone get no record, or keep an old one: a hub needs the notebooks zone besides its own, AI services need three.",
    "Add the zone to the zone group and then link it to the network, or delete the private endpoint and create it again with private DNS integration.",
    endpointDns,
  ),
  SFH608: entry(
    "error",
    "Two private DNS zones share a name, and the network asks the wrong one",
    "The private endpoint's records are in one of them; the network is linked to the other. A network can be linked to only one zone of a name.",
    "Add the records to the linked zone, or, where that is empty, link the network to the zone with the records instead.",
    endpointDns,
  ),
  SFH609: entry(
    "error",
    "A DNS record holds a second address that is not the private endpoint's",
    "A record set with an old address beside the right one makes clients fail every now and then.",
    "Take the other address out of the record set.",
    endpointDns,
  ),
  SFH610: entry(
    "error",
    "A linked private DNS zone hides a service that has no private endpoint in the network",
    "The service has a private endpoint elsewhere, so its public name is an alias into the zone; clients in this network get NXDOMAIN, where without the link they would reach it.",
    "Let the link fall back to the internet (resolution policy NxDomainRedirect), or create a private endpoint for the service in the network, or unlink the zone.",
    endpointDns,
  ),
  SFH611: entry(
    "error",
    "A custom DNS server doesn't answer",
    "Clients of the network ask the next server, late, or fail. Told where the server could be asked, or where somebody noted that it gave no answer; otherwise SFH606 says that it isn't known.",
    "Start the server, or let UDP and TCP 53 through to it; az network vnet update --dns-servers takes it out.",
    troubleshoot,
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
