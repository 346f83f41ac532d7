import type { Finding } from "../checks/finding.ts";
import type { Evidence } from "../snapshot/evidence.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { checkBrowsers } from "./checks/browsers.ts";
import { checkClientRanges } from "./checks/client-ranges.ts";
import { checkCustomServers } from "./checks/custom-servers.ts";
import { checkDefaultDatastores } from "./checks/default-datastores.ts";
import { checkFromHere } from "./checks/from-here.ts";
import { checkOpinions } from "./checks/opinions.ts";
import { checkPac } from "./checks/pac.ts";
import { checkProxy } from "./checks/proxy.ts";
import { checkRequiredZones } from "./checks/required-zones.ts";
import { checkWaysInto } from "./checks/ways-into.ts";
import type { DiagnosisCheck, Look } from "./look.ts";
import type { Link } from "./chain/link.ts";
import { notSeen, unseenLinks } from "./not-seen.ts";
import { standingOf } from "./standing.ts";
import { toRunElsewhere, type ToRun } from "./elsewhere/to-run.ts";
import { nameTable, type NameRow } from "./name-table.ts";

const checks: readonly DiagnosisCheck[] = [
  checkWaysInto,
  checkRequiredZones,
  checkCustomServers,
  checkFromHere,
  checkProxy,
  checkPac,
  checkBrowsers,
  checkClientRanges,
  checkDefaultDatastores,
  checkOpinions,
];

/** What a diagnosis comes to: pure, from what was read and seen. */
export interface Diagnosis extends Look {
  readonly findings: readonly Finding[];
  readonly names: readonly NameRow[];
  readonly toRun: readonly ToRun[];
  readonly notSeen: readonly string[];
  /** Links of which nothing could be seen. */
  readonly unseen: readonly Link[];
}

export function diagnose(snapshot: Snapshot, evidence: Evidence): Diagnosis {
  const look = { snapshot, evidence, standing: standingOf(snapshot, evidence) };
  return {
    ...look,
    findings: checks.flatMap((check) => check(look)),
    names: nameTable(look),
    toRun: toRunElsewhere(look),
    notSeen: notSeen(look),
    unseen: unseenLinks(look),
  };
}
