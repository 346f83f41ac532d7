import type { ActRecord } from "./act-log.ts";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
}

/** One run of a step. */
export interface StepRun {
  /** Ids from the job's step down, `sfh/run`; a step without an id has its number. */
  readonly path: string;
  readonly name: string;
  /** Before `continue-on-error`. */
  readonly outcome: "success" | "failure" | "skipped";
  readonly outputs: Readonly<Record<string, string>>;
  /** Its own annotations, and those of the steps inside it: GitHub shows them on the job's step. */
  readonly annotations: readonly Annotation[];
  /** What it wrote to the job summary, a text each; where it has steps inside, they have it. */
  readonly summaries: readonly string[];
  /** What it printed, commands left out, secrets hidden. */
  readonly said: string;
}

/** What the records of one job say of each step that ran. */
export function readStepRuns(records: readonly ActRecord[]): readonly StepRun[] {
  const main = records.filter(({ stage, stepID }) => stage === "Main" && stepID !== undefined);
  const paths = [...new Set(main.map(pathOf))];
  const hasInside = (path: string): boolean => paths.some((other) => other.startsWith(`${path}/`));
  return paths.map((path) => {
    const own = main.filter((record) => pathOf(record) === path);
    const within = main.filter((record) => `${pathOf(record)}/`.startsWith(`${path}/`));
    return {
      path,
      name: own[0]?.step ?? "",
      outcome: own.findLast(({ stepResult }) => stepResult !== undefined)?.stepResult ?? "skipped",
      outputs: Object.fromEntries((hasInside(path) ? untilResult(own) : own).flatMap(readOutput)),
      annotations: within.flatMap((record) => readAnnotation(record) ?? []),
      // act repeats for a step what the steps inside it wrote.
      summaries: hasInside(path) ? [] : own.flatMap(({ command, content }) => readSummary(command, content)),
      said: own.flatMap(({ raw_output: isOutput, msg }) => (isOutput === true ? [msg] : [])).join(""),
    };
  });
}

function pathOf({ stepID = [] }: ActRecord): string {
  return stepID.join("/");
}

/**
 * What a step with steps inside says before its result is what its manifest hands out. Afterwards act adds all that the
 * steps inside gave, handed out or not, and so do a job's outputs.
 */
function untilResult(records: readonly ActRecord[]): readonly ActRecord[] {
  const end = records.findIndex(({ stepResult }) => stepResult !== undefined);
  return end < 0 ? records : records.slice(0, end);
}

function readOutput({ command, name, arg }: ActRecord): readonly (readonly [string, string])[] {
  return command === "set-output" && name !== undefined ? [[name, arg ?? ""]] : [];
}

function readSummary(command: string | undefined, content: string | undefined): readonly string[] {
  return command === "summary" && content !== undefined ? [content] : [];
}

function readAnnotation({ command, arg = "", kvPairs }: ActRecord): Annotation | undefined {
  if (command !== "error" && command !== "warning" && command !== "notice") return undefined;
  return { level: command, title: kvPairs?.title ?? "", message: arg };
}
