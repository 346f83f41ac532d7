import { RunError } from "../errors.ts";
import type { Operation, Started } from "../ports.ts";
import type { ApplyContext } from "./apply-context.ts";

/** A bounded wait with a name a user can set. */
export interface Budget {
  /** The key under budgetMinutes. */
  readonly name: keyof ApplyContext["spec"]["budgetMinutes"];
  /** Between two looks, unless the service says otherwise. */
  readonly intervalMs: number;
}

/** Provisioning takes half an hour: the service's own clients look every 30 s. */
export const managedNetworkBudget: Budget = { name: "managedNetwork", intervalMs: 30_000 };
/** Rules take minutes each. */
export const outboundRuleBudget: Budget = { name: "outboundRule", intervalMs: 15_000 };
/** An assignment shows in lists within seconds, at times minutes. */
export const roleAssignmentBudget: Budget = { name: "roleAssignment", intervalMs: 5_000 };
export const settingBudget: Budget = { name: "setting", intervalMs: 5_000 };
export const datastoreBudget: Budget = { name: "datastore", intervalMs: 30_000 };

const heartbeatMs = 60_000;

/** A wait from its beginning on: sending a write and seeing it done share one budget. */
export class BoundedWait {
  /** What is waited for, as the user is told. */
  readonly what: string;
  readonly intervalMs: number;
  readonly #context: ApplyContext;
  readonly #budget: Budget;
  readonly #begun: number;
  #saidAt: number;

  constructor(context: ApplyContext, budget: Budget, what: string) {
    this.#context = context;
    this.#budget = budget;
    this.what = what;
    this.intervalMs = budget.intervalMs;
    this.#begun = context.clock.now();
    this.#saidAt = this.#begun;
  }

  /** Sleeps, and says so every minute. Throws RunError SFH914, with the last `why`, where that would pass the budget. */
  async sleep(ms: number, why = ""): Promise<void> {
    const { clock, spec, emit } = this.#context;
    const budgetMs = spec.budgetMinutes[this.#budget.name] * 60_000;
    const waitedMs = clock.now() - this.#begun;
    if (waitedMs + ms > budgetMs) throw budgetPassed(this.#budget, this.what, waitedMs, why);
    if (clock.now() - this.#saidAt >= heartbeatMs - ms) {
      this.#saidAt = clock.now();
      emit({ is: "waiting", what: this.what, waitedMs, budgetMs });
    }
    await clock.sleep(ms);
  }
}

/** What a look is told: whether the operation followed is known to have succeeded, so that nothing read lags behind it. */
export type Probe<T> = (hasSucceeded: boolean) => Promise<T | undefined>;

/**
 * Looks until `probe` gives a value. Throws RunError SFH914 past the budget, SFH909 when an operation followed
 * meanwhile has failed. A succeeded operation ends nothing: the resource decides.
 */
export async function waitUntil<T>(wait: BoundedWait, probe: Probe<T>, operation?: Operation): Promise<T> {
  let isFollowing = operation !== undefined;
  let hasSucceeded = false;
  for (;;) {
    const state = operation !== undefined && isFollowing ? await operation.poll() : undefined;
    if (state?.is === "failed") throw operationFailed(wait.what, state);
    if (state?.is === "succeeded") hasSucceeded = true;
    if (state?.is === "succeeded" || state?.is === "gone") isFollowing = false;
    // The resource is not asked while its operation is said to run: a rule's status may lag behind and mislead.
    const value = state?.is === "running" ? undefined : await probe(hasSucceeded);
    if (value !== undefined) return value;
    await wait.sleep((state?.is === "running" ? state.retryAfterMs : undefined) ?? wait.intervalMs);
  }
}

/** Lets a known time pass, saying so every minute. */
export async function pause(context: ApplyContext, what: string, ms: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < ms; waitedMs += heartbeatMs) {
    context.emit({ is: "waiting", what, waitedMs, budgetMs: ms });
    await context.clock.sleep(Math.min(heartbeatMs, ms - waitedMs));
  }
}

/** The operation to follow, where the answer named one. */
export function operationOf(started: Started): Operation | undefined {
  return started.is === "running" ? started.operation : undefined;
}

function operationFailed(
  what: string,
  state: { readonly code: string; readonly message: string; readonly correlationId: string | undefined },
): RunError {
  return new RunError("SFH909", `${what}: Azure ended the operation with ${state.code}: ${state.message}`, {
    azureCode: state.code,
    fix: "Mend what the service names, then run again: it goes on from what is there.",
    ...(state.correlationId === undefined ? {} : { correlationId: state.correlationId }),
  });
}

function budgetPassed(budget: Budget, what: string, waitedMs: number, why: string): RunError {
  const last = why === "" ? "" : `; the last answer was ${why}`;
  const minutes = String(Math.round(waitedMs / 60_000));
  return new RunError("SFH914", `${what}: not finished after ${minutes} minutes${last}`, {
    fix: `Run again to go on waiting, or set budgetMinutes.${budget.name} higher in the config.`,
  });
}
