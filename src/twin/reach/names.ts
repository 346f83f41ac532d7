import type { EstateDocument } from "../estate.ts";
import { askServer } from "./name-server.ts";
import { indexEstate } from "./estate-index.ts";
import type { NameAnswer } from "./name-answer.ts";
import { viewNetwork } from "./network-view.ts";
import { resolveInVnet } from "./vnet-names.ts";

export type { NameAnswer } from "./name-answer.ts";
export { doorNames } from "./door-names.ts";

/** What a client in that VNet gets for a name: by Azure DNS, or by the VNet's own servers in their order. */
export function resolveIn(estate: EstateDocument, vnetId: string, fqdn: string): NameAnswer {
  return resolveInVnet(viewNetwork(indexEstate(estate)), vnetId, fqdn);
}

/** What a DNS server answers; one that hands on to Azure DNS asks as the VNet whose address space holds the server. */
export function askNameServer(estate: EstateDocument, server: string, fqdn: string): NameAnswer {
  return askServer(viewNetwork(indexEstate(estate)), server, fqdn, undefined);
}
