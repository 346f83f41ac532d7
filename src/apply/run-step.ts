import { RunError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { awaitNetwork, provisionNetwork } from "./provision.ts";
import type { StepOutcome } from "../plan/step-outcome.ts";
import { BoundedWait, datastoreBudget, waitUntil } from "./wait.ts";
import { writeRule } from "./write-rule.ts";
import { approveConnection, grantReader } from "./write-grant.ts";
import { closePublicAccess, letTrustedServicesIn, putBack } from "./write-setting.ts";

/**
 * Takes one step and tells what came of it. A RunError is an outcome; NotSent goes through: a write that was not made has
 * none, and is judged again.
 */
export async function runStep(context: ApplyContext, step: PlannedStep, snapshot: Snapshot): Promise<StepOutcome> {
  const begun = context.clock.now();
  context.emit({ is: "step started", step });
  const ended = (state: StepOutcome["state"], reason: string, error?: RunError): StepOutcome => ({
    step,
    state,
    reason,
    durationMs: context.clock.now() - begun,
    error,
  });
  let outcome: StepOutcome;
  try {
    await carryOut(context, step, snapshot);
    outcome = ended("done", "");
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    // Cancelled or out of patience: what was begun goes on without us, and the next run joins it.
    const isPending = error.code === "SFH914" || error.code === "SFH905";
    outcome = ended(isPending ? "pending" : "failed", error.message, error);
  }
  const at = context.clock.now();
  if (outcome.state !== "pending") {
    await context.journal.record({ at, hub: context.hub, stepId: step.id, event: "ended", operationUrl: undefined });
  }
  context.emit({ is: "step ended", outcome });
  return outcome;
}

/**
 * Errors after which no other step makes sense either: nobody is signed in, nothing answers, somebody said stop, what was
 * asked to be kept can't be.
 */
export function isFatal(error: RunError): boolean {
  return ["SFH901", "SFH905", "SFH906", "SFH907", "SFH912", "SFH913", "SFH914", "SFH915", "SFH916"].includes(
    error.code,
  );
}

async function carryOut(context: ApplyContext, planned: PlannedStep, snapshot: Snapshot): Promise<void> {
  const { step } = planned;
  switch (step.kind) {
    case "await-managed-network":
      return awaitNetwork(context);
    case "grant-reader":
      return grantReader(context, planned, step.resourceId, step.principalId);
    case "declare-rule":
      return writeRule(context, planned, step.rule, snapshot);
    case "provision-managed-network":
      return provisionNetwork(context, planned, { includeSpark: step.includeSpark }, snapshot);
    case "approve-connection":
      return approveConnection(context, planned, step.resourceId, snapshot);
    case "let-trusted-services-in":
      return letTrustedServicesIn(context, planned, { id: step.resourceId, role: step.role });
    case "close-public-access":
      return closePublicAccess(context, planned, { id: step.resourceId, role: step.role }, snapshot);
    case "await-datastore":
      return awaitDatastore(context, step.resourceId);
    case "reopen-public-access":
    case "restore-bypass":
      return putBack(context, planned, step, snapshot);
  }
}

async function awaitDatastore(context: ApplyContext, project: string): Promise<void> {
  const what = `workspaceblobstore of ${project.split("/").at(-1) ?? project}`;
  await waitUntil(new BoundedWait(context, datastoreBudget, what), async () => {
    const stores = await context.world.workspaces.datastores(project);
    return stores.is === "known" && stores.value.some((d) => d.name.toLowerCase() === "workspaceblobstore")
      ? true
      : undefined;
  });
}
