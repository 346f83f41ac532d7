import { doorKey } from "./door.ts";
import type { Reach } from "./reach.ts";

/** The pairs that were open before and are closed, or no longer there at all, after. */
export function findLostReach(before: readonly Reach[], after: readonly Reach[]): readonly Reach[] {
  const stillOpen = new Set(after.filter(({ isOpen }) => isOpen).map(pairKey));
  return before.filter((reach) => reach.isOpen && !stillOpen.has(pairKey(reach)));
}

/** Names a pair; ids in it compare case-blind. */
export function pairKey({ origin, door }: Pick<Reach, "origin" | "door">): string {
  return `${origin.kind}:${origin.id.toLowerCase()} -> ${doorKey(door)}`;
}
