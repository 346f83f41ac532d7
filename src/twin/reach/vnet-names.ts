import { findDocument } from "./estate-index.ts";
import type { NetworkView } from "./network-view.ts";
import { textsAt } from "./json.ts";
import type { NameAnswer } from "./name-answer.ts";
import { askServer, azureDnsAddress } from "./name-server.ts";

/** A client asks the VNet's servers in order and takes the first answer; only silence makes it ask the next. */
export function resolveInVnet(view: NetworkView, vnetId: string, fqdn: string): NameAnswer {
  const configured = textsAt(findDocument(view, vnetId), "properties", "dhcpOptions", "dnsServers");
  const servers = configured.length > 0 ? configured : [azureDnsAddress];
  for (const server of servers) {
    const answer = askServer(view, server, fqdn, vnetId);
    if (answer.kind !== "timeout") return answer;
  }
  return { kind: "timeout" };
}
