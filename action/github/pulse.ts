/** What GitHub says of a workflow and its schedule. Times in milliseconds since the epoch. */
export interface ScheduleFacts {
  /** The workflow's file name. */
  readonly workflow: string;
  /** `active`, `disabled_inactivity`, `disabled_manually`, `disabled_fork`, `deleted`. */
  readonly state: string;
  /** When the workflow came into being, or was changed last. */
  readonly changedAt: number;
  /** The newest run its schedule started. */
  readonly lastRun: { readonly startedAt: number; readonly url: string } | undefined;
}

/** Whether a schedule still beats. */
export type Pulse =
  | { readonly is: "alive"; readonly lastRunAt: number; readonly url: string }
  /** New: its time may just not have come. */
  | { readonly is: "not begun" }
  | { readonly is: "stopped"; readonly why: string; readonly fix: string };

const hourMs = 3_600_000;

const disabled: Readonly<Record<string, string>> = {
  disabled_inactivity: "GitHub turned it off, because nothing happened in the repository for 60 days",
  disabled_manually: "somebody turned it off",
  disabled_fork: "GitHub leaves schedules off in a fork until somebody turns them on",
};

/** Judges a schedule at `now` by its newest run: every run counts, also one that failed. */
export function judgePulse(facts: ScheduleFacts, maxAgeHours: number, now: number): Pulse {
  const { workflow, state, lastRun } = facts;
  if (state === "deleted") {
    return { is: "stopped", why: "the workflow was deleted", fix: `Put .github/workflows/${workflow} back.` };
  }
  if (state !== "active") {
    return { is: "stopped", why: disabled[state] ?? `it is ${state}`, fix: `gh workflow enable ${workflow}` };
  }
  const isRecent = (at: number): boolean => now - at <= maxAgeHours * hourMs;
  if (lastRun !== undefined && isRecent(lastRun.startedAt)) {
    return { is: "alive", lastRunAt: lastRun.startedAt, url: lastRun.url };
  }
  // A schedule that was added or turned on just now has had no time to beat.
  if (isRecent(facts.changedAt)) return { is: "not begun" };
  const since =
    lastRun === undefined
      ? "its schedule never started a run"
      : `its schedule started no run since ${new Date(lastRun.startedAt).toISOString()}`;
  return {
    is: "stopped",
    why: `${since}, though it is turned on; see that on.schedule is on the default branch`,
    fix: `gh workflow disable ${workflow} && gh workflow enable ${workflow}`,
  };
}
