import type { JWTPayload } from "jose";
import { formatActLog } from "./act-log.ts";
import type { ActRecord } from "./act-log.ts";
import { readJobRuns } from "./job-runs.ts";
import type { JobRun } from "./job-runs.ts";
import { tellingJob } from "./told-jobs.ts";
import type { JobTold } from "./told-jobs.ts";

/** What came of a workflow. */
export interface WorkflowResult {
  readonly conclusion: "success" | "failure";
  /** What the rest of a workflow would see of each job of the one that was started, as `needs.ID`. */
  readonly jobs: Readonly<Record<string, JobTold>>;
  /** Jobs that ran, each combination of a matrix for itself, those of called workflows too. */
  readonly runs: readonly JobRun[];
  /** The one run of a job, or of the combination that has these values; throws where there is none, or more. */
  run(id: string, matrix?: Readonly<Record<string, unknown>>): JobRun;
  /** Claims of the identity tokens that jobs were given. */
  readonly tokens: readonly JWTPayload[];
  /** Folders of the artifacts in store, by their names. */
  readonly artifacts: ReadonlyMap<string, string>;
  /** Values that a step asked to be hidden. */
  readonly masked: readonly string[];
  /** Programs that outlived the run; they have been ended. */
  readonly leftBehind: readonly string[];
  /** All that was said, for a person. */
  readonly log: string;
}

export interface Ingredients extends Pick<WorkflowResult, "tokens" | "artifacts" | "leftBehind"> {
  readonly records: readonly ActRecord[];
  readonly exitCode: number | null;
  readonly jobs: Readonly<Record<string, JobTold>>;
}

export function makeWorkflowResult({ records, exitCode, jobs, ...rest }: Ingredients): WorkflowResult {
  const runs = readJobRuns(records).filter(({ id }) => id !== tellingJob);
  const log = formatActLog(records);
  return {
    ...rest,
    // act comes to no other job where a called workflow failed.
    jobs: Object.keys(jobs).length > 0 ? jobs : conclusionsOf(runs),
    runs,
    log,
    conclusion: exitCode === 0 ? "success" : "failure",
    masked: records.flatMap(({ command, arg = "" }) => (command === "add-mask" ? [arg] : [])),
    run: (id, matrix = {}) => {
      const has = (run: JobRun): boolean => Object.entries(matrix).every(([key, value]) => run.matrix[key] === value);
      const [found, ...more] = runs.filter((run) => run.id === id && has(run));
      if (found !== undefined && more.length === 0) return found;
      throw new Error(
        `${more.length === 0 ? "no run" : "more than one run"} of ${id} ${JSON.stringify(matrix)}\n${log}`,
      );
    },
  };
}

function conclusionsOf(runs: readonly JobRun[]): Readonly<Record<string, JobTold>> {
  const own = runs.filter(({ caller }) => caller === undefined);
  return Object.fromEntries(own.map(({ id, conclusion }) => [id, { result: conclusion, outputs: {} }]));
}
