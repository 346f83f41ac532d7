import type { Clock } from "../../src/ports.ts";
import type { RunPlace } from "./run-place.ts";

/** How long publishing may take, in milliseconds. */
export interface Limits {
  /** One request, until its whole answer is there. */
  readonly requestMs: number;
  /** Everything that one publication asks and waits for. */
  readonly budgetMs: number;
}

/** GitHub answers in well under a second; a job isn't kept for what only tells about it. */
export const usualLimits: Limits = { requestMs: 10_000, budgetMs: 30_000 };

/** Everything it takes to publish from one run. */
export interface Connection {
  readonly place: RunPlace;
  readonly token: string | undefined;
  /** Ends every request and every wait. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly limits: Limits;
}
