import { z } from "zod";

const record = z.looseObject({
  level: z.string(),
  msg: z.string(),
  jobID: z.string().optional(),
  /** `WORKFLOW/JOB`, with the number of the combination: one of a kind in a run. */
  job: z.string().optional(),
  matrix: z.record(z.string(), z.unknown()).nullish(),
  stage: z.string().optional(),
  step: z.string().optional(),
  /** Ids from the job's step down; a step without an id has its number. */
  stepID: z.array(z.string()).optional(),
  stepResult: z.enum(["success", "failure", "skipped"]).optional(),
  command: z.string().optional(),
  name: z.string().optional(),
  arg: z.string().optional(),
  content: z.string().optional(),
  kvPairs: z.record(z.string(), z.string()).nullish(),
  raw_output: z.boolean().optional(),
});

/** One line of what act says with --json. */
export type ActRecord = z.infer<typeof record>;

/** Reads what act said; a line that is no record (of a step's own, or a last word) is left out. */
export function readActLog(out: string): readonly ActRecord[] {
  return out.split("\n").flatMap((line) => readActLine(line) ?? []);
}

function readActLine(line: string): ActRecord | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return record.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** The records as a person reads them. */
export function formatActLog(records: readonly ActRecord[]): string {
  return records.map(({ job = "act", msg }) => `[${job.trim()}] ${msg.trimEnd()}`).join("\n");
}
