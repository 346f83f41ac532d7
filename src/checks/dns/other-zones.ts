import type { LinkedZone } from "../../paths/private-zones.ts";
import { valueOr } from "../../snapshot/read.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding, type MendLines } from "../finding.ts";
import { azLinkLine, azUnlinkLine } from "../lines/az-dns.ts";
import { bicepLink, bicepZone } from "../lines/bicep-dns.ts";
import type { EndpointZone } from "./endpoint-zone.ts";
import type { DnsFault } from "./fault.ts";
import { integrationLines } from "./integration.ts";
import { describeAnswer, describePlace, describeZone } from "./words.ts";

/** SFH608: two zones of one name, the records kept in one and the network asking the other. */
export function checkOtherZones(snapshot: Snapshot, faults: readonly DnsFault[]): readonly Finding[] {
  return faults.flatMap((fault) => {
    if (fault.is !== "other zone" || fault.entry === undefined) return [];
    const { endpoint, network, entry, names, linked } = fault;
    const said = names.map((name) => `${name.name} ${describeAnswer(name.answer)}`).join(", ");
    return [
      finding("SFH608", {
        resourceId: endpoint.id,
        subject: fault.zone,
        detail: `The records of private endpoint ${endpoint.name} are kept in ${describeZone(entry.zone)}, and ${network.name} is linked to ${describeZone(linked.zone.id)}: there ${said}, and ${describePlace(fault, names)}.`,
        ...mendOf(snapshot, fault, linked),
      }),
    ];
  });
}

/** A zone with nothing in it serves nobody; one with records may serve others, so it stays linked and gets these too. */
function mendOf(
  snapshot: Snapshot,
  place: EndpointZone,
  { zone, link }: LinkedZone,
): { readonly fix: string; readonly mendLines: readonly MendLines[] } {
  const { network, entry } = place;
  const isEmpty = zone.records.is === "known" && valueOr(zone.records, new Map()).size === 0;
  if (!isEmpty || entry === undefined) {
    return {
      fix: `Let the zone group keep the records in ${describeZone(zone.id)}, which ${network.name} asks.`,
      mendLines: integrationLines(snapshot, place, [place.zone]),
    };
  }
  return {
    fix: `Link ${network.name} to ${describeZone(entry.zone)} instead of the empty zone.`,
    mendLines: [
      { tool: "az", lines: [azUnlinkLine(zone.id, link.id), azLinkLine(entry.zone, network.id)] },
      { tool: "Bicep", lines: [...bicepZone(entry.zone), ...bicepLink(entry.zone, network.id)] },
    ],
  };
}
