import type { Environment } from "../src/cli/shell.ts";
import type { Job } from "./job.ts";
import type { Log } from "./log.ts";

/** What every mode is given of the step it runs as. */
export interface StepContext {
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly job: Job;
}
