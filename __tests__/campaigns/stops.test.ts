/** SIGINT and SIGTERM at every write and every poll of a run, in a process with the program's own wiring of signals. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { describe, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import type { Fault } from "../../src/twin/twin.ts";
import type { Ended, Running } from "../cli/spawned.ts";
import { freshApprovedOnly, freshInternetOutbound } from "./fresh-estates.ts";
import { inLanes } from "./in-lanes.ts";
import { rehearse } from "./rehearse.ts";
import { sendingMark, sleepingMark } from "./runner-order.ts";
import { openStage, type Moment } from "./stage.ts";

const fresh = freshApprovedOnly();
/** Within that time a process has ended, its report written. */
const patienceMs = 5_000;
const stopping = "Stopping: no new request is begun.";

/** When the signal comes: while the answer to the request is waited for, as it arrives, or in the sleep that follows. */
type When = "waiting" | "answered" | "sleeping";

interface Stop {
  readonly nth: number;
  readonly when: When;
  readonly signal: "SIGINT" | "SIGTERM";
}

interface Stopped extends Ended {
  readonly tookMs: number;
  /** Writes that the twin took. */
  readonly taken: number;
}

const rehearsal = rehearse(fresh);

async function stopAt({ nth, when, signal }: Stop, faults: readonly Fault[] = []): Promise<Stopped> {
  const stage = await openStage({ ...fresh, polls: 2, behaviour: { registryPatch: "lro" }, faults });
  try {
    // Slow enough to be met asleep.
    const running = stage.start(rehearsal.program, { hurry: 400 });
    let seen = 0;
    let signalledAt = Number.NaN;
    const stop = (): void => {
      if (!Number.isNaN(signalledAt)) return;
      signalledAt = performance.now();
      running.child.kill(signal);
    };
    running.child.stderr.on("data", (text: string) => {
      if (when === "sleeping" && seen >= nth && text.includes(sleepingMark)) stop();
    });
    stage.watch({
      after: async (moment) => {
        if (moment.kind === "read" || (seen += 1) !== nth || when === "sleeping") return;
        stop();
        if (when === "waiting") await running.saying(stopping);
      },
    });
    const ended = await running.ended;
    const taken = stage.twin.log.filter(({ isWrite, status }) => isWrite && status < 300).length;
    return { ...ended, taken, tookMs: performance.now() - signalledAt };
  } finally {
    await stage.close();
  }
}

/** Each moment once, in turn; only a poll that says in progress is followed by a sleep. */
function stopsOf(moments: readonly Moment[]): readonly Stop[] {
  const whens = (index: number): readonly When[] =>
    moments[index]?.kind === "poll" && moments[index + 1]?.kind === "poll"
      ? ["sleeping", "waiting"]
      : ["waiting", "answered"];
  return moments.flatMap((_, index) => {
    const [even, odd] = whens(index);
    const when = (index % 2 === 0 ? even : odd) ?? "answered";
    return [{ nth: index + 1, when, signal: index % 4 < 2 ? "SIGINT" : "SIGTERM" } as const];
  });
}

/** What a stopped process owes, as sentences about what is missing. */
function faultsOf({ nth, when }: Stop, { code, out, err, tookMs, taken }: Stopped): readonly string[] {
  const [before = "", after] = err.split(stopping);
  const report = reportSchema.parse(JSON.parse(out));
  const states = report.steps.map(({ state }) => state);
  const done = states.filter((state) => state === "done").length;
  const begun = states.filter((state) => state === "done" || state === "pending").length;
  const isInOrder = /^(done )*(pending )?(planned )*$/.test(states.map((state) => `${state} `).join(""));
  const claims: readonly (readonly [string, boolean])[] = [
    [`ends with 130, and ended with ${String(code)}`, code === 130],
    [`ends within 5 s, and took ${String(tookMs)} ms`, tookMs < patienceMs],
    ["hears of the signal", after !== undefined && before.includes(sendingMark)],
    ["sends nothing after it", after?.includes(sendingMark) === false],
    [`is cancelled, and is ${report.verdict}`, report.verdict === "cancelled"],
    ["says so", report.errors.map((error) => error.code).join() === "SFH905"],
    [`names what was done, pending and left: ${states.join()}`, isInOrder && states.length === steps()],
    [`knows of each write: ${String(taken)} taken, ${states.join()}`, done <= taken && taken <= begun],
  ];
  return claims.flatMap(([claim, holds]) => (holds ? [] : [`stopped at ${String(nth)}, ${when}: ${claim}`]));
}

const steps = (): number => rehearsal.uncut.moments.filter(({ kind }) => kind === "write").length;

/** How long a process lives on once it has said that it heard. */
async function lifeAfterStop(running: Running): Promise<Ended & { readonly tookMs: number }> {
  await running.saying(stopping);
  const heardAt = performance.now();
  return { ...(await running.ended), tookMs: performance.now() - heardAt };
}

describe("a run that is told to stop", () => {
  test(
    "at any write and at any poll sends nothing more, and ends within 5 s with its report",
    { timeout: 600_000 },
    async () => {
      const stops = stopsOf(rehearsal.uncut.moments);
      const stopped = await inLanes(3, stops, async (stop) => ({ stop, result: await stopAt(stop) }));
      const slowest = Math.max(...stopped.map(({ result }) => result.tookMs));
      console.info(`stopped at each of ${String(stops.length)} writes and polls, in ${slowest.toFixed(0)} ms at most`);
      expect(stopped.flatMap(({ stop, result }) => faultsOf(stop, result))).toEqual([]);
    },
  );

  test("after a step had failed ends with 1, and names both", async () => {
    const refusal = { kind: "status", status: 400, code: "ValidationError" } as const;
    const faults: readonly Fault[] = [{ on: { method: "PUT", path: "/outboundRules/" }, do: refusal }];
    const { code, out } = await stopAt({ nth: 9, when: "waiting", signal: "SIGTERM" }, faults);
    const report = reportSchema.parse(JSON.parse(out));
    expect([code, report.verdict, report.errors.map((error) => error.code)]).toEqual([
      1,
      "failed",
      ["SFH909", "SFH905"],
    ]);
    expect(report.steps.map(({ state }) => state)).toEqual(expect.arrayContaining(["failed", "planned"]));
  });

  test("while a name server is asked that never answers doesn't wait for it", async () => {
    const { estate, spec } = freshInternetOutbound();
    const stage = await openStage({ estate, spec, polls: 2 });
    const silent = createSocket("udp4");
    try {
      silent.bind(0, "127.0.0.1");
      await once(silent, "listening");
      const [server = ""] = Object.keys(estate.facts.resolvers ?? {});
      const nameServers = { [server]: `127.0.0.1:${String(silent.address().port)}` };
      const running = stage.start(rehearsal.program, { nameServers });
      silent.once("message", () => running.child.kill("SIGINT"));
      const { code, err, tookMs } = await lifeAfterStop(running);
      expect([code, err.includes("SFH905"), tookMs < 2_000]).toEqual([130, true, true]);
    } finally {
      silent.close();
      await stage.close();
    }
  });

  test("while the Azure CLI is asked for a token doesn't wait for it either", async () => {
    const stage = await openStage({ ...fresh, polls: 2 });
    try {
      // It interrupts whoever called it, and never answers.
      const { program } = rehearsal;
      const az = path.join(program.folder, "az");
      writeFileSync(az, "#!/bin/sh\nkill -s INT $PPID\nread -r never\n", { mode: 0o755 });
      const { code, err, tookMs } = await lifeAfterStop(stage.start(program, { env: { PATH: program.folder } }));
      expect([code, err.includes("SFH905"), tookMs < patienceMs]).toEqual([130, true, true]);
    } finally {
      await stage.close();
    }
  });
});
