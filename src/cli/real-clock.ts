import type { Clock } from "../ports.ts";
import { cancelled } from "./cancelled.ts";

/** The machine's time. A sleep ends at once, with SFH905, when the signal is aborted. */
export function createRealClock(signal: AbortSignal): Clock {
  return {
    now: () => Date.now(),
    sleep: (ms) =>
      new Promise((resolve, reject) => {
        const cancel = (): void => {
          clearTimeout(timer);
          reject(cancelled());
        };
        const timer = setTimeout(() => {
          signal.removeEventListener("abort", cancel);
          resolve();
        }, ms);
        if (signal.aborted) cancel();
        else signal.addEventListener("abort", cancel, { once: true });
      }),
  };
}
