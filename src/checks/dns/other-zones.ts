import { mayHaveUnreadEndpoint } from "../../paths/doors.ts";
import type { LinkedZone } from "../../paths/private-zones.ts";
import type { PrivateDnsZone } from "../../snapshot/network.ts";
import { valueOr } from "../../snapshot/read.ts";
import { isSameId, type ResourceId } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding } from "../finding.ts";
import { azLinkLine, azRecordLine, azUnlinkLine } from "../lines/az-dns.ts";
import type { EndpointName, EndpointZone } from "./endpoint-zone.ts";
import type { DnsFault } from "./fault.ts";
import { newLinkName } from "./link-name.ts";
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
        ...mendOf(snapshot, fault, entry.zone, linked),
      }),
    ];
  });
}

type Mend = Required<Pick<Finding, "fix" | "mendLines">>;

/** A zone with nothing in it serves nobody; one with records may serve others, so it stays linked and gets these too. */
function mendOf(snapshot: Snapshot, place: EndpointZone, kept: ResourceId, { zone, link }: LinkedZone): Mend {
  const { network } = place;
  const isEmpty = zone.records.is === "known" && valueOr(zone.records, new Map()).size === 0;
  if (!isEmpty) return addedRecords(snapshot, place, kept, zone);
  const linkLine = azLinkLine(kept, network.id, newLinkName(snapshot, kept, network.id));
  return {
    fix: `Link ${network.name} to ${describeZone(kept)} instead of the empty zone.`,
    // No Bicep: it would add the second link before the first is gone, which a network can't have.
    mendLines: [{ tool: "az", lines: [azUnlinkLine(zone.id, link.id), linkLine] }],
  };
}

/** The zone group stays as it is: networks linked to its zone rest on the records it keeps there. */
function addedRecords(snapshot: Snapshot, place: EndpointZone, kept: ResourceId, zone: PrivateDnsZone): Mend {
  const { network, endpoint } = place;
  const tidy = "The tidy end is one zone of that name that every network is linked to";
  const lines = place.names.flatMap((name) => recordLines(snapshot, place, name));
  if (lines.length === 0) {
    const fix = `${describeZone(zone.id)} holds an address that is or may be another endpoint's, which other networks may rest on: copy what else ${network.name} asks it for to ${describeZone(kept)}, then link ${network.name} there instead. ${tidy}.`;
    return { fix, mendLines: [] };
  }
  return {
    fix: `Add the records of ${endpoint.name} to ${describeZone(zone.id)}, which ${network.name} asks, and leave the zone group: other networks may rest on what it keeps in the other zone. ${tidy}.`,
    mendLines: [{ tool: "az", lines }],
  };
}

/**
 * First the right address, then what no endpoint holds away. None where the record holds, or may hold, another endpoint's
 * address: beside it clients of either would fail now and then.
 */
function recordLines(
  snapshot: Snapshot,
  { endpoint }: EndpointZone,
  { answer, held }: EndpointName,
): readonly string[] {
  if (answer.is !== "linked") return [];
  const { zone, record } = answer;
  const there = valueOr(answer.addresses, []);
  const strange = there.filter((address) => !held.includes(address));
  const service = snapshot.services.find(({ id }) => isSameId(id, endpoint.target));
  const isUnsure = service !== undefined && mayHaveUnreadEndpoint(snapshot, service);
  if (strange.some((address) => isUnsure || isHeld(snapshot, address))) return [];
  return [
    ...held
      .filter((address) => !there.includes(address))
      .map((address) => azRecordLine("add", zone.id, record, address)),
    ...strange.map((address) => azRecordLine("remove", zone.id, record, address)),
  ];
}

function isHeld({ privateEndpoints }: Snapshot, address: string): boolean {
  return privateEndpoints.some(({ addresses }) => addresses.some((held) => held.address === address));
}
