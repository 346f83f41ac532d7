import { z } from "zod";
import { RunError } from "../errors.ts";
import type { Pac, PacAnswer, Vantage } from "../ports.ts";
import { parseRoutes } from "../snapshot/routes.ts";
import { readPac } from "./pac/read-pac.ts";
import { createSandbox, type Sandbox } from "./pac/sandbox-queue.ts";
import { loadingScripts, askingScripts, type Scripts } from "./pac/scripts.ts";

/** What a PAC is evaluated with. */
export interface PacSurroundings {
  /** How this machine resolves the host that is asked about. */
  readonly resolve: Vantage["resolve"];
  /** The IPv4 address that this machine uses towards others. */
  readonly ownAddress: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long it may take for one host, in ms. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A PAC with its text, ready to be asked. */
export interface OpenedPac extends Pac {
  readonly text: string;
  /** Why it can't be loaded at all; undefined where it can. */
  fault(): Promise<string | undefined>;
}

type Outcome = Awaited<ReturnType<Sandbox["run"]>>;

/** A healthy one takes milliseconds. */
const defaultLimitMs = 5_000;

/** A PAC from a file. Throws RunError SFH912 where it can't be read. */
export async function openPac(file: string, surroundings: PacSurroundings): Promise<OpenedPac> {
  return createPac(file, await readPac(file), surroundings);
}

/** A PAC from its text. Each host is asked in an interpreter of its own: what it does for one doesn't reach the next. */
export function createPac(source: string, text: string, surroundings: PacSurroundings): OpenedPac {
  const { resolve, ownAddress, now, limitMs = defaultLimitMs, signal } = surroundings;
  const sandbox = createSandbox({ limitMs, signal });
  const isCancelled = (): boolean => signal?.aborted === true;
  const run = async (scripts: Scripts): Promise<Outcome> => {
    const outcome = isCancelled() ? undefined : await sandbox.run(scripts);
    if (outcome === undefined || isCancelled()) throw new RunError("SFH905", "Cancelled.");
    return outcome;
  };
  return {
    source,
    text,
    async fault() {
      const outcome = await run(loadingScripts(text, { host: "", addresses: [], ownAddress }, now()));
      return outcome.is === "fails" ? outcome.why : undefined;
    },
    async route(name) {
      const host = name.toLowerCase();
      const resolved = await resolve(host);
      const addresses = resolved.is === "addresses" ? resolved.addresses : resolved.is === "nxdomain" ? [] : null;
      return answerOf(await run(askingScripts(text, { host, addresses, ownAddress }, now())));
    },
  };
}

const answerSchema = z.object({ kind: z.string(), text: z.string(), unanswered: z.array(z.string()) });

/** Whatever the sandbox hands out was made by somebody else's code. */
function answerOf(outcome: Outcome): PacAnswer {
  if (outcome.is === "fails") return outcome;
  const parsed = answerSchema.safeParse(parseJson(outcome.value));
  if (!parsed.success) return { is: "fails", why: "what it gives can't be made sense of" };
  const { kind, text, unanswered } = parsed.data;
  if (kind !== "string" && kind !== "null" && kind !== "undefined") {
    return { is: "fails", why: `FindProxyForURL gives a ${kind}, and a browser takes only a text` };
  }
  return { is: "routes", routes: parseRoutes(text), unanswered };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
