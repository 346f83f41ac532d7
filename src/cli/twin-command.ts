import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { InvalidArgumentError, Option, type Command } from "commander";
import { RunError } from "../errors.ts";
import { serveTwin, type ServedTwin } from "../twin/serve.ts";
import { createTwin, type Pace, type TwinClock, type TwinOptions } from "../twin/twin.ts";
import { describeVantage } from "../twin/vantage/vantage-report.ts";
import { readEstate } from "./estate-source.ts";
import type { Shell } from "./shell.ts";
import { readBehaviour, readFaults } from "./twin-files.ts";

interface TwinPace {
  readonly pace: Pace;
  /** How many times faster than the machine's the twin's time runs. */
  readonly speed: number;
}

interface TwinCommandOptions {
  readonly estate: string;
  readonly port: number;
  readonly pace: TwinPace;
  readonly faults?: string;
  readonly behaviour?: string;
  readonly latency: number;
  readonly print?: boolean;
}

const instant: TwinPace = { pace: { kind: "instant" }, speed: 1 };
const dayMs = 24 * 3_600_000;

/** `twin`: serves an estate over HTTPS on this machine until it is stopped. */
export function addTwinCommand(program: Command, shell: Shell): void {
  program
    .command("twin")
    .summary("serve an estate as if it were Azure, on this machine")
    .description(
      "Serves an estate over HTTPS on localhost until stopped; writes one line of JSON that says how to reach it. With --print it writes the estate instead.",
    )
    .requiredOption("--estate <name or file>", "a built-in estate, or an estate file")
    .option("--print", "write the estate as JSON and serve nothing: a sample for a file of your own")
    .addOption(new Option("--port <number>", "port to serve on; 0 takes a free one").argParser(parsePort).default(0))
    .addOption(
      new Option(
        "--pace <pace>",
        "how long operations take: instant, polls:N, or clock:K (K times as fast as real time)",
      )
        .argParser(parsePace)
        .default(instant, "instant"),
    )
    .option("--faults <file>", "disturb requests as this JSON file says")
    .option("--behaviour <file>", "choose, in a JSON file, what is not confirmed of Azure")
    .addOption(
      new Option("--latency <ms>", "how long each answer takes besides").argParser(parseMilliseconds).default(0),
    )
    .action(async (options: TwinCommandOptions) => {
      if (options.print === true) {
        shell.out.write(`${JSON.stringify(await readEstate(options.estate), undefined, 2)}\n`);
        return;
      }
      shell.sayOnStop("Stopping the twin. Once more ends it at once.");
      const served = await serve(options);
      const folder = await mkdtemp(path.join(tmpdir(), "secure-foundry-hub-"));
      try {
        const caFile = path.join(folder, "ca.pem");
        await writeFile(caFile, served.caPem);
        shell.out.write(`${JSON.stringify(describeTwin(served, caFile))}\n`);
        if (!shell.signal.aborted) await once(shell.signal, "abort");
      } finally {
        await rm(folder, { recursive: true, force: true });
        await served.close();
      }
      shell.err.write("The twin has stopped; nothing of it is left.\n");
    });
}

async function serve(options: TwinCommandOptions): Promise<ServedTwin> {
  const { port } = options;
  const twinOptions = await readTwinOptions(options);
  try {
    return await serveTwin((baseUrl) => createTwin({ ...twinOptions, baseUrl }), { port, sleep, vantage: true });
  } catch (error) {
    throw new RunError(
      "SFH912",
      `Port ${port} can't be served on: ${error instanceof Error ? error.message : String(error)}`,
      {
        fix: "Give another --port, or none.",
        cause: error,
      },
    );
  }
}

async function readTwinOptions(options: TwinCommandOptions): Promise<TwinOptions> {
  const { pace, speed } = options.pace;
  // A client counts a token's life in its own time; in a faster one it would run out early.
  const paced = speed === 1 ? {} : { tokenLifetime: dayMs * speed };
  const chosen = options.behaviour === undefined ? {} : await readBehaviour(options.behaviour);
  return {
    ...{ estate: await readEstate(options.estate), pace, clock: createFastClock(speed) },
    behaviour: { ...paced, ...chosen },
    faults: options.faults === undefined ? [] : await readFaults(options.faults),
    latencyMs: options.latency,
  };
}

function describeTwin({ baseUrl, twin, vantage }: ServedTwin, caFile: string): Readonly<Record<string, unknown>> {
  const { tenantId, clientId, clientSecret } = twin.credentials;
  return {
    arm: baseUrl,
    metadataUrl: `${baseUrl}/metadata/endpoints?api-version=2022-09-01`,
    caFile,
    tenantId,
    clientId,
    clientSecret,
    hub: twin.estate().hub,
    pid: process.pid,
    ...(vantage === undefined ? {} : { vantage: describeVantage(vantage) }),
  };
}

/** The machine's time from now on, so many times as fast. */
function createFastClock(speed: number): TwinClock {
  const startAt = Date.now();
  return { now: () => startAt + (Date.now() - startAt) * speed };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  return port;
}

function parseMilliseconds(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number of milliseconds.");
  return Number(text);
}

function parsePace(text: string): TwinPace {
  const [kind, amount = ""] = text.split(":");
  const n = Number(amount);
  if (text === "instant") return instant;
  if (kind === "polls" && /^\d+$/.test(amount)) return { pace: { kind: "polls", polls: n }, speed: 1 };
  if (kind === "clock" && n > 0 && Number.isFinite(n)) return { pace: { kind: "clock" }, speed: n };
  throw new InvalidArgumentError("It must be instant, polls:N or clock:K.");
}
