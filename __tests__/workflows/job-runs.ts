import type { ActRecord } from "./act-log.ts";
import { readStepRuns } from "./step-runs.ts";
import type { StepRun } from "./step-runs.ts";

/** One run of a job: the job itself, or one combination of its matrix. */
export interface JobRun {
  readonly id: string;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly conclusion: "success" | "failure";
  /** Steps that ran, in their order, each followed by the steps inside it. */
  readonly steps: readonly StepRun[];
  /** The step at a path of ids, `sfh` or `sfh/run`; throws where it did not run. */
  step(path: string): StepRun;
}

/** What act's records say of each job that ran. */
export function readJobRuns(records: readonly ActRecord[]): readonly JobRun[] {
  const byRun = new Map<string, ActRecord[]>();
  for (const record of records) {
    if (record.job === undefined || record.jobID === undefined) continue;
    byRun.set(record.job, [...(byRun.get(record.job) ?? []), record]);
  }
  return [...byRun.values()].map(readJobRun);
}

function readJobRun(records: readonly ActRecord[]): JobRun {
  const steps = readStepRuns(records);
  const id = records[0]?.jobID ?? "";
  return {
    id,
    matrix: records[0]?.matrix ?? {},
    conclusion: records.some(isJobError) ? "failure" : "success",
    steps,
    step: (path) => {
      const found = steps.find((step) => step.path === path);
      if (found !== undefined) return found;
      throw new Error(`${id} ran no step ${path}, but ${steps.map((step) => step.path).join(", ")}`);
    },
  };
}

/** act says of every combination what it says of the whole matrix; this is how it says what failed one of them. */
function isJobError({ level, command, raw_output: isOutput, stepID = [] }: ActRecord): boolean {
  return level === "error" && command === undefined && isOutput !== true && stepID.length <= 1;
}
