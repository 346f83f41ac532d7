import type { Trouble } from "./github-error.ts";

/** What a server that is starting again takes, and no person notices. */
const shortPauseMs = 1_000;

/**
 * How long to wait before asking once more, in milliseconds; undefined where asking again is of no use, or could do a
 * thing twice.
 */
export function pauseAfter(trouble: Trouble, isRepeatable: boolean): number | undefined {
  // Refused before anything was done: it can be asked again, whatever it was.
  if (trouble.is === "limited") return trouble.waitMs;
  if (!isRepeatable) return undefined;
  if (trouble.is === "slow" || trouble.is === "unreachable") return shortPauseMs;
  return trouble.is === "answered" && trouble.status >= 500 ? (trouble.waitMs ?? shortPauseMs) : undefined;
}

/** A second POST makes a second thing, but for an analysis, of which the newest counts. */
export function isRepeatable(route: string): boolean {
  return !route.startsWith("POST ") || route.endsWith("/code-scanning/sarifs");
}
