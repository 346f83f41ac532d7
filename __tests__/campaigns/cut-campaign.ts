/**
 * Kills a run at every write and at every poll of a long-running operation, runs it again to its end, and compares
 * with a run that nobody cut. The counts are the campaign's proof that it killed anything.
 */
import path from "node:path";
import type { ArmDocument } from "../../src/twin/estate.ts";
import { plantUnknownFields } from "../../src/twin/rules/planted-fields.ts";
import { differencesOf } from "./documents.ts";
import type { FreshEstate } from "./fresh-estates.ts";
import { hangUp, openStage, type Moment, type Program, type RunEnd, type Stage } from "./stage.ts";

/** Looks that a rule, the provisioning or an assignment takes besides: a kill at the first poll isn't one at the last. */
const polls = 2;

/** Where a run is killed: at the nth write or poll, before its answer is sent or once it has arrived. */
export interface Cut {
  readonly nth: number;
  readonly moment: Moment;
  readonly isAnswered: boolean;
  /** The second run is given the first one's journal; otherwise it knows nothing of it. */
  readonly keepsJournal: boolean;
}

export interface UncutRun {
  /** Every write and poll, in order. */
  readonly moments: readonly Moment[];
  readonly verdict: string;
  readonly documents: readonly ArmDocument[];
  readonly lost: readonly string[];
}

export async function runUncut(fresh: FreshEstate): Promise<UncutRun> {
  const stage = await openStage({ ...fresh, polls, behaviour: { registryPatch: "lro" } });
  try {
    const moments: Moment[] = [];
    stage.watch({
      after: (moment) => {
        if (moment.kind !== "read") moments.push(moment);
      },
    });
    const { verdict } = await stage.runHere();
    return { moments, verdict, documents: stage.twin.documents(), lost: stage.lost };
  } finally {
    await stage.close();
  }
}

/**
 * Every moment, in turn with a journal kept and with none; the beginning of a long-running operation with both. With a
 * journal a write is killed once its answer is known, which is when the journal knows most; without one before it is:
 * what was answered nobody remembers.
 */
export function cutsOf(moments: readonly Moment[]): readonly Cut[] {
  return moments.flatMap((moment, index) => {
    const beginsOperation = moment.kind === "write" && moments[index + 1]?.kind === "poll";
    return (beginsOperation ? [true, false] : [index % 2 === 0]).map((keepsJournal) => ({
      ...{ nth: index + 1, moment, keepsJournal },
      isAnswered: keepsJournal && moment.kind === "write",
    }));
  });
}

/** What went wrong with one cut, as sentences; empty where everything ended as it should. */
export async function tryCut(fresh: FreshEstate, program: Program, cut: Cut, uncut: UncutRun): Promise<string[]> {
  const stage = await openStage({ ...fresh, polls, behaviour: { registryPatch: "lro" } });
  try {
    const journalFile = path.join(program.folder, `${path.basename(fresh.estate.hub)}-${String(cut.nth)}.jsonl`);
    const chosen = cut.keepsJournal ? { journalFile } : {};
    const killedAt = await runAndKill(stage, program, cut, chosen);
    const faults = isSameMoment(killedAt, cut.moment) ? [] : [`killed at ${describe(killedAt)}`];
    // Both are new runners; one in this process starts sooner.
    const end = cut.isAnswered ? await stage.runAgain(program, chosen) : await stage.runHere(chosen);
    return [...faults, ...faultsOf(stage, end, fresh, uncut), ...writtenTwice(stage, cut)].map(
      (fault) => `${describeCut(cut)}: ${fault}`,
    );
  } finally {
    await stage.close();
  }
}

/** The moment the process died at; undefined where it lived to its end. */
async function runAndKill(
  stage: Stage,
  program: Program,
  cut: Cut,
  chosen: { readonly journalFile?: string },
): Promise<Moment | undefined> {
  const running = stage.start(program, chosen);
  let seen = 0;
  let due: Moment | undefined;
  let isDead = false;
  const kill = async (): Promise<void> => {
    isDead = true;
    running.child.kill("SIGKILL");
    await running.ended;
  };
  stage.watch({
    before: async () => {
      if (due !== undefined && !isDead) await kill();
      if (isDead) throw hangUp();
    },
    after: async (moment) => {
      if (moment.kind === "read" || (seen += 1) !== cut.nth) return;
      due = moment;
      if (!cut.isAnswered) await kill();
    },
  });
  const { code } = await running.ended;
  stage.watch({});
  return code === null ? due : undefined;
}

function faultsOf(
  stage: Stage,
  { verdict, errors }: RunEnd,
  { estate }: FreshEstate,
  uncut: UncutRun,
): readonly string[] {
  const documents = stage.twin.documents();
  const planted = estate.resources.map(plantUnknownFields);
  return [
    ...(verdict === uncut.verdict && errors.length === 0 ? [] : [`ended ${verdict} ${JSON.stringify(errors)}`]),
    ...differencesOf(uncut.documents, documents),
    ...differencesOf(planted, documents).filter((difference) => !isMeant(difference)),
    ...differencesOf(uncut.lost.map(asDocument), stage.lost.map(asDocument)).map((text) => `lost: ${text}`),
  ];
}

const asDocument = (id: string): ArmDocument => ({ id });

/** What a run is for: everything else reads at the end as it did at first. */
const meant: readonly RegExp[] = [
  / properties publicNetworkAccess: \S+ -> "Disabled"$/,
  / properties (networkAcls|networkRuleSet) defaultAction: \S+ -> "Deny"$/,
  // Azure's own defaults of a vault that never had any rules.
  / properties networkAcls (bypass: absent -> "AzureServices"|(ipRules|virtualNetworkRules): absent -> \[\])$/,
  / properties managedNetwork status status: "Inactive" -> "Active"$/,
  /\/outboundrules\/\S+ properties status: "Inactive" -> "Active"$/,
  /\/(outboundrules\/\S+|roleassignments\/\S+|privateendpointconnections\/of \S+) is new$/,
];

export function isMeant(difference: string): boolean {
  return meant.some((pattern) => pattern.test(difference));
}

/**
 * Writes that the second run made again though they were done or under way. Two kinds may be: a grant made a moment before
 * isn't listed yet, and its id is made from what it says; a closing under way shows only in the journal.
 */
function writtenTwice(stage: Stage, { keepsJournal }: Cut): readonly string[] {
  return writesAbove(1, stage, keepsJournal ? /\/roleAssignments\//i : /\/roleAssignments\/|\/registries\//i);
}

/** Writes that took effect more often than they may, but for those to ids that may be written again. */
export function writesAbove(most: number, { twin }: Stage, mayBe: RegExp): readonly string[] {
  const writes = twin.log
    .filter(({ isWrite, status, id }) => isWrite && status < 300 && !mayBe.test(id))
    .map(({ method, id }) => `${method} ${id.split("/").slice(-2).join("/")}`);
  const timesOf = (write: string): number => writes.filter((other) => other === write).length;
  return [...new Set(writes)]
    .filter((write) => timesOf(write) > most)
    .map((write) => `${write} took effect ${String(timesOf(write))} times`);
}

function isSameMoment(left: Moment | undefined, right: Moment): boolean {
  return left?.kind === right.kind && (left.kind === "poll" || left.path === right.path);
}

function describe(moment: Moment | undefined): string {
  if (moment === undefined) return "no moment at all";
  return moment.kind === "poll" ? "a poll" : `${moment.method} ${moment.path.split("/").slice(-2).join("/")}`;
}

function describeCut({ nth, moment, isAnswered, keepsJournal }: Cut): string {
  const journal = keepsJournal ? "with its journal" : "without a journal";
  return `cut ${String(nth)}, ${describe(moment)}, ${isAnswered ? "answered" : "unanswered"}, ${journal}`;
}
