import { askLinkedZones, shadowOf } from "./azure-dns.ts";
import { answerPublic, answerWith } from "./name-answer.ts";
import type { NameAnswer } from "./name-answer.ts";
import { sourceOf } from "./name-source.ts";
import type { NetworkView } from "./network-view.ts";
import { publicNameOf } from "./private-names.ts";
import { isInPublicDns } from "./public-names.ts";
import { serversOf } from "./vnet-names.ts";

/**
 * An answer as a resolver shows it: the name that was asked, in lower case, then the names it is a CNAME to, one after
 * the other, and what the last of them is. It ends as NameAnswer does, except that a name of a service that is not
 * there does not exist.
 */
export interface NameChain {
  readonly names: readonly string[];
  readonly end: NameAnswer;
}

/** What a client in the VNet gets: its servers are asked in order, and only silence makes it ask the next. */
export function chainInVnet(view: NetworkView, vnetId: string, fqdn: string): NameChain {
  for (const server of serversOf(view, vnetId)) {
    const chain = chainAt(view, server, fqdn, vnetId);
    if (chain.end.kind !== "timeout") return chain;
  }
  return { names: [fqdn.toLowerCase()], end: { kind: "timeout" } };
}

/** What one server answers a client of the VNet, or of none. */
export function chainAt(view: NetworkView, server: string, fqdn: string, vnetId: string | undefined): NameChain {
  const name = fqdn.toLowerCase();
  const source = sourceOf(view, server, name, vnetId);
  switch (source.kind) {
    case "own":
      return { names: [name], end: answerWith(view, source.addresses) };
    case "azure":
      return source.vnetId === undefined ? chainInPublic(view, name) : chainAtAzureDns(view, source.vnetId, name);
    case "public":
      return chainInPublic(view, name);
    default:
      return { names: [name], end: { kind: source.kind } };
  }
}

/** What the public DNS answers: the CNAME into `privatelink.*` shows from everywhere, and ends at the public address. */
export function chainInPublic(view: NetworkView, fqdn: string): NameChain {
  const name = fqdn.toLowerCase();
  const behind = publicNameOf(name);
  if (behind !== undefined) {
    return { names: [name], end: shadowOf(view, behind) === name ? answerPublic(behind) : { kind: "nxdomain" } };
  }
  if (!isInPublicDns(view, name)) return { names: [name], end: { kind: "nxdomain" } };
  return { names: withShadow(name, shadowOf(view, name)), end: answerPublic(name) };
}

/** With NxDomainRedirect the chain still shows the CNAME. Source: Azure's page on fallback to the internet. */
function chainAtAzureDns(view: NetworkView, vnetId: string, name: string): NameChain {
  const direct = askLinkedZones(view, vnetId, name);
  if (direct !== undefined) return { names: [name], end: direct };
  const shadow = publicNameOf(name) === undefined ? shadowOf(view, name) : undefined;
  const end = shadow === undefined ? undefined : askLinkedZones(view, vnetId, shadow);
  return end === undefined ? chainInPublic(view, name) : { names: withShadow(name, shadow), end };
}

function withShadow(name: string, shadow: string | undefined): readonly string[] {
  return shadow === undefined ? [name] : [name, shadow];
}
