import type { Read } from "../snapshot/read.ts";
import { distinctIds } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Unread } from "../snapshot/snapshot.ts";

/** What was read, and what could not be. */
export interface Found<T> {
  readonly found: readonly T[];
  readonly unread: readonly Unread[];
}

/** Enough to be quick on a large hub, and far below what ARM throttles a principal at. */
const lanes = 8;

/** Does it for every item, at most eight at a time, and keeps the order. */
export async function mapBounded<A, B>(items: readonly A[], make: (item: A) => Promise<B>): Promise<readonly B[]> {
  const results = new Map<number, B>();
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) results.set(index, await make(item));
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** Reads each once, whatever casing names it; what is absent is in neither list. */
export async function readAll<T>(
  ids: readonly ResourceId[],
  what: string,
  read: (id: ResourceId) => Promise<Read<T>>,
): Promise<Found<T>> {
  const reads = await mapBounded(distinctIds(ids), async (id) => ({ id, read: await read(id) }));
  return {
    found: reads.flatMap(({ read: came }) => (came.is === "known" ? [came.value] : [])),
    unread: reads.flatMap(({ id, read: came }) => (came.is === "unknown" ? [{ id, what, why: came.why }] : [])),
  };
}
