import { askedOf } from "../diagnose/asked.ts";
import { diagnose } from "../diagnose/diagnosis.ts";
import { withGivenAnswers } from "../diagnose/elsewhere/given-answers.ts";
import { withoutReplaced } from "../diagnose/replaced-findings.ts";
import { gatherEvidence, type Given } from "../observe/evidence.ts";
import type { Vantage } from "../ports.ts";
import type { Report } from "../report/report.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { awaitStores } from "./await-stores.ts";
import { look, planOn, type Looked, type RunInput } from "./look.ts";
import { reportOn } from "./report-on.ts";

/** What a diagnosis is given besides what every run is. */
export interface DiagnoseInput extends RunInput {
  readonly vantage: Vantage;
  readonly given: Given;
  /** How long to wait for datastores that are only late, in ms; 0 for not at all. */
  readonly waitMs: number;
}

/**
 * Reads and judges as verify does, then looks from where it runs, to tell the first broken link of the chain; writes
 * nothing. A wait that is stopped or cut off still ends in a report, of what was read until then.
 */
export async function runDiagnose(input: DiagnoseInput): Promise<Report> {
  const { clock, world, vantage, given } = input;
  const startedAt = clock.now();
  const seen = withSnapshot(input, await look(input), (snapshot) => withGivenAnswers(snapshot, given.answers));
  const evidence = await gatherEvidence(world, vantage, { asked: askedOf(seen.snapshot), given });
  const awaited = await awaitStores(input, seen.snapshot, input.waitMs);
  const last = withSnapshot(input, seen, () => awaited.snapshot);
  const diagnosis = diagnose(last.snapshot, evidence);
  const findings = [...withoutReplaced(last.plan.findings, diagnosis.findings), ...diagnosis.findings];
  const told = { ...last, plan: { ...last.plan, findings } };
  return reportOn(input, "diagnose", startedAt, { first: told, last: told, diagnosis, stopped: awaited.stopped });
}

/** Planned anew only where there is something new. */
function withSnapshot(input: DiagnoseInput, seen: Looked, change: (snapshot: Snapshot) => Snapshot): Looked {
  const snapshot = change(seen.snapshot);
  return snapshot === seen.snapshot ? seen : planOn(input, snapshot);
}
