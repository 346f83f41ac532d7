/** The built action as GitHub's runner starts and stops it. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import type { z } from "zod";
import { reportSchema } from "../../src/report/report-schema.ts";
import { root, scratchFile, scratchFolder, start, type Ended, type Running, type Variables } from "../cli/spawned.ts";

/** What a step leaves behind for the job. */
export interface StepFiles {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Undefined where no output says where it is. */
  readonly report: z.infer<typeof reportSchema> | undefined;
}

export interface RunningStep extends Running {
  /** What is there now. */
  readonly files: () => StepFiles;
}

/** Starts the step with inputs as variables, files for outputs and summary, and a workspace to be in. */
export function startStep(inputs: Variables, env: Variables, workspace = scratchFolder()): RunningStep {
  const outputFile = scratchFile("output", "");
  const summaryFile = scratchFile("summary", "");
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const);
  const runner = { GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile, RUNNER_TEMP: scratchFolder() };
  const variables = { ...env, ...runner, ...Object.fromEntries(given) };
  const running = start(path.join(root, "dist/action.js"), [], variables, workspace);
  return {
    ...running,
    files: () => {
      const outputs = readOutputs(outputFile);
      return { outputs, summary: readFileSync(summaryFile, "utf8"), report: readReport(outputs["report-path"]) };
    },
  };
}

/** Runs it to its end. */
export async function runStep(inputs: Variables, env: Variables): Promise<Ended & StepFiles> {
  const step = startStep(inputs, env);
  return { ...(await step.ended), ...step.files() };
}

/** `name<<delimiter`, value, delimiter. */
function readOutputs(file: string): Readonly<Record<string, string>> {
  const found = readFileSync(file, "utf8").matchAll(/^(\S+?)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name = "", , value = ""]) => [name, value]));
}

function readReport(file: string | undefined): StepFiles["report"] {
  if (file === undefined || !existsSync(file)) return undefined;
  return reportSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** The runner's patience: SIGTERM that long after SIGINT, and the end of everything that long after SIGTERM. */
const graceMs = { SIGTERM: 7_500, SIGKILL: 10_000 };

/** Stops a step as the runner does when a job is cancelled: the entry process only, one signal after another until it ends. */
export function cancelAsRunner({ child, ended }: Running): {
  /** Every signal that was needed, and how long it took. */
  readonly over: Promise<{ readonly signals: readonly NodeJS.Signals[]; readonly tookMs: number }>;
} {
  const signals: NodeJS.Signals[] = [];
  const send = (signal: NodeJS.Signals): void => {
    if (child.kill(signal)) signals.push(signal);
  };
  const begun = performance.now();
  send("SIGINT");
  const timers = (["SIGTERM", "SIGKILL"] as const).map((signal) => setTimeout(() => send(signal), graceMs[signal]));
  const over = ended.then(() => {
    for (const timer of timers) clearTimeout(timer);
    return { signals, tookMs: performance.now() - begun };
  });
  return { over };
}
