import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import { isSameId, nameOf } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding } from "../finding.ts";
import type { DnsFault } from "./fault.ts";
import { integrationLines } from "./integration.ts";
import { describeAnswer, describePlace } from "./words.ts";

/** SFH607: the zone group keeps other names of the endpoint, and not these; or the zone it kept them in is gone. */
export function checkMissingZones(snapshot: Snapshot, faults: readonly DnsFault[]): readonly Finding[] {
  return faults.flatMap((fault) => {
    if (fault.is !== "not in the zone group" && fault.is !== "zone gone") return [];
    const { endpoint, network, zone, entry, names } = fault;
    const said = names.map((name) => `${name.name} ${describeAnswer(name.answer)}`).join(", ");
    const what =
      entry === undefined
        ? `The DNS zone group of private endpoint ${endpoint.name} lacks ${zone}`
        : `The DNS zone group of private endpoint ${endpoint.name} keeps its records in ${nameOf(entry.zone)}, which is gone`;
    return [
      finding("SFH607", {
        resourceId: endpoint.id,
        subject: zone,
        detail: `${what}; in ${network.name}, ${said}, and ${describePlace(fault, names)}.`,
        mendLines: integrationLines(snapshot, fault, [zone], missingZonesOf(faults, endpoint)),
      }),
    ];
  });
}

/** Every zone that the endpoint's zone group lacks, by these faults. */
export function missingZonesOf(faults: readonly DnsFault[], endpoint: PrivateEndpoint): readonly string[] {
  return faults
    .filter((fault) => fault.is === "not in the zone group" || fault.is === "zone gone")
    .filter((fault) => isSameId(fault.endpoint.id, endpoint.id))
    .map(({ zone }) => zone);
}
