import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { argumentsOf, environmentOf, homeOf } from "./act-command.ts";
import type { ActRun } from "./act-command.ts";
import { formatActLog, readActLog } from "./act-log.ts";
import type { ActRecord } from "./act-log.ts";
import { endLeftBehind } from "./left-behind.ts";

export interface ActEnded {
  readonly records: readonly ActRecord[];
  readonly exitCode: number | null;
  /** Programs that outlived it; they have been ended. */
  readonly leftBehind: readonly string[];
}

/** No workflow here takes as long. */
const limitMs = 150_000;

/** Runs act to its end, and ends what it leaves behind. Rejects where it takes too long or leaves a job out. */
export async function runAct(run: ActRun): Promise<ActEnded> {
  await mkdir(homeOf(run));
  const { out, err, exitCode, isLate } = await spawnAct(run);
  const leftBehind = await endLeftBehind("HOME", homeOf(run));
  const records = readActLog(out);
  const log = `${formatActLog(records)}\n${err}`;
  if (isLate) throw new Error(`act did not end in ${limitMs / 1000} s:\n${log}`);
  if (log.includes("Skipping unsupported platform")) throw new Error(`There is no runner for a job:\n${log}`);
  if (!records.some(({ jobID }) => jobID !== undefined)) throw new Error(`act ran no job:\n${log}`);
  return { records, exitCode, leftBehind };
}

interface Spawned {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number | null;
  readonly isLate: boolean;
}

async function spawnAct(run: ActRun): Promise<Spawned> {
  const child = spawn(run.program, argumentsOf(run), {
    cwd: run.workspace,
    env: environmentOf(run),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, limitMs);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (run.stopAt !== undefined && hasPrinted(out, run.stopAt)) child.kill("SIGINT");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  await once(child, "close");
  clearTimeout(timer);
  return { out, err, exitCode: child.exitCode, isLate };
}

/** Whether a step has printed it; its script may hold it too. */
function hasPrinted(out: string, text: string): boolean {
  return readActLog(out).some(({ raw_output: isOutput, msg }) => isOutput === true && msg.includes(text));
}
