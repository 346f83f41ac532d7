import { entry, type CodeEntry } from "./entry.ts";

const source = "The capsule that apply keeps";

/** SFH33x: what a rollback leaves as it is. */
export const rollbackCodes = {
  SFH331: entry(
    "warning",
    "Somebody else has changed since what a rollback would put back",
    "Putting it back would undo their work, which the capsule knows nothing of.",
    "Look who did. The refusal prints the line that puts it back all the same.",
    source,
  ),
  SFH332: entry(
    "warning",
    "What a capsule keeps can't be put back safely",
    "The service is no longer the hub's or can't be read, the capsule isn't whole, or Azure may open more than there was.",
    "The refusal says what to do by hand.",
    source,
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
