/**
 * The fault campaign on one estate, as tests. What passes when asked again is met at every request, many in one run. An
 * answer that stands is met alone: every kind at every write and every poll; at the other reads one kind each, in turn,
 * or all of them with SFH_FAULTS=all (hours).
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { LogEntry } from "../../src/twin/twin.ts";
import type { CampaignWorld } from "./campaign-world.ts";
import { FaultCampaign, isMet, surveyOf, type Survey } from "./fault-campaign.ts";
import { lastingKinds, operationKinds, passingKinds, type FaultKind } from "./fault-kinds.ts";

const isWhole = process.env.SFH_FAULTS === "all";
const timeout = isWhole ? 24 * 3_600_000 : 1_200_000;
/** Of every how many requests one meets a passing fault: each costs seconds, and a look may take a minute. */
const stride = 12;

const isOther = (request: LogEntry): boolean => !request.isWrite && !isPoll(request);
const isPoll = ({ id }: LogEntry): boolean => /\/[^/]*operation[^/]*\//i.test(id);

interface Case {
  readonly kind: FaultKind;
  /** From 1. */
  readonly nth: number;
}

export function describeFaults(name: string, makeWorld: () => CampaignWorld): void {
  describe(`a run on ${name}, with a fault in its way`, { timeout }, () => {
    const world = makeWorld();
    let survey: Survey;
    const campaign = (): FaultCampaign => new FaultCampaign(world, survey);
    beforeAll(async () => {
      survey = await surveyOf(world);
    });

    it("takes the same requests every time", async () => {
      const again = await surveyOf(world);
      expect(again.requests.map(({ method, id }) => `${method} ${id}`)).toEqual(
        survey.requests.map(({ method, id }) => `${method} ${id}`),
      );
    });

    it("goes on as if nothing had been where what passes is met, at every read", async () => {
      const met = campaign();
      const reads = survey.requests.flatMap((request, at) => (isOther(request) ? [at + 1] : []));
      const partOf = (part: number): readonly number[] => reads.filter((_, at) => at % stride === part);
      for (const kind of passingKinds) {
        for (let part = 0; part < stride; part += 1) {
          for (const nth of await met.meetAll(kind, partOf(part))) await met.meetAt(kind, nth);
        }
      }
      report(name, `what passes, at each of ${String(reads.length)} reads`, met);
      expect(met.faults.slice(0, 20)).toEqual([]);
    });

    it("ends converged or with its name told, whatever is met at a write or a poll", async () => {
      const met = campaign();
      const kinds = [...passingKinds, ...lastingKinds, ...operationKinds];
      const cases = casesOf(
        survey,
        (request) => request.isWrite || isPoll(request),
        () => kinds,
      );
      for (const { kind, nth } of cases) await met.meetAt(kind, nth);
      report(name, "every kind, at every write and poll", met);
      expect(met.faults.slice(0, 20)).toEqual([]);
    });

    it("ends converged or with its name told, whatever answer stands at a read", async () => {
      const met = campaign();
      const inTurn = (at: number): readonly FaultKind[] => lastingKinds.slice(at % lastingKinds.length).slice(0, 1);
      const cases = casesOf(
        survey,
        (r) => !r.isWrite && !isPoll(r),
        (at) => (isWhole ? lastingKinds : inTurn(at)),
      );
      for (const { kind, nth } of cases) await met.meetAt(kind, nth);
      report(name, isWhole ? "every kind, at every read" : "one kind, in turn, at every read", met);
      expect(met.faults.slice(0, 20)).toEqual([]);
    });
  });
}

function casesOf(
  { requests }: Survey,
  isAsked: (request: LogEntry) => boolean,
  kindsAt: (at: number) => readonly FaultKind[],
): readonly Case[] {
  return requests.flatMap((request, at) =>
    isAsked(request) ? kindsAt(at).flatMap((kind) => (isMet(kind, request) ? [{ kind, nth: at + 1 }] : [])) : [],
  );
}

function report(name: string, what: string, { runs, worldsBegunAnew, ends }: FaultCampaign): void {
  const lines = [...ends].sort().map(([how, count]) => `  ${String(count).padStart(6)}  ${how}`);
  const counts = `${String(runs)} runs, begun anew on ${String(worldsBegunAnew)} worlds`;
  console.info([`${name}, ${what}: ${counts}`, ...lines].join("\n"));
}
