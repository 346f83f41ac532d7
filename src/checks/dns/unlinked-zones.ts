import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding } from "../finding.ts";
import { azLinkLine } from "../lines/az-dns.ts";
import { bicepLink, bicepZone } from "../lines/bicep-dns.ts";
import type { DnsFault } from "./fault.ts";
import { newLinkName } from "./link-name.ts";
import { countedVerb, describePlace, describeZone } from "./words.ts";

/** SFH602: the records are kept in a zone that the endpoint's network doesn't ask. */
export function checkUnlinkedZones(snapshot: Snapshot, faults: readonly DnsFault[]): readonly Finding[] {
  return faults.flatMap((fault) => {
    const { endpoint, network, entry, names } = fault;
    if (fault.is !== "not linked" || entry === undefined) return [];
    const said = countedVerb(
      names.map(({ name }) => name),
      "resolves",
      "resolve",
    );
    const name = newLinkName(snapshot, entry.zone, network.id);
    return [
      finding("SFH602", {
        resourceId: endpoint.id,
        subject: fault.zone,
        detail: `In ${network.name}, ${said} to the public address: ${describeZone(entry.zone)} is not linked there; ${describePlace(fault, names)}.`,
        mendLines: [
          { tool: "az", lines: [azLinkLine(entry.zone, network.id, name)] },
          { tool: "Bicep", lines: [...bicepZone(entry.zone), ...bicepLink(entry.zone, network.id, { name })] },
        ],
      }),
    ];
  });
}
