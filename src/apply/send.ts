import { RunError } from "../errors.ts";
import type { Started } from "../ports.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { ApplyContext } from "./apply-context.ts";

/** How often a write is sent again after an answer that was lost and a read that shows it had no effect. */
const maxSends = 3;

export interface SendOptions {
  readonly send: () => Promise<Started>;
  /** True once a read shows that the write took effect, or is taking it. */
  readonly hasBegun: () => Promise<boolean>;
}

/**
 * Sends a write and reads before it ever sends it again: one POST answered with a 5xx may have been carried out.
 * The journal knows of it before the answer is acted on.
 */
export async function sendOnce(context: ApplyContext, step: PlannedStep, options: SendOptions): Promise<Started> {
  for (let sends = 1; ; sends += 1) {
    const started = await options.send();
    await context.journal.record({
      at: context.clock.now(),
      hub: context.hub,
      stepId: step.id,
      event: "sent",
      operationUrl: started.is === "running" ? started.operation.url : undefined,
    });
    if (started.is !== "unclear" || (await options.hasBegun())) return started;
    if (sends === maxSends) {
      throw new RunError(
        "SFH907",
        `${step.id}: the answer was lost ${String(maxSends)} times, and nothing came of it (${started.why})`,
        {
          fix: "Run again: it reads the world and goes on from there.",
        },
      );
    }
    context.emit({
      is: "noticed",
      text: `${step.id}: the answer was lost (${started.why}); nothing came of it, sending again`,
    });
    await context.clock.sleep(5_000);
  }
}
