import { RunError } from "../errors.ts";
import type { JournalEntry, Operation } from "../ports.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { ApplyContext } from "./apply-context.ts";

/** Steps whose operations occupy the managed network; a step's id begins with its kind. */
const networkSteps: ReadonlySet<string> = new Set(["declare-rule", "provision-managed-network"]);

function isNetworkStep(stepId: string): boolean {
  return networkSteps.has(stepId.split(":")[0] ?? "");
}

/**
 * The poll URL of the operation that was begun last and whose step has not ended since; undefined where every one has.
 * `entries` in the order they were written; only steps that count, those of the managed network by default.
 */
export function findOpenOperation(
  entries: readonly JournalEntry[],
  hub: ResourceId,
  counts: (stepId: string) => boolean = isNetworkStep,
): string | undefined {
  const open = new Map<string, string>();
  for (const { stepId, event, operationUrl, ...entry } of entries) {
    if (!isSameId(entry.hub, hub) || !counts(stepId)) continue;
    // A write that names no operation says nothing about the one begun before it: that may still be under way.
    if (event === "sent" && operationUrl === undefined) continue;
    open.delete(stepId);
    if (event === "sent" && operationUrl !== undefined) open.set(stepId, operationUrl);
  }
  return [...open.values()].at(-1);
}

/** An operation out of the journal that still runs. One that is forgotten, or another host's, doesn't: the resource decides. */
export async function findRunning(context: ApplyContext, url: string): Promise<Operation | undefined> {
  const operation = joinOperation(context, url);
  return (await operation?.poll())?.is === "running" ? operation : undefined;
}

/** An operation out of the journal, to be followed from here; undefined where it is another host's. */
function joinOperation(context: ApplyContext, url: string): Operation | undefined {
  try {
    return context.world.managedNetwork.operation(url);
  } catch (error) {
    // A journal may come from another cloud, or from a twin that had another port. No service handed this URL out in
    // this run, so nothing tampers with answers: the operation is as good as forgotten, and the resource decides.
    if (error instanceof RunError && error.code === "SFH913") return undefined;
    throw error;
  }
}
