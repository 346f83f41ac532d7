import type { Clock } from "../ports.ts";
import { cancelled } from "./cancelled.ts";

/** Time that stands still until somebody sleeps, and then jumps: half an hour of provisioning takes no time. */
export function createVirtualClock(startAt: number, signal: AbortSignal): Clock {
  let now = startAt;
  return {
    now: () => now,
    sleep: async (ms) => {
      if (signal.aborted) throw cancelled();
      now += ms;
    },
  };
}
