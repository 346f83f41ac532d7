/**
 * The worker that PACs are evaluated in: an interpreter compiled to WebAssembly, with no function of the host in it. It
 * may be ended at any moment. For each job a new interpreter: tells "begun" once it stands, then what came of the job.
 */
import { parentPort } from "node:worker_threads";
import { QuickJS } from "quickjs-wasi";
import { quickJsWasm } from "./quickjs-wasm.ts";

/** Enough for a PAC of the greatest size a browser takes. */
const memoryLimit = 64 * 1024 * 1024;

/** Well below what the interpreter has: a recursion without end is its error then, not its end. */
const maxStackSize = 256 * 1024;

interface Job {
  readonly texts: readonly string[];
  /** Milliseconds since the epoch: the time it is inside. */
  readonly now: number;
}

const wasm = quickJsWasm();
parentPort?.on("message", (job: unknown) => {
  if (isJob(job)) void run(job);
});

function isJob(value: unknown): value is Job {
  return typeof value === "object" && value !== null && "texts" in value && "now" in value;
}

async function run({ texts, now }: Job): Promise<void> {
  const vm = await QuickJS.create({
    wasm,
    memoryLimit,
    maxStackSize,
    wasi: (memory: { readonly buffer: ArrayBuffer }) => ({
      clock_time_get: (_clock: number, _precision: bigint, at: number) => {
        new DataView(memory.buffer).setBigUint64(at, BigInt(Math.round(now)) * 1_000_000n, true);
        return 0;
      },
      // Whatever it would print.
      fd_write: () => 8,
    }),
  });
  parentPort?.postMessage("begun");
  parentPort?.postMessage(evaluate(vm, texts));
}

/** The last script's value as text, or the error's own words and where it came from. */
function evaluate(vm: QuickJS, texts: readonly string[]): object {
  try {
    for (const [at, text] of texts.slice(0, -1).entries()) vm.evalCode(text, `script-${at}`).dispose();
    const value = vm.evalCode(texts.at(-1) ?? "").consume((last) => vm.dump(last));
    return { value: cut(String(value)) };
  } catch (error) {
    if (!(error instanceof Error)) return { error: cut(String(error)), stack: "" };
    return { error: cut(`${error.name}: ${error.message}`), stack: cut(error.stack ?? "") };
  }
}

/** More than this is nobody's honest answer. */
function cut(text: string): string {
  return text.slice(0, 100_000);
}
