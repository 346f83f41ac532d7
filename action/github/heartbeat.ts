import { z } from "zod";
import type { Connection } from "./connection.ts";
import { explainTrouble, type Need } from "./explain-trouble.ts";
import { troubleOf } from "./github-error.ts";
import { openGitHub, type GitHub } from "./github.ts";
import type { NotDone } from "./publication.ts";
import { judgePulse, type Pulse, type ScheduleFacts } from "./pulse.ts";

/** The schedule to watch. */
export interface WatchedSchedule {
  /** The file's name in .github/workflows, or its path from the root. */
  readonly workflow: string;
  /** How old its newest run may be: the cron's longest pause, and some for GitHub's delays. */
  readonly maxAgeHours: number;
}

const need: Need = { what: "Whether the schedule still runs can't be told", permission: "actions: read" };
const one = "/repos/{owner}/{repo}/actions/workflows/{workflow_id}";
const time = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) context.addIssue("not a time");
  return ms;
});
const workflowSchema = z.looseObject({ state: z.string().regex(/^\w+$/), created_at: time, updated_at: time });
const runsSchema = z.looseObject({
  workflow_runs: z.array(z.looseObject({ created_at: time, html_url: z.string() })),
});

/** Asks whether GitHub still starts a schedule. Never throws. To be asked from elsewhere: a stopped schedule can't. */
export async function takePulse(connection: Connection, schedule: WatchedSchedule): Promise<Pulse | NotDone> {
  try {
    const facts = await readSchedule(openGitHub(connection), fileOf(schedule));
    return judgePulse(facts, schedule.maxAgeHours, connection.clock.now());
  } catch (error) {
    return explainTrouble(troubleOf(error), need, connection);
  }
}

/** The file's name: what GitHub takes for an id. */
export function fileOf({ workflow }: WatchedSchedule): string {
  return workflow.split("/").at(-1) ?? workflow;
}

async function readSchedule(github: GitHub, workflow: string): Promise<ScheduleFacts> {
  const id = { workflow_id: workflow };
  const { state, created_at, updated_at } = await github.send(`GET ${one}`, id, workflowSchema);
  const newest = { ...id, event: "schedule", per_page: 1 };
  const { workflow_runs: runs } = await github.send(`GET ${one}/runs`, newest, runsSchema);
  const [run] = runs;
  return {
    workflow,
    state,
    changedAt: Math.max(created_at, updated_at),
    lastRun: run === undefined ? undefined : { startedAt: run.created_at, url: run.html_url },
  };
}
