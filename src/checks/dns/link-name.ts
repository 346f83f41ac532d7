import { isSameId, nameOf, type ResourceId } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { linkNameOf } from "../lines/az-dns.ts";

/** A name for a new link of the zone to the network that no link of the zone has, as far as they could be read. */
export function newLinkName({ zones }: Snapshot, zone: ResourceId, network: ResourceId): string {
  const links = zones.find(({ id }) => isSameId(id, zone))?.links;
  return linkNameOf(network, links?.is === "known" ? links.value.map(({ id }) => nameOf(id)) : []);
}
