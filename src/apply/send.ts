import { RunError } from "../errors.ts";
import type { Started } from "../ports.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { ApplyContext } from "./apply-context.ts";
import { findOpenOperation, findRunning } from "./open-operation.ts";
import type { BoundedWait } from "./wait.ts";

/** How often a write is sent in all where its answer is lost and a read shows it had no effect. */
const maxSends = 3;
const resendMs = 5_000;

/** A write that was not made, because what it rests on has to be looked at again first. Not a failure. */
export class NotSent extends Error {
  override readonly name = "NotSent";
  /** Before that it would come to the same. */
  readonly retryAfterMs: number;

  constructor(why: string, retryAfterMs: number) {
    super(why);
    this.retryAfterMs = retryAfterMs;
  }
}

export interface Write {
  readonly send: () => Promise<Started>;
  /** True once a read shows that the write took effect, or is taking it. */
  readonly hasBegun: () => Promise<boolean>;
  /** True for a write that rests on facts just read: it is never sent a second time without a new look at them. */
  readonly isClosing?: boolean;
}

/**
 * Sends a write until Azure has taken it: again after a busy answer as long as the wait allows, again after a lost one
 * only where a read shows that nothing came of it, since one POST answered with a 5xx may have been carried out. Not at
 * all where the journal knows of an earlier run's that Azure is still at. The journal knows of what may have been
 * carried out before the answer is acted on. Throws NotSent for a closing that needs a new look, RunError SFH914 past
 * the wait's budget, SFH907 where the answer is lost again and again.
 */
export async function sendUntilTaken(
  context: ApplyContext,
  step: PlannedStep,
  wait: BoundedWait,
  write: Write,
): Promise<Started> {
  const joined = await joinEarlier(context, step);
  if (joined !== undefined) return joined;
  let isSaid = false;
  for (let losses = 0; ;) {
    const started = await write.send();
    if (started.is === "not sent") throw new NotSent(started.why, started.retryAfterMs);
    if (started.is !== "busy") await recordSent(context, step, started);
    if (started.is !== "busy" && started.is !== "unclear") return started;
    if (await write.hasBegun()) return started;
    if (started.is === "busy") {
      if (!isSaid) context.emit({ is: "noticed", text: `${step.id}: Azure is busy (${started.why}); sending again` });
      isSaid = true;
      await wait.sleep(wait.intervalMs, started.why);
      continue;
    }
    losses += 1;
    if (write.isClosing === true) {
      throw new NotSent(`the answer was lost (${started.why}), and nothing came of it`, resendMs);
    }
    if (losses === maxSends) throw lostTooOften(step, started.why);
    context.emit({
      is: "noticed",
      text: `${step.id}: the answer was lost (${started.why}); nothing came of it, sending again`,
    });
    await context.clock.sleep(resendMs);
  }
}

/** What an earlier run began for this very step, if it still runs. */
async function joinEarlier(context: ApplyContext, step: PlannedStep): Promise<Started | undefined> {
  const url = findOpenOperation(await context.journal.entries(), context.hub, (stepId) => stepId === step.id);
  const operation = url === undefined ? undefined : await findRunning(context, url);
  if (operation === undefined) return undefined;
  context.emit({
    is: "noticed",
    text: `${step.id}: an earlier run has sent it, and Azure is still at it; waiting for that`,
  });
  return { is: "running", operation };
}

async function recordSent(context: ApplyContext, step: PlannedStep, started: Started): Promise<void> {
  await context.journal.record({
    at: context.clock.now(),
    hub: context.hub,
    stepId: step.id,
    event: "sent",
    operationUrl: started.is === "running" ? started.operation.url : undefined,
  });
}

function lostTooOften(step: PlannedStep, why: string): RunError {
  return new RunError(
    "SFH907",
    `${step.id}: the answer was lost ${String(maxSends)} times, and nothing came of it (${why})`,
    { fix: "Run again: it reads the world and goes on from there." },
  );
}
