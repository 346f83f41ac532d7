import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import { isSameId } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding } from "../finding.ts";
import type { DnsFault } from "./fault.ts";
import { integrationLines } from "./integration.ts";
import { describeAnswer, describePlace } from "./words.ts";

/** SFH601: nothing keeps any of the endpoint's records, and a name doesn't lead to it. */
export function checkZoneGroup(snapshot: Snapshot, faults: readonly DnsFault[]): readonly Finding[] {
  return snapshot.privateEndpoints.flatMap((endpoint) => {
    const own = faultsOf(faults, endpoint);
    const [first] = own;
    if (first === undefined) return [];
    const zones = own.map(({ zone }) => zone);
    return [
      finding("SFH601", {
        resourceId: endpoint.id,
        detail: `Private endpoint ${endpoint.name} has no DNS zone group${firstAnswer(first)}.`,
        mendLines: integrationLines(snapshot, first, zones),
      }),
    ];
  });
}

function faultsOf(faults: readonly DnsFault[], endpoint: PrivateEndpoint): readonly DnsFault[] {
  return faults.filter((fault) => fault.is === "no zone group" && isSameId(fault.endpoint.id, endpoint.id));
}

function firstAnswer(fault: DnsFault): string {
  const [name] = fault.names;
  if (name === undefined) return "";
  return `; in ${fault.network.name}, ${name.name} ${describeAnswer(name.answer)}, and ${describePlace(fault, [name])}`;
}
