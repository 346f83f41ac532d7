import { oneLine } from "../not-connected.ts";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { sandboxProgram } from "./sandbox-program.ts";
import { pacScript, type Scripts } from "./scripts.ts";

/** Errors hold whatever the text throws. */
const mostCharacters = 200;

/** The last script's value, or in one line why there is none. */
export type SandboxOutcome =
  | { readonly is: "value"; readonly value: string }
  | { readonly is: "fails"; readonly why: string }
  /** The worker is at its end, or has to be ended: it takes no other job. */
  | { readonly is: "lost"; readonly why: string };

/** One worker, for one job after another. */
export interface SandboxWorker {
  /** Evaluates scripts in a new interpreter, once the job before is done. */
  evaluate(scripts: Scripts): Promise<SandboxOutcome>;
  end(): Promise<void>;
}

export interface SandboxLimits {
  /** How long one job may run, in ms. */
  readonly limitMs: number;
  /** Aborted: whatever runs is lost. */
  readonly signal: AbortSignal | undefined;
}

const messageSchema = z.union([
  z.literal("begun"),
  z.object({ value: z.string() }),
  z.object({ error: z.string(), stack: z.string() }),
]);

/**
 * A worker with nothing of this process in reach: no environment, no output, no module. The interpreter can't be stopped
 * from inside while it is in one of its own functions; a worker can.
 */
export function startWorker({ limitMs, signal }: SandboxLimits): SandboxWorker {
  const worker = new Worker(sandboxProgram, { env: {}, execArgv: [], stdout: true, stderr: true });
  let settle: (outcome: SandboxOutcome) => void = () => undefined;
  worker.on("message", (message: unknown) => {
    const told = messageSchema.safeParse(message).data;
    // A busy machine takes a while until the interpreter stands.
    if (told === "begun") settleLate(settle, limitMs);
    else settle(told === undefined ? lost("it told something else than an answer") : outcomeOf(told));
  });
  worker.on("error", (error) => settle(lost(`the interpreter gave up: ${oneLine(String(error), mostCharacters)}`)));
  worker.on("exit", () => settle(lost("the interpreter ended without an answer")));
  signal?.addEventListener("abort", () => settle(lost("cancelled")), { once: true });
  return {
    evaluate: (scripts) =>
      new Promise((resolve) => {
        settle = resolve;
        worker.postMessage(scripts);
      }),
    end: async () => {
      await worker.terminate();
    },
  };
}

function settleLate(settle: (outcome: SandboxOutcome) => void, limitMs: number): void {
  const why = `it ran for ${limitMs / 1000} s and was stopped`;
  AbortSignal.timeout(limitMs).addEventListener("abort", () => settle(lost(why)), { once: true });
}

function lost(why: string): SandboxOutcome {
  return { is: "lost", why };
}

type Told = Exclude<z.infer<typeof messageSchema>, "begun">;

function outcomeOf(told: Told): SandboxOutcome {
  if ("value" in told) return { is: "value", value: told.value };
  const line = new RegExp(`script-${pacScript}:(\\d+)`).exec(told.stack)?.[1];
  return { is: "fails", why: oneLine(line === undefined ? told.error : `line ${line}: ${told.error}`, mostCharacters) };
}
