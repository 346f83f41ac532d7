import { azureDnsAddress } from "../reach/azure-dns.ts";
import { isPrivateAddress } from "../reach/name-answer.ts";
import { chainAt, chainInPublic, chainInVnet } from "../reach/name-chain.ts";
import type { NameChain } from "../reach/name-chain.ts";
import { vnetsHolding } from "../reach/name-source.ts";
import type { NetworkView } from "../reach/network-view.ts";
import { isRoutable } from "../reach/private-endpoints.ts";
import { serversOf } from "../reach/vnet-names.ts";
import { vnetOf } from "./standpoint.ts";
import type { Standpoint } from "./standpoint.ts";

/** What a client at the standpoint asks by default. */
export const systemServer = "system";
/** A resolver out on the internet that knows of no private zone. */
export const publicServer = "public";

/**
 * The servers that somebody at the standpoint can ask: `system`, `public`, and addresses. Azure DNS answers inside of a
 * VNet only. A custom server with a private address answers where the VNet uses it or can route to it; one outside of
 * every VNet, on premises, is taken to be in reach of all of them (not confirmed by any document).
 */
export function listNameServers(view: NetworkView, standpoint: Standpoint): readonly string[] {
  const vnetId = vnetOf(standpoint);
  const custom = Object.keys(view.estate.facts.resolvers ?? {});
  const inVnet = vnetId === undefined ? [] : [azureDnsAddress, ...serversOf(view, vnetId)];
  return [...new Set([systemServer, ...inVnet, ...custom.filter((it) => isInReach(view, vnetId, it)), publicServer])];
}

/** What a client at the standpoint gets for a name from one of those servers, and by which CNAMEs. */
export function resolveAt(view: NetworkView, standpoint: Standpoint, server: string, fqdn: string): NameChain {
  const vnetId = vnetOf(standpoint);
  if (server === publicServer) return chainInPublic(view, fqdn);
  if (server !== systemServer) return chainAt(view, server, fqdn, vnetId);
  return vnetId === undefined ? chainInPublic(view, fqdn) : chainInVnet(view, vnetId, fqdn);
}

function isInReach(view: NetworkView, vnetId: string | undefined, server: string): boolean {
  if (server === azureDnsAddress) return vnetId !== undefined;
  if (!isPrivateAddress(view, server)) return true;
  if (vnetId === undefined) return false;
  const holding = vnetsHolding(view, server);
  return holding.length === 0 || holding.some((holder) => isRoutable(view, vnetId, holder));
}
