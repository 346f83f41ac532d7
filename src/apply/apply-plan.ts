import { finding, type Finding } from "../checks/finding.ts";
import { RunError } from "../errors.ts";
import { describeOrigin } from "../plan/guard.ts";
import { isRefused, type Plan, type PlannedStep, type RunHistory } from "../plan/plan.ts";
import { planHub } from "../plan/plan-hub.ts";
import { requirementOf } from "../plan/required-paths.ts";
import { effectOf } from "../plan/step.ts";
import { pairKey } from "../paths/pair.ts";
import { idKey, isSameId, nameOf } from "../snapshot/resource-id.ts";
import { valueOr } from "../snapshot/read.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { isFatal, runStep } from "./run-step.ts";
import { pause } from "./wait.ts";
import type { StepOutcome } from "../plan/step-outcome.ts";

/** What a run did, and the world as it read it last. */
export interface Applied {
  readonly outcomes: readonly StepOutcome[];
  readonly snapshot: Snapshot;
  /** The plan on that snapshot: what is left, and what is refused. */
  readonly left: Plan;
  /** What ended the run early, if anything. */
  readonly stopped: RunError | undefined;
  /** What only two looks can show: rules that somebody else took away meanwhile. */
  readonly noticed: readonly Finding[];
}

/** Facts a closing rests on are at most this old, and read after our last write. */
const gateMs = 60_000;
const maxStaleReads = 3;
/** A role assignment acts within ten minutes (published); storage is not closed before its Readers can act. */
const propagationMs = 10 * 60_000;

/**
 * Carries a plan out by planning anew after every write and taking only the first step: a closing step is never
 * reached on a prediction, because every step before it is done and seen, or it isn't first.
 */
export async function applyPlan(context: ApplyContext, first: Snapshot): Promise<Applied> {
  const run = new Run(context, first);
  let stopped: RunError | undefined;
  try {
    await run.toTheEnd();
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    stopped = error;
    if (error.code === "SFH914") await lookOnceMore(run);
  }
  return { outcomes: run.outcomes, snapshot: run.snapshot, left: run.plan(), stopped, noticed: run.noticed };
}

/** After a wait that passed its budget the report should tell what is there; if even that fails, what was read last stands. */
async function lookOnceMore(run: Run): Promise<void> {
  try {
    await run.lookAgain();
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
  }
}

/** One run's state: what was tried, and the world as last read. */
class Run {
  readonly outcomes: StepOutcome[] = [];
  readonly noticed: Finding[] = [];
  snapshot: Snapshot;
  readonly #context: ApplyContext;
  readonly #failed = new Set<string>();
  readonly #done = new Set<string>();
  readonly #connectionsAtStart: ReadonlySet<string>;
  readonly #deletingAtStart: ReadonlySet<string>;
  #isProvisioning = false;
  #staleReads = 0;
  #lastGrantAt = Number.NEGATIVE_INFINITY;

  constructor(context: ApplyContext, first: Snapshot) {
    this.#context = context;
    this.snapshot = first;
    const deleting = valueOr(first.outboundRules, []).filter((r) => r.status === "Deleting");
    this.#deletingAtStart = new Set(deleting.map((r) => r.name.toLowerCase()));
    this.#connectionsAtStart = new Set(
      first.services.flatMap((s) => valueOr(s.connections, []).map((c) => idKey(c.id))),
    );
  }

  plan(): Plan {
    return planHub(this.snapshot, this.#context.spec, this.#history(), this.#context.clauses);
  }

  async toTheEnd(): Promise<void> {
    this.#isProvisioning = await this.#hasOpenOperation();
    for (;;) {
      const steps = this.plan().steps.filter((s) => !isRefused(s));
      const [next] = steps;
      if (next === undefined) return;
      const isClosing = effectOf(next.step) === "closes";
      const before = isClosing ? await this.#close(next) : undefined;
      if (!isClosing) for (const step of leadingGrants(steps)) await this.#take(step);
      await this.lookAgain();
      if (before !== undefined) this.#refuseToGoOnIfLost(before, next);
    }
  }

  async lookAgain(): Promise<void> {
    const before = this.snapshot;
    this.snapshot = await this.#context.observe();
    this.noticed.push(...rulesGone(before, this.snapshot, this.#deletingAtStart));
  }

  /** A grant needs nothing of the others, so one look after all of them is enough; everything else goes alone. */
  async #take(step: PlannedStep): Promise<void> {
    const outcome = await runStep(this.#context, step, this.snapshot);
    this.outcomes.push(outcome);
    // A wait that passed its budget is not a failure: what is left is still planned on its coming true.
    if (outcome.state !== "pending") (outcome.state === "done" ? this.#done : this.#failed).add(step.id);
    if (step.step.kind === "grant-reader" && outcome.state === "done") this.#lastGrantAt = this.#context.clock.now();
    if (step.step.kind === "await-managed-network" || step.step.kind === "provision-managed-network") {
      this.#isProvisioning = false;
    }
    if (outcome.error !== undefined && isFatal(outcome.error)) throw outcome.error;
  }

  /**
   * The gate: facts read after our last write and not older than a minute, or the world is read and planned anew.
   * Gives the world as it was before the closing, where one was tried.
   */
  async #close(step: PlannedStep): Promise<Snapshot | undefined> {
    const { clock } = this.#context;
    const settleMs = this.#lastGrantAt + propagationMs - clock.now();
    if (step.step.kind === "close-public-access" && step.step.role === "storage" && settleMs > 0) {
      await pause(this.#context, "the Reader grants to act", settleMs);
    }
    if (clock.now() - this.snapshot.readAt > gateMs) {
      this.#countStaleRead();
      return undefined;
    }
    this.#staleReads = 0;
    const before = this.snapshot;
    await this.#take(step);
    return before;
  }

  #countStaleRead(): void {
    this.#staleReads += 1;
    if (this.#staleReads < maxStaleReads) return;
    throw new RunError(
      "SFH914",
      `reading the hub takes longer than ${String(gateMs / 1000)} s, so no closing can rest on it`,
      {
        fix: "Run again when Azure answers faster, or from a machine nearer to it.",
      },
    );
  }

  /** Nothing is re-opened by itself: the run stops and says how. */
  #refuseToGoOnIfLost(before: Snapshot, step: PlannedStep): void {
    const { spec } = this.#context;
    const after = new Map(this.plan().before.map((p) => [pairKey(p), p]));
    const lost = planHub(before, spec, this.#history()).before.filter(
      (p) =>
        p.state === "open" &&
        requirementOf(before, spec, p).is === "required" &&
        after.get(pairKey(p))?.state === "blocked",
    );
    const [first] = lost;
    if (first === undefined) return;
    const who = lost
      .map((p) => `${describeOrigin(before, p.origin)} to ${nameOf(p.door.service)} ${p.door.subresource}`)
      .join("; ");
    throw new RunError("SFH915", `after closing ${nameOf(step.step.resourceId)}, a path that was open is not: ${who}`, {
      fix: `To open it again: az resource update --ids ${step.step.resourceId} --set properties.publicNetworkAccess=Enabled`,
    });
  }

  async #hasOpenOperation(): Promise<boolean> {
    const entries = (await this.#context.journal.entries()).filter((e) => isSameId(e.hub, this.#context.hub));
    const ended = new Set(entries.filter((e) => e.event === "ended").map((e) => e.stepId));
    const open = entries
      .filter((e) => e.event === "sent" && e.operationUrl !== undefined && !ended.has(e.stepId))
      .at(-1);
    if (open?.operationUrl === undefined) return false;
    return (await this.#context.world.managedNetwork.operation(open.operationUrl).poll()).is === "running";
  }

  #history(): RunHistory {
    return {
      failed: this.#failed,
      done: this.#done,
      connectionsAtStart: this.#connectionsAtStart,
      isProvisioning: this.#isProvisioning,
    };
  }
}

function leadingGrants(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const end = steps.findIndex((s) => s.step.kind !== "grant-reader");
  return end === 0 ? steps.slice(0, 1) : steps.slice(0, end === -1 ? undefined : end);
}

/** Rules that went between two looks. We never delete one, and what our own writes lose is put back before the next look. */
function rulesGone(before: Snapshot, after: Snapshot, deletingAtStart: ReadonlySet<string>): readonly Finding[] {
  if (before.outboundRules.is !== "known" || after.outboundRules.is !== "known") return [];
  const left = new Set(after.outboundRules.value.map((r) => r.name.toLowerCase()));
  return before.outboundRules.value
    .filter((r) => !left.has(r.name.toLowerCase()) && !deletingAtStart.has(r.name.toLowerCase()))
    .map((r) => {
      const detail = `Outbound rule ${r.name} was removed by somebody else.`;
      return finding("SFH209", { resourceId: after.hub.id, subject: r.name, detail });
    });
}
