import { askedOf } from "../diagnose/asked.ts";
import { diagnose } from "../diagnose/diagnosis.ts";
import { withGivenAnswers } from "../diagnose/given-answers.ts";
import { withoutReplaced } from "../diagnose/replaced-findings.ts";
import { gatherEvidence, type Given } from "../observe/evidence.ts";
import type { Vantage } from "../ports.ts";
import type { Report } from "../report/report.ts";
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
 * nothing.
 */
export async function runDiagnose(input: DiagnoseInput): Promise<Report> {
  const { clock, world, vantage, given } = input;
  const startedAt = clock.now();
  const seen = withAnswers(input, await look(input));
  const evidence = await gatherEvidence(world, vantage, { asked: askedOf(seen.snapshot), given });
  const diagnosis = diagnose(seen.snapshot, evidence);
  const findings = [...withoutReplaced(seen.plan.findings, diagnosis.findings), ...diagnosis.findings];
  const last = { ...seen, plan: { ...seen.plan, findings } };
  return reportOn(input, "diagnose", startedAt, { first: last, last, diagnosis });
}

/** What somebody asked a network's servers elsewhere counts as what they answered. */
function withAnswers(input: DiagnoseInput, seen: Looked): Looked {
  const snapshot = withGivenAnswers(seen.snapshot, input.given.answers);
  return snapshot === seen.snapshot ? seen : planOn(input, snapshot);
}
