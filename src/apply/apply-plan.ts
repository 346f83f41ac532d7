import type { Finding } from "../checks/finding.ts";
import { RunError } from "../errors.ts";
import type { Plan } from "../plan/plan.ts";
import type { StepOutcome } from "../plan/step-outcome.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { Run } from "./run.ts";

/** What a run did, and the world as it read it last. */
export interface Applied {
  readonly outcomes: readonly StepOutcome[];
  readonly snapshot: Snapshot;
  /** The plan on that snapshot: what is left, and what is refused. */
  readonly left: Plan;
  /** What ended the run early, if anything. */
  readonly stopped: RunError | undefined;
  /** What only two looks can show: rules that somebody else took away meanwhile. */
  readonly noticed: readonly Finding[];
}

/**
 * Carries a plan out by planning anew after every write and taking only the first step: a closing step is never
 * reached on a prediction, because every step before it is done and seen, or it isn't first.
 */
export async function applyPlan(context: ApplyContext, first: Snapshot): Promise<Applied> {
  const run = new Run(context, first);
  const stopped = await endOf(() => run.toTheEnd());
  // The report tells what is there, not what was there before the last write; a loss seen only now is what matters most.
  const loss = stopped !== undefined && isWorldReadable(stopped) ? await endOf(() => run.lookAgain()) : undefined;
  const worst = loss?.code === "SFH915" ? loss : stopped;
  return { outcomes: run.outcomes, snapshot: run.snapshot, left: run.plan(), stopped: worst, noticed: run.noticed() };
}

async function endOf(work: () => Promise<void>): Promise<RunError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof RunError) return error;
    throw error;
  }
}

/** Nobody is signed in any more, or somebody waits for us to stop: then what was read last stands. */
function isWorldReadable(error: RunError): boolean {
  return error.code !== "SFH905" && error.code !== "SFH906";
}
