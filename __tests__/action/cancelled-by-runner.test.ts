/** A job that is cancelled: the built action, stopped as GitHub's runner stops it, from its sign-in to its last read. */
import { beforeAll, describe, expect, test } from "vitest";
import { closingWorld, openingWorld } from "../campaigns/campaign-world.ts";
import { freshApprovedOnly } from "../campaigns/fresh-estates.ts";
import { hangUp, type Moment, type Stage } from "../campaigns/stage.ts";
import { startTwin } from "../cli/spawned.ts";
import { cancelAsRunner, startStep } from "./as-runner.ts";
import {
  cancelAt,
  describeMoment,
  openStepStage,
  rehearseStep,
  startOn,
  stopping,
  type Cancelled,
  type Stop,
} from "./cancelled-step.ts";
import { serveTokens } from "./workflow-token.ts";

const worlds = { opening: openingWorld(), closing: closingWorld() };
const rehearsed: Record<keyof typeof worlds, readonly Moment[]> = { opening: [], closing: [] };
beforeAll(async () => {
  rehearsed.opening = await rehearseStep(worlds.opening);
  rehearsed.closing = await rehearseStep(worlds.closing);
});

/** The first moment of a run that a pattern finds, as `METHOD path`. */
function first(moments: readonly Moment[], pattern: RegExp): number {
  return moments.findIndex(({ method, path }) => pattern.test(`${method} ${path}`));
}

const isWrite = ({ kind }: Moment): boolean => kind === "write";

interface Point {
  readonly name: string;
  readonly world: keyof typeof worlds;
  readonly when: Stop["when"];
  readonly nth: (moments: readonly Moment[]) => number;
  /** What is under way at the signal. */
  readonly meets: RegExp;
  /** Writes that arrived up to then. */
  readonly writes: number;
  /** Whether it had come so far as to have something to report. */
  readonly reports: boolean;
}

const anyRead = /^GET /;

const points: readonly Point[] = [
  {
    ...{ name: "while it signs in", world: "opening", when: "before", writes: 0, reports: false },
    ...{ nth: (moments) => first(moments, /oauth2/), meets: /^POST v2\.0\/token$/ },
  },
  {
    ...{ name: "before the first read", world: "opening", when: "before", writes: 0, reports: false },
    ...{ nth: (moments) => first(moments, /workspaces\/hub-small$/), meets: /^GET workspaces\/hub-small$/ },
  },
  {
    ...{ name: "while it reads", world: "opening", when: "after", writes: 0, reports: false },
    ...{ nth: (moments) => Math.floor(moments.findIndex(isWrite) / 2), meets: anyRead },
  },
  {
    ...{ name: "at the last read before the plan", world: "opening", when: "after", writes: 0, reports: false },
    ...{ nth: (moments) => moments.findIndex(isWrite) - 1, meets: anyRead },
  },
  {
    ...{ name: "at the first grant", world: "opening", when: "after", writes: 1, reports: true },
    ...{ nth: (moments) => moments.findIndex(isWrite), meets: /^PUT roleAssignments\// },
  },
  {
    ...{ name: "at the write of a rule", world: "opening", when: "before", writes: 3, reports: true },
    ...{ nth: (moments) => first(moments, /^PUT .*outboundRules/), meets: /^PUT outboundRules\// },
  },
  {
    ...{ name: "at an approval", world: "opening", when: "after", writes: 5, reports: true },
    ...{ nth: (moments) => first(moments, /^PUT .*ndpointConnections/), meets: /^PUT privateEndpointConnections\// },
  },
  {
    ...{ name: "while a closing is under way", world: "closing", when: "before", writes: 4, reports: true },
    ...{ nth: (moments) => first(moments, /^PATCH .*registries/), meets: /^PATCH registries\// },
  },
  {
    ...{ name: "between two closings", world: "closing", when: "after", writes: 4, reports: true },
    ...{ nth: (moments) => first(moments, /^PATCH .*registries/) + 20, meets: anyRead },
  },
  {
    ...{ name: "at the last read of all", world: "closing", when: "after", writes: 5, reports: true },
    ...{ nth: (moments) => moments.length - 1, meets: anyRead },
  },
];

/** What a cancelled step owes whoever cancelled it. */
function expectGoodEnd(cancelled: Cancelled, reports: boolean): void {
  const { signals, tookMs, outputs, summary, report, out, writesBefore } = cancelled;
  expect(signals).toEqual(["SIGINT"]);
  expect(tookMs).toBeLessThan(7_000);
  expect(out).toContain(stopping);
  expect(outputs).toMatchObject({ status: "cancelled", "exit-code": "130" });
  expect(summary).toContain("SFH905");
  if (!reports) return;
  expect([report?.verdict, report?.errors.map((error) => error.code)]).toEqual(["cancelled", ["SFH905"]]);
  const states = report?.steps.map(({ state }) => state) ?? [];
  expect(states.join(" ")).toMatch(/^(done ?)*(pending ?)?(planned ?)*$/);
  // A step is a write: those that arrived are told as begun, and no others.
  expect(states.filter((state) => state !== "planned")).toHaveLength(writesBefore.length);
}

/** The hub works, and whoever runs the step again comes to the end. */
async function expectGoodWorld(stage: Stage): Promise<void> {
  expect(stage.lost).toEqual([]);
  const again = await stage.runHere();
  expect([again.verdict, again.errors, stage.lost]).toEqual(["private", [], []]);
}

describe("a step that is cancelled", () => {
  test.each(points)(
    "$name writes nothing more, says what it did, ends by itself, and leaves a hub that works",
    async ({ world: name, when, nth, meets, writes, reports }) => {
      const world = worlds[name];
      const moments = rehearsed[name];
      const stage = await openStepStage(world);
      try {
        const cancelled = await cancelAt(stage, world, { nth: nth(moments), when });
        expect(cancelled.met === undefined ? "" : describeMoment(cancelled.met)).toMatch(meets);
        const before = moments.filter(isWrite).map(describeMoment).slice(0, writes);
        expect([cancelled.writesBefore, cancelled.writesAfter]).toEqual([before, []]);
        expectGoodEnd(cancelled, reports);
        await expectGoodWorld(stage);
      } finally {
        await stage.close();
      }
    },
  );

  test("while it sleeps between two looks at the provisioning does the same", async () => {
    const world = freshApprovedOnly();
    const stage = await openStepStage(world, 70);
    try {
      // Everything before is done: an earlier run, whose provisioning never arrived.
      stage.watch({
        before: ({ path }) => {
          if (path.endsWith("/provisionManagedNetwork")) throw hangUp();
        },
      });
      await stage.runHere();
      const arrived: Moment[] = [];
      stage.watch({ before: (moment) => void arrived.push(moment) });
      const step = startOn(stage, world);
      await step.saying("waiting  for the managed network");
      const seen = arrived.length;
      const { over } = cancelAsRunner(step);
      const { code, out } = await step.ended;
      expect(arrived.at(-1)?.kind).toBe("poll");
      expect(arrived.slice(seen)).toEqual([]);
      const writes = arrived.filter(isWrite).map(describeMoment);
      expect(writes).toEqual(["POST hub-northwind/provisionManagedNetwork"]);
      const met = { met: undefined, writesBefore: writes, writesAfter: [] };
      expectGoodEnd({ ...step.files(), ...(await over), ...met, code, out }, true);
      stage.watch({});
      await expectGoodWorld(stage);
    } finally {
      await stage.close();
    }
  });

  test("while GitHub is asked for a token doesn't wait for it", async () => {
    const twin = await startTwin("hardened");
    let cancel = (): void => undefined;
    const github = await serveTokens(() => {
      cancel();
      return undefined;
    });
    try {
      const { ARM_CLOUD_METADATA_URL = "", NODE_EXTRA_CA_CERTS = "" } = twin.env;
      const inputs = { mode: "apply", hub: twin.hub, "client-id": twin.clientId, "tenant-id": twin.tenantId };
      const step = startStep(inputs, { ARM_CLOUD_METADATA_URL, NODE_EXTRA_CA_CERTS, ...github.env });
      const over = new Promise<Awaited<ReturnType<typeof cancelAsRunner>["over"]>>((resolve) => {
        cancel = () => resolve(cancelAsRunner(step).over);
      });
      const { code, out } = await step.ended;
      const nothing = { met: undefined, writesBefore: [], writesAfter: [] };
      expectGoodEnd({ ...step.files(), ...(await over), ...nothing, code, out }, false);
      expect(await twin.writes()).toEqual([]);
    } finally {
      github.close();
      await twin.stop();
    }
  });

  test("twice ends at once", async () => {
    const stage = await openStepStage(worlds.opening);
    try {
      const step = startOn(stage, worlds.opening);
      await step.saying("begin    declare rule");
      // Held still, so that it finds both signals waiting: two of a kind would count as one.
      for (const signal of ["SIGSTOP", "SIGINT", "SIGTERM", "SIGCONT"] as const) step.child.kill(signal);
      const { code, out } = await step.ended;
      const { outputs, summary } = step.files();
      expect([code, outputs.status, summary]).toEqual([130, undefined, ""]);
      expect(out).toContain(stopping);
      expect(stage.lost).toEqual([]);
    } finally {
      await stage.close();
    }
  });
});
