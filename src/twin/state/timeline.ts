/** Milliseconds since the epoch. */
export interface TwinClock {
  now(): number;
}

/**
 * When what the platform does takes effect.
 * - instant: in progress in its first answer, done at the next look at it
 * - polls: done after that many looks (a poll of the operation, a read of the thing) that still say in progress
 * - clock: done after its duration by the twin's clock
 */
export type Pace = { kind: "instant" } | { kind: "polls"; polls: number } | { kind: "clock" };

export interface PlatformEvent {
  /** Ids a look at which counts: the operation, the resource, the list it will be in. */
  readonly watched: readonly string[];
  readonly durationMs: number;
  /** Never happens: a stuck operation. */
  readonly isStuck?: boolean;
  run(): void;
}

interface Pending {
  readonly event: PlatformEvent;
  readonly watched: ReadonlySet<string>;
  readonly due: number;
  looksLeft: number;
}

/** What the platform still has to do, in the order it was begun. */
export class Timeline {
  readonly #pace: Pace;
  readonly #clock: TwinClock;
  #pending: readonly Pending[] = [];

  constructor(pace: Pace, clock: TwinClock) {
    this.#pace = pace;
    this.#clock = clock;
  }

  /** Looks that still say in progress: the N of `polls:N`, otherwise none. */
  get looks(): number {
    return this.#pace.kind === "polls" ? this.#pace.polls : 0;
  }

  /** True when durations count, not looks. */
  get isByClock(): boolean {
    return this.#pace.kind === "clock";
  }

  schedule(event: PlatformEvent): void {
    const never = event.isStuck === true;
    const pending: Pending = {
      event,
      watched: new Set(event.watched.map((id) => id.toLowerCase())),
      due: never ? Number.POSITIVE_INFINITY : this.#clock.now() + event.durationMs,
      looksLeft: never ? Number.POSITIVE_INFINITY : this.#pace.kind === "polls" ? this.#pace.polls : 0,
    };
    this.#pending = [...this.#pending, pending];
  }

  /** Somebody reads this id: what watches it comes one look nearer, or happens before the answer is made. */
  look(id: string): void {
    if (this.isByClock) {
      this.settle();
      return;
    }
    const key = id.toLowerCase();
    const isReady = (pending: Pending): boolean => {
      if (!pending.watched.has(key)) return false;
      if (pending.looksLeft === 0) return true;
      pending.looksLeft -= 1;
      return false;
    };
    this.#run(this.#pending.filter(isReady));
  }

  /** What a request brings about before it is answered: a read is a look; by the clock any request lets due events in. */
  settleOrLook(method: string, id: string): void {
    if (this.isByClock) this.settle();
    else if (method === "GET") this.look(id);
  }

  /** Lets happen what is due: by the clock; all of it under instant; one look at everything under polls. */
  settle(): void {
    if (this.isByClock) {
      const now = this.#clock.now();
      const due = this.#pending.filter((pending) => pending.due <= now);
      this.#run([...due].sort((left, right) => left.due - right.due));
      return;
    }
    const ready = this.#pending.filter((pending) => pending.looksLeft === 0);
    for (const pending of this.#pending) pending.looksLeft = Math.max(0, pending.looksLeft - 1);
    this.#run(ready);
  }

  #run(ready: readonly Pending[]): void {
    const done = new Set(ready);
    this.#pending = this.#pending.filter((pending) => !done.has(pending));
    for (const pending of ready) pending.event.run();
  }
}
