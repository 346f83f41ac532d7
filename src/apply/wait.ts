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

/**
 * Looks until `probe` gives a value. Throws RunError SFH914 past the budget, SFH909 when an operation followed
 * meanwhile has failed. A succeeded operation ends nothing: the resource decides.
 */
export async function waitUntil<T>(
  context: ApplyContext,
  budget: Budget,
  what: string,
  probe: () => Promise<T | undefined>,
  operation?: Operation,
): Promise<T> {
  const budgetMs = context.spec.budgetMinutes[budget.name] * 60_000;
  const begun = context.clock.now();
  let saidAt = begun;
  let isFollowing = operation !== undefined;
  for (;;) {
    const state = operation !== undefined && isFollowing ? await operation.poll() : undefined;
    if (state?.is === "failed") throw operationFailed(what, state);
    if (state?.is === "succeeded" || state?.is === "gone") isFollowing = false;
    // The resource is not asked while its operation is said to run: a rule's status may lag behind and mislead.
    const value = state?.is === "running" ? undefined : await probe();
    if (value !== undefined) return value;
    const waitedMs = context.clock.now() - begun;
    const nextMs = (state?.is === "running" ? state.retryAfterMs : undefined) ?? budget.intervalMs;
    if (waitedMs + nextMs > budgetMs) throw budgetPassed(budget, what, waitedMs);
    if (context.clock.now() - saidAt >= heartbeatMs - nextMs) {
      saidAt = context.clock.now();
      context.emit({ is: "waiting", what, waitedMs, budgetMs });
    }
    await context.clock.sleep(nextMs);
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

function budgetPassed(budget: Budget, what: string, waitedMs: number): RunError {
  return new RunError("SFH914", `${what}: not finished after ${String(Math.round(waitedMs / 60_000))} minutes`, {
    fix: `Run again to go on waiting, or set budgetMinutes.${budget.name} higher in the config.`,
  });
}
