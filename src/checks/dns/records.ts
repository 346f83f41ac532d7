import type { LinkedZone } from "../../paths/private-zones.ts";
import { valueOr } from "../../snapshot/read.ts";
import { isSameId } from "../../snapshot/resource-id.ts";
import type { FindingCode } from "../codes.ts";
import { finding, type Finding, type MendLines } from "../finding.ts";
import { azRecordLine } from "../lines/az-dns.ts";
import { bicepRecord, bicepZone } from "../lines/bicep-dns.ts";
import type { DnsFault } from "./fault.ts";
import { describeAnswer, describePlace } from "./words.ts";

/** SFH604: the linked zone has no record for the name. */
export function checkMissingRecords(faults: readonly DnsFault[]): readonly Finding[] {
  return faults.flatMap((fault) => {
    if (fault.is !== "no record") return [];
    const held = fault.names.flatMap((name) => name.held);
    return [recordFinding("SFH604", fault, recordLines(fault.linked, held, []))];
  });
}

/** SFH603: the record leads somewhere else. */
export function checkWrongRecords(faults: readonly DnsFault[]): readonly Finding[] {
  return faults.flatMap((fault) => {
    if (fault.is !== "wrong record") return [];
    const held = fault.names.flatMap((name) => name.held);
    return [recordFinding("SFH603", fault, recordLines(fault.linked, held, fault.strange), fault.isSure)];
  });
}

/** SFH609: beside the right address stands another. */
export function checkStaleRecords(faults: readonly DnsFault[]): readonly Finding[] {
  return faults.flatMap((fault) => {
    if (fault.is !== "stale record") return [];
    return [recordFinding("SFH609", fault, recordLines(fault.linked, [], fault.strange), fault.isSure)];
  });
}

function recordFinding(code: FindingCode, fault: DnsFault, mendLines: readonly MendLines[], isSure = true): Finding {
  const { endpoint, network, names } = fault;
  const [name] = names;
  const said = name === undefined ? "" : `${name.name} ${describeAnswer(name.answer)}`;
  return finding(code, {
    resourceId: endpoint.id,
    subject: name?.name ?? "",
    detail: `In ${network.name}, ${said}; ${describePlace(fault, names)}${isSure ? "" : ", and what could not be read may have the other address"}.`,
    mendLines,
    ...(isSure ? {} : { state: "unknown" }),
  });
}

/** First the right address, then the wrong ones away: the record set is never empty. */
function recordLines(
  { zone, record, addresses }: LinkedZone,
  added: readonly string[],
  removed: readonly string[],
): readonly MendLines[] {
  const whole = [...added, ...valueOr(addresses, []).filter((address) => !removed.includes(address))];
  return [
    {
      tool: "az",
      lines: [
        ...added.map((address) => azRecordLine("add", zone.id, record, address)),
        ...removed.map((address) => azRecordLine("remove", zone.id, record, address)),
      ],
    },
    { tool: "Bicep", lines: [...bicepZone(zone.id), ...bicepRecord(zone.id, record, whole)] },
  ];
}

/** Whether a fault is about a record that a zone lacks: the zone's other clients miss it for the same reason. */
export function isMissingIn({ zone }: LinkedZone, fault: DnsFault): boolean {
  return fault.is === "no record" && isSameId(fault.linked.zone.id, zone.id);
}
