import { createRealClock } from "../src/cli/real-clock.ts";
import type { Environment } from "../src/cli/shell.ts";
import { usualLimits, type Connection } from "./github/connection.ts";
import { readEvent } from "./github/event-file.ts";
import { readRunPlace, type RunPlace } from "./github/run-place.ts";

/** The workflow's job a run happens in. */
export interface Job {
  /** Undefined outside of a workflow. */
  readonly place: RunPlace | undefined;
  /** The way to GitHub's API; undefined outside of a workflow. */
  readonly connection: Connection | undefined;
}

export async function readJob(env: Environment, signal: AbortSignal, token: string): Promise<Job> {
  const place = readRunPlace(env, await readEvent(env.GITHUB_EVENT_PATH));
  if (place === undefined) return { place, connection: undefined };
  const clock = createRealClock(signal);
  return {
    place,
    connection: { place, token: token === "" ? undefined : token, signal, clock, limits: usualLimits },
  };
}

/** Nobody watches a run that a schedule has started. */
export function isScheduled({ place }: Job): boolean {
  return place?.event === "schedule";
}
