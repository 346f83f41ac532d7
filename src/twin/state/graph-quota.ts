import type { TwinClock } from "./timeline.ts";

/** Documented as an example ("at most 15 queries within every 5-second window"), and what recordings count down from. */
const QUERIES = 15;
const WINDOW_MS = 5_000;

/** A user's quota after one more query. `resetsAfter` is in whole seconds, 1 to 5. */
export interface QuotaState {
  readonly remaining: number;
  readonly resetsAfter: number;
  readonly isExceeded: boolean;
}

/** Counts Resource Graph's queries, a window a user. A window begins with its first query. */
export class GraphQuota {
  readonly #clock: TwinClock;
  readonly #windows = new Map<string, { readonly begunAt: number; used: number }>();

  constructor(clock: TwinClock) {
    this.#clock = clock;
  }

  /** Counts one query of a user. */
  take(user: string): QuotaState {
    const now = this.#clock.now();
    const known = this.#windows.get(user);
    const isOver = known === undefined || now - known.begunAt >= WINDOW_MS;
    const window = isOver ? { begunAt: now, used: 0 } : known;
    window.used += 1;
    this.#windows.set(user, window);
    return {
      remaining: Math.max(0, QUERIES - window.used),
      resetsAfter: Math.ceil((window.begunAt + WINDOW_MS - now) / 1000),
      isExceeded: window.used > QUERIES,
    };
  }
}
