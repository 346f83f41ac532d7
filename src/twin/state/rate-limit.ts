import type { ArmPath } from "../wire/arm-path.ts";
import { sameText } from "../wire/json-fields.ts";
import type { TwinClock } from "./timeline.ts";

/** A limit: how many requests fit in at once, and how many come back each second. */
interface Limit {
  /** What stands in for the limit in the header `x-ms-ratelimit-remaining-…`; none for a limit that has no header. */
  readonly header: string | undefined;
  /** Who shares it. */
  readonly owner: string;
  readonly size: number;
  readonly perSecond: number;
}

/** Documented for a principal in a subscription; all principals of a subscription together have 15 times as much. */
const BUCKETS = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};
const EVERYBODY = 15;

const WINDOW_SECONDS = 300;
/** Requests in five minutes, a subscription: documented for Network, recorded and documented for private DNS. */
const PROVIDERS = {
  network: { reads: 10_000, writes: 1000, deletes: 1000 },
  privateDns: { reads: 500, writes: 12_000, deletes: 12_000 },
};

export type BucketName = keyof typeof BUCKETS;

/** A request as far as it counts. */
export interface CountedRequest {
  readonly method: string;
  readonly path: ArmPath | undefined;
  readonly principal: string;
}

/** What a request finds: how much is left of each limit, and the seconds to wait where one is used up. */
export interface Drawn {
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfter: number | undefined;
}

/** Counts requests against ARM's token buckets and the providers' own limits. */
export class RateLimit {
  readonly #clock: TwinClock;
  readonly #levels = new Map<string, { tokens: number; at: number }>();

  constructor(clock: TwinClock) {
    this.#clock = clock;
  }

  /** Draws one token of every limit the request falls under; of none where one of them is empty. */
  take(request: CountedRequest): Drawn {
    const at = this.#clock.now();
    const limits = limitsOf(request).map((limit) => {
      const key = keyOf(limit);
      return { limit, key, tokens: this.#tokens(limit, key, at) };
    });
    const waits = limits.filter(({ tokens }) => tokens < 1).map(({ limit, tokens }) => (1 - tokens) / limit.perSecond);
    const drawn = waits.length === 0 ? 1 : 0;
    const headers: Record<string, string> = {};
    for (const { limit, key, tokens } of limits) {
      this.#levels.set(key, { tokens: tokens - drawn, at });
      if (limit.header === undefined) continue;
      headers[`x-ms-ratelimit-remaining-${limit.header}`] = String(Math.max(0, Math.floor(tokens - drawn)));
    }
    return { headers, retryAfter: waits.length === 0 ? undefined : Math.max(1, Math.ceil(Math.max(...waits))) };
  }

  #tokens(limit: Limit, key: string, now: number): number {
    const level = this.#levels.get(key) ?? { tokens: limit.size, at: now };
    return Math.min(limit.size, level.tokens + ((now - level.at) / 1000) * limit.perSecond);
  }
}

function keyOf({ header, owner, size }: Limit): string {
  return `${header ?? ""} ${String(size)} ${owner.toLowerCase()}`;
}

function limitsOf({ method, path, principal }: CountedRequest): readonly Limit[] {
  const bucket = bucketOf(method);
  const subscription = path?.subscriptionId;
  if (subscription === undefined) return [{ header: `tenant-${bucket}`, owner: principal, ...BUCKETS[bucket] }];
  const { size, perSecond } = BUCKETS[bucket];
  return [
    { header: `subscription-${bucket}`, owner: `${principal} ${subscription}`, size, perSecond },
    {
      ...{ header: `subscription-global-${bucket}`, owner: subscription },
      ...{ size: size * EVERYBODY, perSecond: perSecond * EVERYBODY },
    },
    ...providerLimits(path, bucket, subscription),
  ];
}

function providerLimits(path: ArmPath | undefined, bucket: BucketName, subscription: string): readonly Limit[] {
  if (!sameText(path?.provider, "Microsoft.Network")) return [];
  const isDns = path?.types[0]?.toLowerCase().startsWith("privatedns") === true;
  const size = PROVIDERS[isDns ? "privateDns" : "network"][bucket];
  const owner = `${isDns ? "private DNS" : "network"} ${bucket} ${subscription}`;
  const header = isDns ? "subscription-resource-requests" : undefined;
  return [{ header, owner, size, perSecond: size / WINDOW_SECONDS }];
}

/** Which bucket a method draws from. */
function bucketOf(method: string): BucketName {
  if (method === "DELETE") return "deletes";
  return method === "GET" || method === "HEAD" ? "reads" : "writes";
}
