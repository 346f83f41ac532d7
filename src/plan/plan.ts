import type { Finding } from "../checks/finding.ts";
import type { Pair } from "../paths/pair.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Judgement } from "./guard.ts";
import type { KeptAcceptance, Refusal } from "./refusal.ts";
import { stepId, type Step } from "./step.ts";

/** A step with the guard's word on it. A refused step is never taken; its reasons say what is missing. */
export interface PlannedStep {
  readonly id: string;
  readonly step: Step;
  readonly refusals: readonly Refusal[];
  /** Losses accepted by name, without which it would be refused. */
  readonly accepted: readonly KeptAcceptance[];
  /** A closing step's account: what it leaves open and what it shuts. */
  readonly account: Judgement["account"];
}

export function planned(step: Step, judgement: Partial<Judgement> = {}): PlannedStep {
  const { refusals = [], accepted = [], account = [] } = judgement;
  return { id: stepId(step), step, refusals, accepted, account };
}

/** A step that is refused whatever the guard says. */
export function refused(step: Step, refusals: readonly Refusal[]): PlannedStep {
  return planned(step, { refusals });
}

export function isRefused(step: PlannedStep): boolean {
  return step.refusals.length > 0;
}

/** What to do, in order, and what it leads to. Printing it is the dry run. */
export interface Plan {
  readonly findings: readonly Finding[];
  readonly steps: readonly PlannedStep[];
  readonly before: readonly Pair[];
  /** The predicted paths once every step that isn't refused is done. */
  readonly after: readonly Pair[];
  /** The predicted end, for the property that a plan on it is empty. */
  readonly predicted: Snapshot;
}

/** What the run has done so far that a snapshot alone doesn't show. */
export interface RunHistory {
  /** Steps that were tried in this run and ended without what they were for. */
  readonly failed: ReadonlySet<string>;
  /** Steps that were done in this run: a rule put again is not put a third time. */
  readonly done: ReadonlySet<string>;
  /**
   * By service: keys of the endpoint connections it had when the run began. A service that couldn't be read then isn't in
   * it, and outside a run there is none: nothing can be called new, and so nothing ours.
   */
  readonly connectionsAtStart: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** A provisioning known to be running: the journal's operation is not terminal, or a POST answered "busy". */
  readonly isProvisioning: boolean;
}

export const noHistory: RunHistory = {
  failed: new Set(),
  done: new Set(),
  connectionsAtStart: undefined,
  isProvisioning: false,
};
