/** When a request is sent again, and how long after. Pure: the waiting is the caller's. */
import type { Answer, Sent } from "./answer.ts";

/** Why it is worth asking again. */
export type RetryCause = "throttled" | "fault" | "broken";

/** Named budgets: how often, and for how long in all. */
export interface Patience {
  readonly attempts: number;
  readonly totalMs: number;
}

/** ARM's buckets refill within seconds, Network's and Private DNS's every five minutes: two of those, then give up. */
export const throttledPatience: Patience = { attempts: 60, totalMs: 600_000 };

/** Resets and 5xx pass in seconds or are an outage that no run outlasts. */
export const faultPatience: Patience = { attempts: 5, totalMs: 90_000 };

/** Why a read is worth sending again, or undefined where the answer stands. Of writes only a 429 is ever sent again. */
export function retryCause(sent: Sent): RetryCause | undefined {
  if (sent.is === "lost") return sent.cause === undefined ? "broken" : "fault";
  const { status } = sent.answer;
  if (status === 429) return "throttled";
  // For a read, a 503 that names a delay is throttling in everything but name.
  if (status === 503 && retryAfterMs(sent) !== undefined) return "throttled";
  return status >= 500 || status === 408 ? "fault" : undefined;
}

/** The next wait in ms, or undefined when patience is over. `waitedMs` is what was slept so far. */
export function nextWaitMs(sent: Sent, cause: RetryCause, attempt: number, waitedMs: number): number | undefined {
  const patience = cause === "throttled" ? throttledPatience : faultPatience;
  const wait = retryAfterMs(sent) ?? Math.min(1_000 * 2 ** (attempt - 1), 30_000);
  return attempt >= patience.attempts || waitedMs + wait > patience.totalMs ? undefined : wait;
}

/**
 * The delay the server names, in ms: the two millisecond headers, Retry-After in seconds, Resource Graph's quota, or only
 * in the message.
 */
export function retryAfterMs(sent: Sent): number | undefined {
  if (sent.is === "lost") return undefined;
  const { answer } = sent;
  const ms = numberOf(answer.header("retry-after-ms") ?? answer.header("x-ms-retry-after-ms"));
  if (ms !== undefined) return ms;
  const seconds = numberOf(answer.header("retry-after"));
  if (seconds !== undefined) return seconds * 1_000;
  const quotaMs = quotaResetMs(answer);
  if (quotaMs !== undefined) return quotaMs;
  // Network's 429 RetryableError: "can be retried in 14 seconds".
  const named = numberOf(/retried (?:in|after) (\d+) seconds?/i.exec(answer.error?.message ?? "")?.[1]);
  return named === undefined ? undefined : named * 1_000;
}

/** Resource Graph tells in every answer when the caller's quota begins anew (hh:mm:ss); only after a 429 it is a delay. */
function quotaResetMs(answer: Answer): number | undefined {
  if (answer.status !== 429) return undefined;
  const [, hours, minutes, seconds] =
    /^(\d+):(\d\d):(\d\d)$/.exec(answer.header("x-ms-user-quota-resets-after") ?? "") ?? [];
  if (hours === undefined) return undefined;
  // Whole seconds: 0 may still be most of one.
  return Math.max(1, Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}
