import { findDocument } from "./estate-index.ts";
import type { NetworkView } from "./network-view.ts";
import { textsAt } from "./json.ts";
import type { NameAnswer } from "./name-answer.ts";
import { azureDnsAddress } from "./azure-dns.ts";
import { askServer } from "./name-server.ts";

/** A client asks the VNet's servers in order and takes the first answer; only silence makes it ask the next. */
export function resolveInVnet(view: NetworkView, vnetId: string, fqdn: string): NameAnswer {
  for (const server of serversOf(view, vnetId)) {
    const answer = askServer(view, server, fqdn, vnetId);
    if (answer.kind !== "timeout") return answer;
  }
  return { kind: "timeout" };
}

/** The addresses that a client of the VNet asks, in order: the VNet's own servers, or Azure DNS. */
export function serversOf(view: NetworkView, vnetId: string): readonly string[] {
  const configured = textsAt(findDocument(view, vnetId), "properties", "dhcpOptions", "dnsServers");
  return configured.length > 0 ? configured : [azureDnsAddress];
}
