import { RunError } from "../src/errors.ts";
import { escape } from "../src/report/markdown/escape.ts";
import { takePulse, type WatchedSchedule } from "./github/heartbeat.ts";
import { trackSchedule } from "./github/heartbeat-issue.ts";
import type { NotDone } from "./github/publication.ts";
import type { Pulse } from "./github/pulse.ts";
import { describeRun } from "./github/run-place.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import type { StepContext } from "./step-context.ts";
import { writeSummary } from "./summary.ts";
import { tellOf } from "./tell-github.ts";

/** What was seen of the schedule, for people and for later steps. */
interface Seen {
  readonly status: "alive" | "stopped" | "unknown";
  readonly text: string;
}

/** Looks whether GitHub still starts the scheduled workflow; a stopped one fails the step. */
export async function runHeartbeat(
  { heartbeat, publishing }: Inputs,
  { env, log, job }: StepContext,
): Promise<Outputs> {
  if (heartbeat === undefined || job.connection === undefined) {
    throw new RunError("SFH912", "The heartbeat is asked for outside of a workflow.", {
      fix: "Use mode heartbeat in a GitHub workflow: it asks GitHub about another one.",
    });
  }
  const pulse = await takePulse(job.connection, heartbeat);
  const seen = describe(pulse, heartbeat);
  if (seen.status === "alive") log.info(seen.text);
  else log.annotate({ level: levels[seen.status], title: `Schedule of ${heartbeat.workflow}`, message: seen.text });
  if (publishing.hasTrackingIssue) tellOf(await trackSchedule(job.connection, heartbeat, pulse), log);
  const summary = ["## secure-foundry-hub heartbeat", "", escape(seen.text), "", describeRun(job.place)].join("\n");
  await writeSummary(summary, env.GITHUB_STEP_SUMMARY);
  const exitCode = seen.status === "stopped" ? 1 : 0;
  if (exitCode !== 0) process.exitCode = exitCode;
  return { status: seen.status, "exit-code": String(exitCode) };
}

const levels = { stopped: "error", unknown: "warning" } as const;

function describe(pulse: Pulse | NotDone, { workflow }: WatchedSchedule): Seen {
  switch (pulse.is) {
    case "alive":
      return {
        status: "alive",
        text: `The schedule of ${workflow} ran last at ${new Date(pulse.lastRunAt).toISOString()}.`,
      };
    case "not begun":
      return { status: "alive", text: `The schedule of ${workflow} is new: it has not run yet.` };
    case "stopped":
      return { status: "stopped", text: `The schedule of ${workflow} has stopped: ${pulse.why}. Fix: ${pulse.fix}` };
    case "not done":
      return { status: "unknown", text: `${pulse.why} ${pulse.fix}` };
  }
}
