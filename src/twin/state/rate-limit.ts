import type { TwinClock } from "./timeline.ts";

/** ARM's token buckets: size, and tokens that come back each second (documented, a principal and subscription). */
const BUCKETS = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

export type BucketName = keyof typeof BUCKETS;

/** Which bucket a method draws from. */
export function bucketOf(method: string): BucketName {
  if (method === "DELETE") return "deletes";
  return method === "GET" || method === "HEAD" ? "reads" : "writes";
}

/** Counts requests against ARM's buckets. */
export class RateLimit {
  readonly #clock: TwinClock;
  readonly #levels = new Map<string, { tokens: number; at: number }>();

  constructor(clock: TwinClock) {
    this.#clock = clock;
  }

  /** Takes one token; says how many are left, or how many seconds to wait when there was none. */
  take(bucket: BucketName, owner: string): { readonly remaining: number; readonly retryAfter: number | undefined } {
    const { size, perSecond } = BUCKETS[bucket];
    const now = this.#clock.now();
    const level = this.#levels.get(`${bucket} ${owner}`) ?? { tokens: size, at: now };
    const tokens = Math.min(size, level.tokens + ((now - level.at) / 1000) * perSecond);
    const isEmpty = tokens < 1;
    this.#levels.set(`${bucket} ${owner}`, { tokens: isEmpty ? tokens : tokens - 1, at: now });
    if (isEmpty) return { remaining: 0, retryAfter: Math.max(1, Math.ceil((1 - tokens) / perSecond)) };
    return { remaining: Math.floor(tokens - 1), retryAfter: undefined };
  }
}
