import { isSameId, typeOf } from "../reach/arm-id.ts";
import { connectionsOf, isApproved } from "../reach/connections.ts";
import { answerPublic } from "../reach/name-answer.ts";
import type { NetworkView } from "../reach/network-view.ts";
import { findNamedDoors } from "../reach/public-names.ts";
import { isRoutable } from "../reach/private-endpoints.ts";
import type { PrivateEndpoint } from "../reach/private-endpoints.ts";
import { vnetOf } from "./standpoint.ts";
import type { Standpoint } from "./standpoint.ts";

/** A name that is served at an address: which service answers to it there, and which way the address is. */
export interface ServedName {
  /** In lower case; may begin with `*.`. */
  readonly name: string;
  /** The service's ARM id. */
  readonly resource: string;
  readonly subresource: string;
  readonly isPrivate: boolean;
}

/** By address, the names at which something answers on port 443 to somebody at the standpoint. */
export type DoorTable = ReadonlyMap<string, readonly ServedName[]>;

/**
 * Types without HTTPS at a public endpoint: SQL talks another protocol on another port, and an application gateway's
 * public frontend has no listener where it is used this way.
 */
const withoutPublicDoor: readonly string[] = ["microsoft.sql/servers", "microsoft.network/applicationgateways"];

/**
 * Where a TCP connection is accepted. Public endpoints accept it from everywhere: their firewall speaks later, in HTTP.
 * A private endpoint's address answers only where its connection is approved and a client can route to it; elsewhere
 * packets are lost.
 */
export function findDoors(view: NetworkView, standpoint: Standpoint): DoorTable {
  const vnetId = vnetOf(standpoint);
  const table = new Map<string, ServedName[]>();
  const all = [...publicDoors(view), ...(vnetId === undefined ? [] : privateDoors(view, vnetId))];
  for (const [address, served] of all) {
    const there = table.get(address) ?? [];
    // The first endpoint that holds a name is the one that answers, as in the reach table.
    if (!there.some(({ name }) => name === served.name)) table.set(address, [...there, served]);
  }
  return table;
}

type Row = readonly [address: string, served: ServedName];

function publicDoors(view: NetworkView): readonly Row[] {
  return findNamedDoors(view)
    .filter(({ resource }) => !withoutPublicDoor.includes(typeOf(resource)))
    .flatMap(({ resource, subresource, names }) =>
      names.flatMap((name) => {
        const answer = answerPublic(name);
        const addresses = answer.kind === "addresses" ? answer.addresses : [];
        return addresses.map((address) => [address, { resource, subresource, name, isPrivate: false }] as const);
      }),
    );
}

function privateDoors(view: NetworkView, vnetId: string): readonly Row[] {
  return view.endpoints
    .filter((endpoint) => isRoutable(view, vnetId, endpoint.vnetId))
    .flatMap((endpoint) => {
      const target = endpoint.targets.find(({ targetId }) => isApprovedBy(view, targetId, endpoint));
      if (target === undefined || typeOf(target.targetId) === "microsoft.sql/servers") return [];
      const served = { resource: target.targetId, subresource: target.subresources[0] ?? "", isPrivate: true };
      return endpoint.addresses.flatMap(({ address, fqdns }) =>
        fqdns.map((fqdn) => [address, { ...served, name: fqdn.toLowerCase() }] as const),
      );
    });
}

function isApprovedBy(view: NetworkView, targetId: string, endpoint: PrivateEndpoint): boolean {
  return connectionsOf(view, targetId).some(
    (connection) => isApproved(connection) && isSameId(connection.endpointId, endpoint.id),
  );
}

/** What is served under a host name at an address; a wildcard serves every name below it. */
export function servedAs(names: readonly ServedName[], host: string): ServedName | undefined {
  const wanted = host.toLowerCase();
  return (
    names.find(({ name }) => name === wanted) ??
    names.find(({ name }) => name.startsWith("*.") && wanted.endsWith(name.slice(1)))
  );
}
