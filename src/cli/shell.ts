import { setMaxListeners } from "node:events";
import { createInterface } from "node:readline/promises";
import { ansiPalette, plainPalette, type Palette } from "../report/palette.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command sees of the process it runs in. */
export interface Shell {
  readonly env: Environment;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** What is said when a signal comes, instead of what is said of a run. */
  readonly sayOnStop: (text: string) => void;
  /** Data. */
  readonly out: Stream;
  /** Progress and errors. */
  readonly err: Stream;
  /** Asks a person; undefined where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** The exit code; the worst is up to the command. */
  readonly end: (code: number) => void;
}

export interface Stream {
  readonly palette: Palette;
  /** Columns. */
  readonly width: number;
  readonly write: (text: string) => void;
}

/** What is needed of Node's own `process`. */
export type HostProcess = Pick<NodeJS.Process, "env" | "stdin" | "stdout" | "stderr" | "on" | "exit" | "exitCode">;

/** How long what is still under way keeps a stopped process whose report is written; enough for a slow reader of it. */
const leaveMs = 1_000;

/** The shell of this process. A second SIGINT or SIGTERM ends it at once. */
export function createShell(host: HostProcess): Shell {
  const out = createStream(host, host.stdout, "standard output");
  const err = createStream(host, host.stderr, "standard error");
  const isInteractive = host.stdin.isTTY && host.stderr.isTTY && (host.env.CI ?? "") === "";
  const stop = { text: "Stopping: no new request is begun. Once more ends it at once." };
  const signal = listenForStop(host, () => err.write(`${stop.text}\n`));
  return {
    env: host.env,
    signal,
    sayOnStop: (text) => {
      stop.text = text;
    },
    out,
    err,
    ask: isInteractive ? (question) => ask(host, signal, question) : undefined,
    end: (code) => {
      host.exitCode = code;
      // Whoever said stop waits for nobody else: an Azure CLI that was asked for a token, a name server, a retry.
      if (signal.aborted) setTimeout(() => host.exit(), leaveMs).unref();
    },
  };
}

function createStream(host: HostProcess, stream: NodeJS.WriteStream, name: string): Stream {
  // Whoever reads may stop reading (`| head`): that is no fault. A full disk is one.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    if (stream !== host.stderr) host.stderr.write(`error: ${name} can't be written: ${error.message}\n`);
    host.exit(1);
  });
  const isColourful = stream.isTTY && (host.env.NO_COLOR ?? "") === "" && host.env.TERM !== "dumb";
  return {
    palette: isColourful ? ansiPalette : plainPalette,
    // A terminal that doesn't tell says 0.
    width: stream.isTTY && stream.columns > 0 ? Math.min(stream.columns, 120) : 100,
    write: (text) => stream.write(text),
  };
}

function listenForStop(host: HostProcess, announce: () => void): AbortSignal {
  const controller = new AbortController();
  // Every request under way listens.
  setMaxListeners(0, controller.signal);
  const stop = (): void => {
    if (controller.signal.aborted) host.exit(130);
    announce();
    controller.abort();
  };
  host.on("SIGINT", stop);
  host.on("SIGTERM", stop);
  return controller.signal;
}

async function ask(host: HostProcess, signal: AbortSignal, question: string): Promise<string> {
  const lines = createInterface({ input: host.stdin, output: host.stderr });
  // A terminal in line mode gives Ctrl-C to the reader, not to the process.
  lines.on("SIGINT", () => host.exit(130));
  try {
    return await lines.question(question, { signal });
  } catch (error) {
    if (signal.aborted) return "";
    throw error;
  } finally {
    lines.close();
  }
}
