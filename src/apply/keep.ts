import { RunError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Keep, KeptWrite } from "../ports.ts";
import { isSameId, type ResourceId } from "../snapshot/resource-id.ts";
import type { ApplyContext } from "./apply-context.ts";

/** What a write is about to change. */
export type Change = Pick<KeptWrite, "resourceId" | "prior" | "written">;

/** Keeps what a step's write is about to change, where there is a capsule. Throws where it can't: then nothing is sent. */
export async function keepChange(context: ApplyContext, step: PlannedStep, change: Change): Promise<void> {
  const { capsule, clock, hub, world } = context;
  const about = { at: clock.now(), hub, cloud: world.cloud.name, stepId: step.id, kind: step.step.kind };
  await capsule?.keep({ ...about, ...change });
}

/** The same for a settings write, which hands over what it read of the service right before. */
export function keepFor(context: ApplyContext, step: PlannedStep): Keep {
  return (settings) => keepChange(context, step, { resourceId: step.step.resourceId, ...settings });
}

/** Throws RunError SFH912 where a capsule holds writes to another hub, or in another cloud: one is of one hub. */
export function checkCapsule(
  writes: readonly KeptWrite[],
  { hub, cloud }: { readonly hub: ResourceId; readonly cloud: string },
): void {
  const stranger = writes.find((w) => !isSameId(w.hub, hub) || w.cloud !== cloud);
  if (stranger === undefined) return;
  throw new RunError(
    "SFH912",
    `The capsule holds writes to ${stranger.hub} in ${stranger.cloud}, and this run is of ${hub} in ${cloud}.`,
    { fix: "A capsule is of one hub: give --capsule the one apply wrote for this hub, or apply a new file." },
  );
}
