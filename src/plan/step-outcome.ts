import type { RunError } from "../errors.ts";
import type { PlannedStep } from "./plan.ts";

/**
 * What came of a step. `done` is what a later read showed, never what a write answered; `pending` is a wait that
 * passed its budget and can be resumed.
 */
export interface StepOutcome {
  readonly step: PlannedStep;
  readonly state: "done" | "failed" | "pending" | "refused" | "skipped";
  readonly reason: string;
  readonly durationMs: number;
  readonly error: RunError | undefined;
}
