import type { ActRecord } from "./act-log.ts";
import { readStepRuns } from "./step-runs.ts";
import type { StepRun } from "./step-runs.ts";

/** One run of a job: the job itself, or one combination of its matrix. */
export interface JobRun {
  readonly id: string;
  /** The job that called the workflow it is in; undefined for the jobs of the one that was started. */
  readonly caller: string | undefined;
  readonly matrix: Readonly<Record<string, unknown>>;
  readonly conclusion: "success" | "failure";
  /** Steps that ran, in their order, each followed by the steps inside it. */
  readonly steps: readonly StepRun[];
  /** The step at a path of ids, `sfh` or `sfh/run`; throws where it did not run. */
  step(path: string): StepRun;
}

/** What act's records say of each job that ran. */
export function readJobRuns(records: readonly ActRecord[]): readonly JobRun[] {
  const byName = new Map<string, ActRecord[]>();
  for (const record of records) {
    if (record.job === undefined || record.jobID === undefined) continue;
    byName.set(record.job, [...(byName.get(record.job) ?? []), record]);
  }
  const callers = [...byName.values()].flatMap(([first, ...more]) =>
    first?.jobID === undefined || [first, ...more].some(({ step }) => step !== undefined) ? [] : [first.jobID],
  );
  // act names a called job `CALLER/WORKFLOW/JOB`.
  const callerOf = (name: string): string | undefined => callers.find((caller) => name.startsWith(`${caller}/`));
  const failed = [...byName].filter(([, own]) => own.some(isJobError)).map(([name]) => name);
  return [...byName].map(([name, own]) => {
    const id = own[0]?.jobID ?? "";
    const isFailed = failed.some((other) => other === name || (callers.includes(id) && callerOf(other) === id));
    return readJobRun(id, callerOf(name), own, isFailed ? "failure" : "success");
  });
}

function readJobRun(
  id: string,
  caller: string | undefined,
  records: readonly ActRecord[],
  conclusion: JobRun["conclusion"],
): JobRun {
  const steps = readStepRuns(records);
  return {
    ...{ id, caller, conclusion, steps, matrix: records[0]?.matrix ?? {} },
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
