import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import { isSameId } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding } from "../finding.ts";
import { azureDnsNetwork } from "./endpoint-zone.ts";
import type { DnsFault } from "./fault.ts";
import { integrationLines } from "./integration.ts";
import { describeAnswer, describePlace } from "./words.ts";

/** SFH601: nothing keeps any of the endpoint's records. */
export function checkZoneGroup(snapshot: Snapshot, faults: readonly DnsFault[]): readonly Finding[] {
  return snapshot.privateEndpoints.flatMap((endpoint) => {
    const network = azureDnsNetwork(snapshot, endpoint);
    const isThere = endpoint.zoneGroup !== undefined && endpoint.zoneGroup.entries.length > 0;
    if (network === undefined || isThere) return [];
    const zones = faultsOf(faults, endpoint).map(({ zone }) => zone);
    return [
      finding("SFH601", {
        resourceId: endpoint.id,
        detail: `Private endpoint ${endpoint.name} has no DNS zone group${firstAnswer(faultsOf(faults, endpoint))}.`,
        mendLines: zones.length === 0 ? [] : integrationLines(snapshot, { endpoint, network }, zones),
      }),
    ];
  });
}

function faultsOf(faults: readonly DnsFault[], endpoint: PrivateEndpoint): readonly DnsFault[] {
  return faults.filter((fault) => fault.is === "no zone group" && isSameId(fault.endpoint.id, endpoint.id));
}

function firstAnswer([first]: readonly DnsFault[]): string {
  const [name] = first?.names ?? [];
  if (first === undefined || name === undefined) return "";
  return `; in ${first.network.name}, ${name.name} ${describeAnswer(name.answer)}, and ${describePlace(first, [name])}`;
}
