import type { PlannedStep } from "../plan/plan.ts";
import type { StepOutcome } from "../plan/step-outcome.ts";

/** What a run tells whoever watches. Data goes elsewhere; this is progress. */
export type ApplyEvent =
  | { readonly is: "step started"; readonly step: PlannedStep }
  /** At most 60 s apart while something is waited for. */
  | { readonly is: "waiting"; readonly what: string; readonly waitedMs: number; readonly budgetMs: number }
  | { readonly is: "step ended"; readonly outcome: StepOutcome }
  | { readonly is: "noticed"; readonly text: string };
