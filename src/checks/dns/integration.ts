import { linkTo } from "../../paths/private-zones.ts";
import type { VirtualNetwork } from "../../snapshot/network.ts";
import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import { groupOf, isSameId, nameOf, type ResourceId } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { MendLines } from "../finding.ts";
import { azCreateZoneLine, azLeaveZoneLine, azLinkLine, azZoneGroupLine, entryNameOf } from "../lines/az-dns.ts";
import { bicepLink, bicepZone, bicepZoneGroup } from "../lines/bicep-dns.ts";
import type { EndpointZone } from "./endpoint-zone.ts";

/** The zone to keep an endpoint's records in, and what it still needs. */
interface WantedZone {
  readonly zone: ResourceId;
  readonly isNew: boolean;
  readonly isLinked: boolean;
}

/** DNS integration for these zones of an endpoint: each there, linked to its network, and in the zone group. */
export function integrationLines(
  snapshot: Snapshot,
  { endpoint, network }: Pick<EndpointZone, "endpoint" | "network">,
  zoneNames: readonly string[],
): readonly MendLines[] {
  const wanted = zoneNames.map((name) => wantedZone(snapshot, endpoint, network, name));
  const { name = "default", entries = [] } = endpoint.zoneGroup ?? {};
  const group = name === "" ? "default" : name;
  const isNamed = (zone: ResourceId): boolean => wanted.some((one) => nameOf(one.zone) === nameOf(zone).toLowerCase());
  const replaced = entries.filter((entry) => isNamed(entry.zone));
  const kept = entries.filter((entry) => !replaced.includes(entry));
  const added = wanted.map(({ zone }) => ({ name: entryNameOf(zone), zone }));
  return [
    {
      tool: "az",
      lines: [
        ...wanted.flatMap((one) => [
          ...(one.isNew ? [azCreateZoneLine(one.zone)] : []),
          ...(one.isLinked ? [] : [azLinkLine(one.zone, network.id)]),
        ]),
        ...replaced.map((entry) => azLeaveZoneLine(endpoint.id, group, entry.name)),
        ...wanted.map(({ zone }, i) =>
          azZoneGroupLine(endpoint.id, group, zone, entries.length === 0 && i === 0 ? "create" : "add"),
        ),
      ],
    },
    {
      tool: "Bicep",
      lines: [
        ...wanted.flatMap(({ zone, isNew, isLinked }) => [
          ...(isNew || !isLinked ? bicepZone(zone, isNew ? "new" : "existing") : []),
          ...(isLinked ? [] : bicepLink(zone, network.id)),
        ]),
        ...bicepZoneGroup(endpoint.id, { name: group, entries: [...kept, ...added] }),
      ],
    },
  ];
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
