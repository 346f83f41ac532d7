import { startWorker, type SandboxLimits, type SandboxOutcome, type SandboxWorker } from "./sandbox-worker.ts";
import type { Scripts } from "./scripts.ts";

/** Evaluates scripts, one job after another. */
export interface Sandbox {
  run(scripts: Scripts): Promise<Exclude<SandboxOutcome, { readonly is: "lost" }>>;
}

/** As often as this, whatever is asked: many hosts that each run into the limit would take minutes. */
const mostLost = 3;

/** A sandbox that holds a worker only while there is something to do. */
export function createSandbox(limits: SandboxLimits): Sandbox {
  let worker: SandboxWorker | undefined;
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let losses = 0;

  const drop = async (): Promise<void> => {
    const dropped = worker;
    worker = undefined;
    await dropped?.end();
  };
  const evaluate = async (scripts: Scripts): ReturnType<Sandbox["run"]> => {
    if (losses >= mostLost)
      return { is: "fails", why: `it had to be stopped ${mostLost} times and was not asked again` };
    worker ??= startWorker(limits);
    const outcome = await worker.evaluate(scripts);
    if (outcome.is !== "lost") return outcome;
    losses += 1;
    await drop();
    return { is: "fails", why: outcome.why };
  };
  return {
    async run(scripts) {
      waiting += 1;
      const mine = before.then(() => evaluate(scripts));
      before = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        waiting -= 1;
        if (waiting === 0) await drop();
      }
    },
  };
}
