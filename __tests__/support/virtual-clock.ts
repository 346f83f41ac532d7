import type { Clock } from "../../src/ports.ts";

export interface VirtualClock extends Clock {
  /** Moves time on without anybody sleeping. */
  advance(ms: number): void;
}

/** Time that stands still until somebody sleeps, and then jumps: hours of waiting take no time. */
export function createVirtualClock(startAt: number = Date.UTC(2026, 10, 22)): VirtualClock {
  let now = startAt;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}
