import type { Finding } from "../checks/finding.ts";
import type { Evidence } from "../snapshot/evidence.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Standing } from "./standing.ts";

/** Everything a diagnosis judges by. */
export interface Look {
  readonly snapshot: Snapshot;
  readonly evidence: Evidence;
  readonly standing: Standing;
}

/** One check that only a diagnosis makes: pure. */
export type DiagnosisCheck = (look: Look) => readonly Finding[];
