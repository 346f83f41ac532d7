import { linkTo } from "../../paths/private-zones.ts";
import type { VirtualNetwork } from "../../snapshot/network.ts";
import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import { groupOf, isSameId, nameOf, type ResourceId } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { MendLines } from "../finding.ts";
import { azCreateZoneLine, azLeaveZoneLine, azLinkLine, azZoneGroupLine, entryNameOf } from "../lines/az-dns.ts";
import { bicepLink, bicepZone, bicepZoneGroup } from "../lines/bicep-dns.ts";
import type { EndpointZone, ZoneGroupEntry } from "./endpoint-zone.ts";
import { newLinkName } from "./link-name.ts";

/** The zone to keep an endpoint's records in, and what it still needs. */
interface WantedZone {
  readonly zone: ResourceId;
  readonly isNew: boolean;
  readonly isLinked: boolean;
}

type Place = Pick<EndpointZone, "endpoint" | "network">;

/**
 * DNS integration for these zones of an endpoint: each there, in the zone group, and only then linked to its network, so
 * that no client is sent to a zone before the record is in it. In Bicep a zone group is written whole: it holds `all` the
 * zones that the endpoint lacks, or what mends one would take another away.
 */
export function integrationLines(
  snapshot: Snapshot,
  place: Place,
  zoneNames: readonly string[],
  all: readonly string[] = zoneNames,
): readonly MendLines[] {
  const wanted = (names: readonly string[]): readonly WantedZone[] =>
    [...new Set(names)].map((name) => wantedZone(snapshot, place.endpoint, place.network, name));
  return [
    { tool: "az", lines: azLines(snapshot, place, wanted(zoneNames)) },
    { tool: "Bicep", lines: bicepLines(snapshot, place, wanted([...zoneNames, ...all])) },
  ];
}

function azLines(snapshot: Snapshot, { endpoint, network }: Place, wanted: readonly WantedZone[]): readonly string[] {
  const { name, replaced, isEmpty } = groupFor(endpoint, wanted);
  return [
    ...wanted.flatMap((one) => (one.isNew ? [azCreateZoneLine(one.zone)] : [])),
    ...replaced.map((entry) => azLeaveZoneLine(endpoint.id, name, entry.name)),
    ...wanted.map(({ zone }, i) => azZoneGroupLine(endpoint.id, name, zone, isEmpty && i === 0 ? "create" : "add")),
    ...wanted.flatMap(({ zone, isLinked }) =>
      isLinked ? [] : [azLinkLine(zone, network.id, newLinkName(snapshot, zone, network.id))],
    ),
  ];
}

function bicepLines(
  snapshot: Snapshot,
  { endpoint, network }: Place,
  wanted: readonly WantedZone[],
): readonly string[] {
  const { name, kept } = groupFor(endpoint, wanted);
  const added = wanted.map(({ zone }) => ({ name: entryNameOf(zone), zone }));
  return [
    ...wanted.flatMap(({ zone, isNew, isLinked }) =>
      isNew || !isLinked ? bicepZone(zone, isNew ? "new" : "existing") : [],
    ),
    ...bicepZoneGroup(endpoint.id, { name, entries: [...kept, ...added] }),
    ...wanted.flatMap(({ zone, isLinked }) => {
      const link = { name: newLinkName(snapshot, zone, network.id), after: endpoint.id };
      return isLinked ? [] : bicepLink(zone, network.id, link);
    }),
  ];
}

interface GroupChange {
  readonly name: string;
  readonly isEmpty: boolean;
  /** Entries of a wanted zone's name, which give way to it. */
  readonly replaced: readonly ZoneGroupEntry[];
  readonly kept: readonly ZoneGroupEntry[];
}

function groupFor({ zoneGroup }: PrivateEndpoint, wanted: readonly WantedZone[]): GroupChange {
  const { name = "", entries = [] } = zoneGroup ?? {};
  const isNamed = ({ zone }: ZoneGroupEntry): boolean =>
    wanted.some((one) => nameOf(one.zone).toLowerCase() === nameOf(zone).toLowerCase());
  return {
    name: name === "" ? "default" : name,
    isEmpty: entries.length === 0,
    replaced: entries.filter(isNamed),
    kept: entries.filter((entry) => !isNamed(entry)),
  };
}

/** The one the network asks already, else the one beside the endpoint's other zones, else the only one in sight, else a new one. */
function wantedZone(snapshot: Snapshot, endpoint: PrivateEndpoint, network: VirtualNetwork, name: string): WantedZone {
  const named = snapshot.zones.filter((zone) => zone.name === name);
  const linked = named.find((zone) => linkTo(zone, network) !== undefined);
  if (linked !== undefined) return { zone: linked.id, isNew: false, isLinked: true };
  const home = homeOfZones(snapshot, endpoint, network);
  const beside = named.find((zone) => isSameId(groupOf(zone.id), home)) ?? (named.length === 1 ? named[0] : undefined);
  if (beside !== undefined) return { zone: beside.id, isNew: false, isLinked: false };
  return { zone: `${home}/providers/Microsoft.Network/privateDnsZones/${name}`, isNew: true, isLinked: false };
}

/** The resource group that keeps the endpoint's other zones, else the network's, else the endpoint's own. */
function homeOfZones(snapshot: Snapshot, endpoint: PrivateEndpoint, network: VirtualNetwork): ResourceId {
  const own = (endpoint.zoneGroup?.entries ?? []).map(({ zone }) => zone);
  const linked = snapshot.zones.filter((zone) => linkTo(zone, network) !== undefined).map(({ id }) => id);
  return groupOf([...own, ...linked, endpoint.id][0] ?? endpoint.id);
}
