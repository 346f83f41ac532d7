import { RunError } from "../errors.ts";
import type { JournalEntry, Operation } from "../ports.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { ApplyContext } from "./apply-context.ts";

/** Steps whose operations occupy the managed network; a step's id begins with its kind. */
const networkSteps: ReadonlySet<string> = new Set(["declare-rule", "provision-managed-network"]);

/**
 * The poll URL of the managed-network operation that was begun last and whose step has not ended since; undefined where
 * every one has. `entries` in the order they were written.
 */
export function findOpenOperation(entries: readonly JournalEntry[], hub: ResourceId): string | undefined {
  const open = new Map<string, string>();
  for (const { stepId, event, operationUrl, ...entry } of entries) {
    if (!isSameId(entry.hub, hub) || !networkSteps.has(stepId.split(":")[0] ?? "")) continue;
    // A write that names no operation says nothing about the one begun before it: that may still be under way.
    if (event === "sent" && operationUrl === undefined) continue;
    open.delete(stepId);
    if (event === "sent" && operationUrl !== undefined) open.set(stepId, operationUrl);
  }
  return [...open.values()].at(-1);
}

/** An operation out of the journal, to be followed from here; undefined where it is another host's. */
export function joinOperation(context: ApplyContext, url: string): Operation | undefined {
  try {
    return context.world.managedNetwork.operation(url);
  } catch (error) {
    // A journal may come from another cloud, or from a twin that had another port. No service handed this URL out in
    // this run, so nothing tampers with answers: the operation is as good as forgotten, and the resource decides.
    if (error instanceof RunError && error.code === "SFH913") return undefined;
    throw error;
  }
}
