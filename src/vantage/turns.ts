/** Work that waits for its turn; rejects with the signal's reason where that comes first. */
export type Turns = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * Lets so many pieces of work go on at once, those that nobody waits for any more included: what can't be stopped is at
 * least not piled up. Work whose signal has ended before its turn is never begun.
 */
export function createTurns(width: number): Turns {
  let free = width;
  const waiting: (() => void)[] = [];
  const goOn = (): void => {
    while (free > 0) {
      const begin = waiting.shift();
      if (begin === undefined) return;
      begin();
    }
  };
  return (work, signal) =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => reject(reasonOf(signal));
      signal.addEventListener("abort", giveUp, { once: true });
      waiting.push(() => {
        if (signal.aborted) {
          giveUp();
          return;
        }
        free -= 1;
        const end = (): void => {
          signal.removeEventListener("abort", giveUp);
          free += 1;
          goOn();
        };
        void work().then(resolve, reject).finally(end);
      });
      goOn();
    });
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error("ended");
}
