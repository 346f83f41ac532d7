import { Worker } from "node:worker_threads";
import { z } from "zod";
import { sandboxProgram } from "./sandbox-program.ts";
import { pacScript, type Scripts } from "./scripts.ts";

/** The last script's value, or in one line why there is none. */
export type SandboxOutcome =
  { readonly is: "value"; readonly value: string } | { readonly is: "fails"; readonly why: string };

export interface SandboxLimits {
  /** How long the scripts may run, in ms; whatever they do then, they are ended. */
  readonly limitMs: number;
  readonly signal: AbortSignal | undefined;
}

const messageSchema = z.union([
  z.literal("begun"),
  z.object({ value: z.string() }),
  z.object({ error: z.string(), stack: z.string() }),
]);

/**
 * Evaluates scripts in a worker of their own, with nothing of this process in reach: no environment, no output, no
 * module. The interpreter can't be stopped from inside while it is in one of its own functions, so the worker is ended.
 */
export async function runSandbox({ texts, now }: Scripts, { limitMs, signal }: SandboxLimits): Promise<SandboxOutcome> {
  const worker = new Worker(sandboxProgram, {
    workerData: { texts, now },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  try {
    return await outcomeOf(worker, limitMs, signal);
  } finally {
    await worker.terminate();
  }
}

/** The time counts from when the interpreter stands: a busy machine takes a while until then. */
function outcomeOf(worker: Worker, limitMs: number, signal: AbortSignal | undefined): Promise<SandboxOutcome> {
  return new Promise((resolve, reject) => {
    const end = (why: string): void => resolve({ is: "fails", why });
    worker.on("message", (message: unknown) => {
      const told = messageSchema.parse(message);
      if (told === "begun") {
        AbortSignal.timeout(limitMs).addEventListener("abort", () =>
          end(`it ran for ${limitMs / 1000} s and was stopped`),
        );
      } else {
        resolve("value" in told ? { is: "value", value: told.value } : { is: "fails", why: describeError(told) });
      }
    });
    worker.on("error", (error) => end(`the interpreter gave up: ${oneLine(String(error))}`));
    worker.on("exit", () => end("the interpreter ended without an answer"));
    signal?.addEventListener("abort", () => reject(new Error("cancelled", { cause: signal.reason })), { once: true });
  });
}

function describeError({ error, stack }: { readonly error: string; readonly stack: string }): string {
  const line = new RegExp(`script-${pacScript}:(\\d+)`).exec(stack)?.[1];
  return oneLine(line === undefined ? error : `line ${line}: ${error}`);
}

/** Errors hold whatever the text throws. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
