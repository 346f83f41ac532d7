/** The healthy private hub with DNS servers of its network's own, and facts about what they answer. */
import type { EstateDocument, EstateFacts } from "../../src/twin/estate.ts";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { estateNamed, withProperties } from "./edit-estate.ts";

export const network = "/virtualNetworks/vnet-northwind-core";
export const vault = "kv-northwind-ai.vault.azure.net";

type Resolvers = NonNullable<EstateFacts["resolvers"]>;

/** In the network's own range. */
export const dnsServer = "10.20.0.53";

/** A server that knows nothing itself and asks Azure's, from inside the network. */
export const forwarding: Resolvers[string] = { answers: {}, otherwise: "azure" };

export function answering(answers: Resolvers[string]["answers"]): Resolvers[string] {
  return { answers, otherwise: "azure" };
}

export function withServers(
  servers: readonly string[],
  resolvers: Resolvers = {},
  estate: EstateDocument = estateNamed("hardened"),
): EstateDocument {
  const changed = withProperties(estate, network, { dhcpOptions: { dnsServers: [...servers] } });
  return { ...changed, facts: { ...changed.facts, resolvers } };
}

/**
 * The healthy private hub with a notebook name that DNS can carry: Azure cuts a hub's name short there, so that no label is
 * longer than 63 characters; the estate doesn't.
 */
export function withShortNames(): EstateDocument {
  return parseEstate(JSON.stringify(estateNamed("hardened")).replaceAll("ml-hub-northwind-", "ml-hub-north-"));
}

export function seenFromInside(estate: EstateDocument): EstateDocument {
  const id = estate.resources.find((d) => d.id.endsWith(network))?.id ?? "";
  return { ...estate, facts: { ...estate.facts, vantage: { kind: "vnet", subnet: `${id}/subnets/snet-runners` } } };
}
