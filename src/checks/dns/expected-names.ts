import { rightAddresses } from "../../paths/near-endpoints.ts";
import { isServed } from "../../paths/served-names.ts";
import { azureDns, type VirtualNetwork } from "../../snapshot/network.ts";
import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import { isSameId } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";

/** A name of a customer private endpoint, and the address that clients in a network must get for it. */
export interface ExpectedName {
  readonly endpoint: PrivateEndpoint;
  /** The endpoint's own. */
  readonly network: VirtualNetwork;
  /** Lower case; never a wildcard. */
  readonly name: string;
  readonly address: string;
  /** Every address that leads there from the network: those of its own endpoints and of endpoints in peered networks. */
  readonly right: readonly string[];
}

export function expectedNames(snapshot: Snapshot): readonly ExpectedName[] {
  return snapshot.privateEndpoints.flatMap((endpoint) => {
    const network = snapshot.networks.find((n) => isSameId(n.id, endpoint.network));
    if (network === undefined) return [];
    return endpoint.addresses
      .map(({ name, address }) => ({ name: name.toLowerCase(), address }))
      .filter(({ name }) => isHostName(name) && isServed(snapshot, endpoint, name))
      .map((held) => ({ endpoint, network, ...held, right: rightAddresses(snapshot, network, endpoint, held.name) }));
  });
}

/** A custom DNS server, once, with every network of private endpoints that asks it. Never Azure's own. */
export interface CustomServer {
  readonly server: string;
  readonly networks: readonly VirtualNetwork[];
  readonly expected: readonly ExpectedName[];
}

export function customServers(snapshot: Snapshot): readonly CustomServer[] {
  const expected = expectedNames(snapshot);
  const servers = new Set(expected.flatMap(({ network }) => network.dnsServers.filter((one) => one !== azureDns)));
  return [...servers].map((server) => {
    const asking = expected.filter(({ network }) => network.dnsServers.includes(server));
    return { server, networks: [...new Set(asking.map(({ network }) => network))], expected: asking };
  });
}

/** The names of a server that it gave no answer for. */
export function unansweredOf({ nameAnswers }: Snapshot, { server, expected }: CustomServer): readonly string[] {
  const answered = nameAnswers.filter((a) => a.server === server && a.answer.is !== "silent").map(({ name }) => name);
  return [...new Set(expected.map(({ name }) => name))].filter((name) => !answered.includes(name));
}

/** No wildcard, and nothing that a shell would make something of: lines with these names are pasted. */
function isHostName(name: string): boolean {
  return /^[a-z0-9_.-]+$/.test(name);
}
