import { finding, type Finding } from "../checks/finding.ts";
import { findReaderNeeds, readerSince } from "../checks/identities.ts";
import { runErrorCodes } from "../checks/run-error-codes.ts";
import { RunError } from "../errors.ts";
import { isRefused, type Plan, type PlannedStep, type RunHistory } from "../plan/plan.ts";
import { planHub } from "../plan/plan-hub.ts";
import { effectOf } from "../plan/step.ts";
import { valueOr } from "../snapshot/read.ts";
import { idKey } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { findLoss } from "./lost-paths.ts";
import { findForeignChanges } from "./second-writer.ts";
import { findOpenOperation } from "./open-operation.ts";
import { isOperationRunning } from "./provision.ts";
import { isFatal, runStep } from "./run-step.ts";
import { NotSent } from "./send.ts";
import type { StepOutcome } from "../plan/step-outcome.ts";
import { pause } from "./wait.ts";

/** Facts a step rests on are at most this old, and read after our last write. */
const gateMs = 60_000;
/** How often in a row a step may be put off, because reading took too long or somebody else wrote meanwhile. */
const maxPutOffs = 5;
/** A role assignment acts within ten minutes (published); storage is not closed before its Readers can act. */
const propagationMs = 10 * 60_000;

/** One run's state: what was tried, and the world as last read. */
export class Run {
  readonly outcomes: StepOutcome[] = [];
  snapshot: Snapshot;
  readonly #context: ApplyContext;
  readonly #first: Snapshot;
  readonly #failed = new Set<string>();
  readonly #done = new Set<string>();
  /** Of those done, the ones that no look has followed yet: what is left is told on the world before them. */
  readonly #unlooked = new Set<string>();
  readonly #restored = new Set<string>();
  readonly #gone = new Map<string, Finding>();
  readonly #foreign: Finding[] = [];
  /** What the last plan would do: another run of this program may do it as well. */
  #planned: readonly PlannedStep[] = [];
  /** The last write and the world before it, until a look has shown what it did. */
  #unseen: { readonly step: PlannedStep; readonly before: Snapshot } | undefined;
  #isProvisioning = false;
  /** A first write was tried: what was asked of the world before it has been asked. */
  #hasWritten = false;
  #putOffs = 0;

  constructor(context: ApplyContext, first: Snapshot) {
    this.#context = context;
    this.#first = first;
    this.snapshot = first;
  }

  plan(): Plan {
    const { spec, planAnew } = this.#context;
    return planAnew?.(this.snapshot, this.#history()) ?? planHub(this.snapshot, spec, this.#history(), this.#context);
  }

  /** What somebody else did during the run; rules that went, as far as they are still gone. */
  noticed(): readonly Finding[] {
    const there = new Set(valueOr(this.snapshot.outboundRules, []).map((r) => r.name.toLowerCase()));
    return [...this.#foreign, ...[...this.#gone].filter(([name]) => !there.has(name)).map(([, f]) => f)];
  }

  async toTheEnd(): Promise<void> {
    const url = findOpenOperation(await this.#context.journal.entries(), this.#context.hub);
    this.#isProvisioning = url !== undefined && (await isOperationRunning(this.#context, url));
    for (;;) {
      this.#planned = this.plan().steps;
      const steps = this.#planned.filter((s) => !isRefused(s));
      const [next] = steps;
      if (next === undefined) return;
      if (await this.#isReady(next)) {
        for (const step of leadingGrants(steps)) await this.#take(step);
      }
      await this.lookAgain();
    }
  }

  /**
   * Reads the world, and ends the run where our last write took a path that had to stay (nothing is re-opened by itself),
   * or where somebody else writes as well.
   */
  async lookAgain(): Promise<void> {
    const earlier = this.snapshot;
    this.snapshot = await this.#context.observe();
    this.#unlooked.clear();
    const strangers = [...this.#noticeGoneRules(earlier), ...this.#noticeForeignChanges(earlier)];
    const unseen = this.#unseen;
    this.#unseen = undefined;
    if (unseen !== undefined) {
      const loss = findLoss(this.#context.spec, unseen.step, unseen.before, this.snapshot);
      if (loss !== undefined) throw loss;
    }
    if (strangers.length > 0) throw secondWriter(strangers);
  }

  /** The gate: facts read after our last write and not older than a minute, or the world is read and planned anew. */
  async #isReady(step: PlannedStep): Promise<boolean> {
    const { clock } = this.#context;
    if (step.step.kind === "close-public-access" && step.step.role === "storage") {
      const settleMs = newestGrantAt(this.snapshot) + propagationMs - clock.now();
      if (settleMs > 0) await pause(this.#context, "the Reader grants to act", settleMs);
    }
    if (clock.now() - this.snapshot.readAt <= gateMs) return true;
    this.#putOff(`reading the hub takes longer than ${String(gateMs / 1000)} s, and no step rests on older facts`);
    return false;
  }

  async #take(step: PlannedStep): Promise<void> {
    const outcome = await this.#tryStep(step);
    if (outcome === undefined) return;
    this.#putOffs = 0;
    this.outcomes.push(outcome);
    // A wait that passed its budget is not a failure: what is left is still planned on its coming true.
    if (outcome.state !== "pending") (outcome.state === "done" ? this.#done : this.#failed).add(step.id);
    if (outcome.state === "done") this.#unlooked.add(step.id);
    if (step.step.kind === "await-managed-network" || step.step.kind === "provision-managed-network") {
      this.#isProvisioning = false;
    }
    if (outcome.error !== undefined && isFatal(outcome.error)) throw outcome.error;
  }

  /** Undefined where the step was not sent: the facts it rests on had changed, or Azure asked for patience. */
  async #tryStep(step: PlannedStep): Promise<StepOutcome | undefined> {
    if (effectOf(step.step) !== "waits" && !this.#hasWritten) {
      const unfit = this.#context.checkFirst?.(this.snapshot);
      if (unfit !== undefined) throw unfit;
      this.#hasWritten = true;
    }
    if (effectOf(step.step) !== "waits") this.#unseen = { step, before: this.snapshot };
    try {
      return await runStep(this.#context, step, this.snapshot);
    } catch (error) {
      if (!(error instanceof NotSent)) throw error;
      this.#unseen = undefined;
      this.#context.emit({ is: "noticed", text: `${step.id} was not sent: ${error.message}; looking again` });
      this.#putOff(error.message);
      await this.#context.clock.sleep(error.retryAfterMs);
      return undefined;
    }
  }

  #putOff(why: string): void {
    this.#putOffs += 1;
    if (this.#putOffs < maxPutOffs) return;
    throw new RunError("SFH914", `put off ${String(maxPutOffs)} times: ${why}`, {
      fix: "Run again when Azure answers faster and nobody else writes to these services.",
    });
  }

  /** A rule of this run's own that went is put back, once; any other that went is somebody else's doing. */
  #noticeGoneRules(earlier: Snapshot): readonly Finding[] {
    return goneRules(earlier, this.snapshot, this.#first).flatMap((name) => {
      const detail = `Outbound rule ${name} was there and is gone.`;
      const gone = finding("SFH209", { resourceId: this.snapshot.hub.id, subject: name, detail });
      this.#gone.set(name.toLowerCase(), gone);
      const ours = this.outcomes.find(
        ({ step: { step } }) => step.kind === "declare-rule" && step.rule.name.toLowerCase() === name.toLowerCase(),
      );
      if (ours === undefined || this.#restored.has(ours.step.id)) return [gone];
      this.#restored.add(ours.step.id);
      this.#done.delete(ours.step.id);
      return [];
    });
  }

  #noticeForeignChanges(before: Snapshot): readonly Finding[] {
    const steps = this.#planned.filter((s) => !isRefused(s)).map((s) => s.step);
    const found = findForeignChanges({ before, after: this.snapshot, steps, spec: this.#context.spec });
    this.#foreign.push(...found);
    return found;
  }

  #history(): RunHistory {
    return {
      failed: this.#failed,
      done: new Set([...this.#done].filter((id) => !this.#unlooked.has(id))),
      connectionsAtStart: new Map(
        this.#first.services.flatMap((s) =>
          s.connections.is === "known" ? [[idKey(s.id), new Set(s.connections.value.map((c) => idKey(c.id)))]] : [],
        ),
      ),
      isProvisioning: this.#isProvisioning,
    };
  }
}

function secondWriter(findings: readonly Finding[]): RunError {
  const what = findings.map((f) => f.detail).join(" ");
  return new RunError("SFH916", `Somebody else writes to this hub: ${what} Nothing more was written.`, {
    fix: runErrorCodes.SFH916.mend,
  });
}

/** A grant needs nothing of the others, so one look after all of them is enough; everything else goes alone. */
function leadingGrants(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const end = steps.findIndex((s) => s.step.kind !== "grant-reader");
  return end === 0 ? steps.slice(0, 1) : steps.slice(0, end === -1 ? undefined : end);
}

/** When the last identity got its Reader, by whatever run or hand; the assignments themselves tell. */
function newestGrantAt(world: Snapshot): number {
  return Math.max(...findReaderNeeds(world).map((need) => readerSince(world, need) ?? Number.NEGATIVE_INFINITY));
}

/** Names of rules that went between two looks; those being deleted when the run began are nobody's news. */
function goneRules(before: Snapshot, after: Snapshot, first: Snapshot): readonly string[] {
  if (before.outboundRules.is !== "known" || after.outboundRules.is !== "known") return [];
  const left = new Set(after.outboundRules.value.map((r) => r.name.toLowerCase()));
  const deleting = valueOr(first.outboundRules, []).filter((r) => r.status === "Deleting");
  return before.outboundRules.value
    .map((r) => r.name)
    .filter((n) => !left.has(n.toLowerCase()) && !deleting.some((d) => d.name.toLowerCase() === n.toLowerCase()));
}
