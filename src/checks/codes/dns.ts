import { endpointDns, entry, troubleshoot, type CodeEntry } from "./entry.ts";

/** SFH6xx: names. */
export const dnsCodes = {
  SFH601: entry(
    "error",
    "A private endpoint has no DNS zone group",
    "Nothing writes or updates its records.",
    "Recreate it with DNS integration, or: az network private-endpoint dns-zone-group create",
    troubleshoot,
  ),
  SFH602: entry(
    "error",
    "The private DNS zone is not linked to the private endpoint's network",
    "Clients there get the public address.",
    "az network private-dns link vnet create --zone-name <zone> --virtual-network <network> --registration-enabled false",
    troubleshoot,
  ),
  SFH603: entry(
    "error",
    "A DNS record is not the private endpoint's address",
    "Clients connect to the wrong machine, or to none.",
    "Correct the A record, or recreate the zone group so that Azure does.",
    troubleshoot,
  ),
  SFH604: entry(
    "error",
    "A linked private DNS zone lacks the record",
    "Clients in the network get NXDOMAIN, where without the link they would get the public address.",
    "Add the record (a zone group does), or unlink the zone.",
    endpointDns,
  ),
  SFH605: entry(
    "error",
    "A custom DNS server answers wrongly for a private endpoint",
    "Clients of that server don't reach the endpoint.",
    "Forward the public zone to 168.63.129.16 from inside the network, or correct the record.",
    troubleshoot,
  ),
  SFH606: entry(
    "warning",
    "A custom DNS server can't be asked from here",
    "What clients of that network resolve is unknown, so nothing that depends on it is closed.",
    "Run from a machine in that network, or accept the loss by name.",
    troubleshoot,
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
