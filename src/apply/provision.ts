import { isNetworkBusy } from "../plan/propose-network.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { known } from "../snapshot/read.ts";
import type { ApplyContext } from "./apply-context.ts";
import { keepChange } from "./keep.ts";
import { findOpenOperation, findRunning } from "./open-operation.ts";
import { NotSent, sendUntilTaken } from "./send.ts";
import { BoundedWait, managedNetworkBudget, operationOf, waitUntil } from "./wait.ts";

/**
 * Provisions the managed network and waits on the resource's own status as well as on the operation. A second POST may
 * be answered 200, 202 or 409; each of them only means: wait and look. Throws NotSent where the network has come on since
 * the plan's look: what reads show of it is not of one moment, and another run may have begun it.
 */
export async function provisionNetwork(
  context: ApplyContext,
  step: PlannedStep,
  options: { readonly includeSpark: boolean },
  snapshot: Snapshot,
): Promise<void> {
  if ((await lookAtNetwork(context, options.includeSpark)) !== "idle") {
    throw new NotSent("the managed network has come on since it was looked at", 0);
  }
  const wait = new BoundedWait(context, managedNetworkBudget, "the managed network");
  const { isActive, isSparkReady } = snapshot.hub.managedNetwork;
  await keepChange(context, step, {
    resourceId: context.hub,
    prior: { status: isActive ? "Active" : "Inactive", sparkReady: isSparkReady },
    written: { status: "Active", sparkReady: isSparkReady || options.includeSpark },
  });
  const started = await sendUntilTaken(context, step, wait, {
    send: () => context.world.managedNetwork.provision(context.hub, options),
    hasBegun: async () => (await lookAtNetwork(context, options.includeSpark)) !== "idle",
  });
  await waitUntil(
    wait,
    async () => ((await lookAtNetwork(context, options.includeSpark)) === "done" ? true : undefined),
    operationOf(started),
  );
}

/** Waits for what somebody else, or an earlier run, has begun. How that ended is not ours: the next plan sees what is there. */
export async function awaitNetwork(context: ApplyContext): Promise<void> {
  const url = findOpenOperation(await context.journal.entries(), context.hub);
  const wait = new BoundedWait(context, managedNetworkBudget, "an operation under way in the managed network");
  await waitUntil(wait, async () => {
    if (url !== undefined && (await isOperationRunning(context, url))) return undefined;
    return (await lookAtNetwork(context, false)) === "busy" ? undefined : true;
  });
}

/** Whether an operation out of the journal still runs. */
export async function isOperationRunning(context: ApplyContext, url: string): Promise<boolean> {
  return (await findRunning(context, url)) !== undefined;
}

/** Where the network stands: at work, at rest and as wanted, or at rest and not. Unreadable counts as at work. */
async function lookAtNetwork(context: ApplyContext, withSpark: boolean): Promise<"busy" | "done" | "idle"> {
  const [workspace, rules] = await Promise.all([
    context.world.workspaces.workspace(context.hub),
    context.world.workspaces.outboundRules(context.hub),
  ]);
  if (workspace.is !== "known" || rules.is !== "known") return "busy";
  const state: Pick<Snapshot, "hub" | "outboundRules"> = { hub: workspace.value, outboundRules: known(rules.value) };
  if (isNetworkBusy(state, false)) return "busy";
  const { isActive, isSparkReady } = workspace.value.managedNetwork;
  return isActive && (isSparkReady || !withSpark) ? "done" : "idle";
}
