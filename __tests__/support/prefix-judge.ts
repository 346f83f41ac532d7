/**
 * Carries a plan out step by step as planned, without looking again, while the twin's own reach table watches: what is
 * lost at any moment is lost by a prefix of the plan. Only before the first closing is the hub looked at once more, as apply
 * does: a prefix ends where a step came out otherwise than predicted.
 */
import { RunError } from "../../src/errors.ts";
import { observe } from "../../src/observe/observe.ts";
import { isRefused, type PlannedStep } from "../../src/plan/plan.ts";
import { planHub } from "../../src/plan/plan-hub.ts";
import { effectOf } from "../../src/plan/step.ts";
import { valueOr } from "../../src/snapshot/read.ts";
import { isSameId } from "../../src/snapshot/resource-id.ts";
import type { Snapshot } from "../../src/snapshot/snapshot.ts";
import type { HubSpec } from "../../src/spec/hub-spec.ts";
import { connectDirectly, type DirectTwin } from "./direct-world.ts";
import type { RandomEstate } from "./random-estates.ts";
import { judgeReach } from "./reach-judge.ts";

export interface PrefixesJudged {
  /** What was lost that had to stay, as sentences. */
  readonly lost: readonly string[];
  /** Steps that the plan on the predicted end would still take: none, if predictions are right. */
  readonly left: readonly string[];
  readonly steps: number;
  readonly closings: number;
  readonly refused: number;
}

export async function judgePrefixes(random: RandomEstate, spec: HubSpec): Promise<PrefixesJudged> {
  const { estate, behaviour, faults } = random;
  let estateNow = (): RandomEstate["estate"] => estate;
  const judge = judgeReach(estate, () => estateNow());
  // Readings are disturbed, so that some things can't be seen; what becomes of disturbed writes has campaigns of its own.
  const blind = faults.filter((f) => f.on.method === "GET");
  const hub = await connectDirectly(estate, { behaviour, faults: blind, onChange: judge.onChange });
  estateNow = () => hub.twin.estate();
  const snapshot = await look(hub, estate.hub);
  const plan = planHub(snapshot, spec);
  const left = planHub(plan.predicted, spec).steps.filter((s) => !isRefused(s) && s.step.kind !== "await-datastore");
  const taken = await takeSteps(hub, snapshot, spec, plan.steps);
  return {
    lost: judge.lost,
    left: left.map((s) => s.id),
    steps: taken.length,
    closings: taken.filter((s) => effectOf(s.step) === "closes").length,
    refused: plan.steps.filter(isRefused).length,
  };
}

function look({ world, clock }: DirectTwin, hub: string): Promise<Snapshot> {
  return observe(world, { hub, extraTargets: [], clock });
}

async function takeSteps(
  hub: DirectTwin,
  first: Snapshot,
  spec: HubSpec,
  planned: readonly PlannedStep[],
): Promise<readonly PlannedStep[]> {
  const taken: PlannedStep[] = [];
  let seen = first;
  let allowed: ReadonlySet<string> | undefined;
  for (const step of planned.filter((s) => !isRefused(s))) {
    const isClosing = step.step.kind === "let-trusted-services-in" || effectOf(step.step) === "closes";
    if (isClosing && allowed === undefined) {
      seen = taken.length === 0 ? first : await look(hub, first.hub.id);
      allowed = standingClosings(planHub(seen, spec).steps);
    }
    if (isClosing && allowed?.has(step.id) !== true) break;
    const isRefusedByAzure = await take(hub, seen, step).then(() => false, isRunError);
    taken.push(step);
    // What the platform does next happens now, each change under the judge's eyes.
    hub.twin.advance();
    await Promise.resolve();
    if (isRefusedByAzure) break;
  }
  return taken;
}

/**
 * The closings a plan takes at once: where something is still to be opened or waited for, the prefix came out otherwise than
 * predicted.
 */
function standingClosings(steps: readonly PlannedStep[]): ReadonlySet<string> {
  const sound = steps.filter((s) => !isRefused(s) && s.step.kind !== "grant-reader");
  const isBefore = ({ step }: PlannedStep): boolean =>
    step.kind === "await-managed-network" || (effectOf(step) === "opens" && step.kind !== "let-trusted-services-in");
  return new Set(sound.some(isBefore) ? [] : sound.map((s) => s.id));
}

/** True for a step that Azure refuses, such as by a policy; anything else is a mistake here. */
function isRunError(error: unknown): boolean {
  if (error instanceof RunError) return true;
  throw error;
}

/** No capsule is asked for. */
const keepNothing = (): Promise<void> => Promise.resolve();

async function take({ world, twin }: DirectTwin, snapshot: Snapshot, { step }: PlannedStep): Promise<void> {
  switch (step.kind) {
    case "grant-reader":
      await world.roleGrants.grantReader(step.resourceId, step.principalId);
      return;
    case "declare-rule":
      await world.managedNetwork.declareRule(step.resourceId, step.rule);
      return;
    case "provision-managed-network":
      await world.managedNetwork.provision(step.resourceId, { includeSpark: step.includeSpark });
      return;
    case "approve-connection": {
      const connections = snapshot.services.flatMap((s) => valueOr(s.connections, []));
      const judged = connections.find((c) => isSameId(c.id, step.resourceId));
      if (judged !== undefined) await world.endpointConnections.approve(step.resourceId, judged);
      return;
    }
    case "let-trusted-services-in":
      await world.publicAccess.letTrustedServicesIn(step.resourceId, step.role, keepNothing);
      return;
    case "close-public-access": {
      const now = await world.services.service(step.resourceId, step.role);
      if (now.is === "known")
        await world.publicAccess.closePublicAccess(step.resourceId, step.role, now.value.publicAccess, keepNothing);
      return;
    }
    case "await-managed-network":
    case "await-datastore":
      twin.advance();
      return;
    case "reopen-public-access":
    case "restore-bypass":
      throw new Error(`${step.kind} is a rollback's: no plan of a hub has it`);
  }
}
