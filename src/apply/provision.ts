import { isNetworkBusy } from "../plan/propose-network.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { known } from "../snapshot/read.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { ApplyContext } from "./apply-context.ts";
import { sendOnce } from "./send.ts";
import { managedNetworkBudget, operationOf, waitUntil } from "./wait.ts";

/**
 * Provisions the managed network and waits on the resource's own status as well as on the operation. A second POST may
 * be answered 200, 202 or 409; each of them only means: wait and look.
 */
export async function provisionNetwork(
  context: ApplyContext,
  step: PlannedStep,
  options: { readonly includeSpark: boolean },
): Promise<void> {
  const started = await sendOnce(context, step, {
    send: () => context.world.managedNetwork.provision(context.hub, options),
    hasBegun: async () => (await lookAtNetwork(context, options.includeSpark)) !== "idle",
  });
  await waitUntil(
    context,
    managedNetworkBudget,
    "the managed network",
    async () => ((await lookAtNetwork(context, options.includeSpark)) === "done" ? true : undefined),
    operationOf(started),
  );
}

/** Waits for what somebody else, or an earlier run, has begun. How that ended is not ours: the next plan sees what is there. */
export async function awaitNetwork(context: ApplyContext): Promise<void> {
  const begun = (await context.journal.entries()).filter(
    (e) => isSameId(e.hub, context.hub) && e.operationUrl !== undefined,
  );
  const url = begun.at(-1)?.operationUrl;
  const operation = url === undefined ? undefined : context.world.managedNetwork.operation(url);
  await waitUntil(context, managedNetworkBudget, "an operation under way in the managed network", async () => {
    if (operation !== undefined && (await operation.poll()).is === "running") return undefined;
    return (await lookAtNetwork(context, false)) === "busy" ? undefined : true;
  });
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
