/** Puts a fault at a request of a run, and judges the run and the one after it. */
import type { Fault, LogEntry } from "../../src/twin/twin.ts";
import { valueAt } from "../support/expectation.ts";
import { askTwin } from "../support/in-process.ts";
import type { CampaignWorld } from "./campaign-world.ts";
import type { FaultKind } from "./fault-kinds.ts";
import { applyOn, stageOf, type End, type Stage } from "./judged-run.ts";

/** A run that nothing disturbs: what it asks the resource manager for, and the world it leaves. */
export interface Survey {
  readonly requests: readonly LogEntry[];
  readonly worldKey: string;
}

/** Throws where the run doesn't end green, or a judge finds something. */
export async function surveyOf(world: CampaignWorld): Promise<Survey> {
  const stage = stageOf(world, []);
  const end = await applyOn(stage);
  const faults = [...end.faults, ...stage.faults(), ...(end.exit === 0 ? [] : [`ended ${end.verdict}`])];
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return { requests: armRequests(stage), worldKey: stage.worldKey() };
}

function armRequests({ twin }: Stage): readonly LogEntry[] {
  return twin.log.filter(({ id }) => /^\/(subscriptions|providers)(\/|$)/i.test(id));
}

interface PlacedFault extends Fault {
  readonly on: { readonly method: string; readonly path: RegExp; readonly nth: number };
}

/** The fault of one of several requests. A request that is met is asked again, and later ones of its path come one later. */
function faultAt({ requests }: Survey, kind: FaultKind, nths: readonly number[], nth: number): PlacedFault {
  const request = requests[nth - 1];
  if (request === undefined) throw new Error(`there is no request ${String(nth)}`);
  const { method, id } = request;
  const earlier = requests.flatMap((r, at) => (at + 1 < nth && r.method === method && r.id === id ? [at + 1] : []));
  const again = kind.do.kind === "slow" ? 0 : earlier.filter((one) => nths.includes(one)).length;
  return { on: { method, path: exactly(id), nth: earlier.length + again + 1 }, do: kind.do };
}

function exactly(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, "\\$&")}$`);
}

function countOf({ twin }: Stage, { method, path }: PlacedFault["on"]): number {
  return twin.log.filter((entry) => entry.method === method && path.test(entry.id)).length;
}

/** Whether a kind does anything to a request. */
export function isMet(kind: FaultKind, request: LogEntry): boolean {
  switch (kind.meets) {
    case "every request":
      return true;
    case "beginnings of operations":
      return request.status === 202;
    case "writes of rules":
      return request.method === "PUT" && /\/outboundRules\//i.test(request.id);
  }
}

export class FaultCampaign {
  /** What was wrong, as sentences that say where. */
  readonly faults: string[] = [];
  /** How often a kind ended how: "403: refused" → 12. */
  readonly ends = new Map<string, number>();
  readonly #world: CampaignWorld;
  readonly #survey: Survey;
  /** Runs begun anew, by the world they begin on: each is made once. */
  readonly #reruns = new Map<string, Promise<readonly string[]>>();
  runs = 0;

  constructor(world: CampaignWorld, survey: Survey) {
    this.#world = world;
    this.#survey = survey;
  }

  get worldsBegunAnew(): number {
    return this.#reruns.size;
  }

  /** One fault, at the n-th request (from 1) of the undisturbed run. */
  async meetAt(kind: FaultKind, nth: number): Promise<void> {
    const request = this.#survey.requests[nth - 1];
    if (request === undefined) throw new Error(`there is no request ${String(nth)}`);
    const stage = stageOf(this.#world, [{ on: { nth }, do: kind.do }]);
    const end = await applyOn(stage);
    const due = request.isWrite ? kind.ends.write : kind.ends.read;
    this.#note(kind, `at ${String(nth)} ${request.method} ${request.id}`, await this.#judge(stage, end, due, kind));
    this.#count(kind, end);
  }

  /**
   * The same fault at several reads of one run: what passes when it is asked again passes however often it comes, and
   * leaves the run what it was. Each is met by its path and how often that was asked before. Gives those that were not
   * made: a path with a name made up by the service is another one in each run, and who waits less asks less often.
   */
  async meetAll(kind: FaultKind, nths: readonly number[]): Promise<readonly number[]> {
    const faults = nths.map((nth) => ({ nth, fault: faultAt(this.#survey, kind, nths, nth) }));
    const stage = stageOf(
      this.#world,
      faults.map(({ fault }) => fault),
    );
    const end = await applyOn(stage);
    const where = `at ${String(nths.length)} reads from ${String(nths[0])}`;
    this.#note(kind, where, await this.#judge(stage, end, "converged", kind));
    this.#count(kind, end);
    return faults.flatMap(({ nth, fault: { on } }) => (countOf(stage, on) < on.nth ? [nth] : []));
  }

  async #judge(stage: Stage, end: End, due: FaultKind["ends"]["read"], kind: FaultKind): Promise<readonly string[]> {
    const isFinished = stage.worldKey() === this.#survey.worldKey;
    const faults = [...end.faults, ...stage.faults()];
    if (end.exit === 0 && !isFinished) faults.push("green, and the world is not finished");
    if (due === "converged" && end.exit !== 0)
      faults.push(`ended ${end.verdict} ${end.codes.join()} instead of converging`);
    if (due !== undefined && due !== "converged" && !end.codes.includes(due)) {
      faults.push(`ended ${end.verdict} ${end.codes.join()} instead of ${due}`);
    }
    return faults.length > 0 || kind.do.kind === "stuckOperation" ? faults : this.#runAnew(stage);
  }

  /** A second run, which nothing disturbs any more, leaves the world the undisturbed one leaves. */
  #runAnew(stage: Stage): Promise<readonly string[]> {
    const writes = stage.twin.log
      .filter((entry) => entry.isWrite)
      .map(({ method, id, status }) => [method, id, status]);
    const key = `${stage.worldKey()}\n${JSON.stringify(writes)}`;
    const rerun = this.#reruns.get(key) ?? this.#judgeAnew(stage);
    this.#reruns.set(key, rerun);
    return rerun;
  }

  async #judgeAnew(stage: Stage): Promise<readonly string[]> {
    stage.twin.restorePower();
    let end = await applyOn(stage);
    if (end.verdict === "drift" && (await approveByHand(stage, end))) end = await applyOn(stage);
    const faults = [...end.faults, ...stage.faults()].map((fault) => `run again: ${fault}`);
    if (end.exit !== 0) faults.push(`run again: ended ${end.verdict} ${end.codes.join()}`);
    if (stage.worldKey() !== this.#survey.worldKey) faults.push("run again: the world is not finished");
    return faults;
  }

  #note(kind: FaultKind, where: string, faults: readonly string[]): void {
    this.runs += 1;
    this.faults.push(...faults.map((fault) => `${kind.name} ${where}: ${fault}`));
  }

  #count(kind: FaultKind, { verdict, codes }: End): void {
    const how = `${kind.name}: ${[verdict, ...new Set(codes)].join(" ")}`;
    this.ends.set(how, (this.ends.get(how) ?? 0) + 1);
  }
}

/**
 * A connection that came while nobody watched is a person's to approve: names are predictable, and only what is new in
 * the run itself is provably the hub's. True where the report names it; the person then does it.
 */
async function approveByHand({ twin }: Stage, { report }: End): Promise<boolean> {
  if (report?.findings.some(({ code, state }) => code === "SFH203" && state === "open") !== true) return false;
  const pending = twin.documents().filter((document) => valueAt(document, `${connectionState}.status`) === "Pending");
  for (const { id, properties } of pending) {
    const approved = {
      ...properties,
      privateLinkServiceConnectionState: { status: "Approved", description: "by hand" },
    };
    await askTwin(twin, "PUT", id, { properties: approved });
  }
  return pending.length > 0;
}

const connectionState = "properties.privateLinkServiceConnectionState";
