import { isSettled } from "../checks/run-checks.ts";
import { findPaths } from "../paths/find-paths.ts";
import type { KeptWrite } from "../ports.ts";
import { isSameSetting, settingsToPutBack, type AccessSettings } from "../snapshot/access-settings.ts";
import { isSameId, nameOf, type ResourceId } from "../snapshot/resource-id.ts";
import type { PublicAccess, Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { azSetLine } from "./az-lines.ts";
import { guardClauses, type GuardClause } from "./guard.ts";
import { holdNothing } from "./hold.ts";
import { noHistory, refused, type Plan, type PlannedStep, type RunHistory } from "./plan.ts";
import { isTried, judge, predict, type Proposal } from "./proposal.ts";
import { plainRefusal, type Refusal } from "./refusal.ts";
import type { Step } from "./step.ts";
import { findUndoChains, type UndoChain } from "./undo-chain.ts";

/** What a rollback rests on besides the world as it is. */
export interface RollbackBasis {
  readonly writes: readonly KeptWrite[];
  /** Who would get in to a service with these settings. */
  readonly publicAccessBy: (id: ResourceId, settings: AccessSettings) => PublicAccess;
}

/**
 * What of a capsule can be put back, the door closed last first, each step with the guard's word on it. Pure. What is as
 * it was needs nothing, what somebody else has changed since is refused; a plan on the predicted end is empty.
 */
export function planRollback(
  snapshot: Snapshot,
  basis: RollbackBasis,
  spec: HubSpec,
  history: RunHistory = noHistory,
  clauses: readonly GuardClause[] = guardClauses,
): Plan {
  const before = findPaths(snapshot);
  let world = snapshot;
  const steps: PlannedStep[] = [];
  for (const chain of isSettled(snapshot) ? findUndoChains(basis.writes) : []) {
    const proposal: Proposal = { world, spec, history, clauses, hold: holdNothing, refusedSoFar: [] };
    const proposed = proposeUndoing(proposal, basis, chain).filter((s) => !isTried(history, s));
    world = predict(world, proposed, history);
    steps.push(...proposed);
  }
  return { findings: [], steps, before, after: findPaths(world), predicted: world };
}

function proposeUndoing(proposal: Proposal, basis: RollbackBasis, chain: UndoChain): readonly PlannedStep[] {
  const service = proposal.world.services.find((s) => isSameId(s.id, chain.resourceId) && s.role !== "connected");
  const step = stepOf(basis, chain, service);
  if (service === undefined) return [refusedStep(step, notReadAsOwn(chain))];
  const isAt = (state: AccessSettings): boolean => isSameSetting(chain.part, chain.names, state, service.settings);
  if (isAt(chain.prior)) return [];
  if (!chain.states.some(isAt)) return [refusedStep(step, changedSince(step, service))];
  const refusals = [...closesInstead(step, service), ...allowListLost(step, service, chain)];
  return [refusals.length > 0 ? refusedStep(step, ...refusals) : judge(proposal, step)];
}

type UndoStep = Extract<Step, { readonly settings: AccessSettings }>;

function stepOf(basis: RollbackBasis, chain: UndoChain, service: Service | undefined): UndoStep {
  const { resourceId, part, names, prior } = chain;
  const now = service?.settings ?? {};
  const settings = settingsToPutBack(part, names, prior, now);
  return {
    kind: part === "door" ? "reopen-public-access" : "restore-bypass",
    resourceId,
    role: service?.role ?? "connected",
    settings,
    means: basis.publicAccessBy(resourceId, { ...now, ...settings }),
  };
}

function notReadAsOwn({ resourceId }: UndoChain): Refusal {
  return plainRefusal(
    "SFH332",
    "only the hub's own services are written",
    `${nameOf(resourceId)} is not seen among the hub's own services: it is gone, can't be read, or is the hub's no longer`,
    `Reader for the caller on ${resourceId}, where it is there`,
  );
}

function changedSince(step: UndoStep, service: Service): Refusal {
  const what = step.kind === "restore-bypass" ? "the bypass" : "the public access";
  return plainRefusal(
    "SFH331",
    "what somebody else changed since is left alone",
    `${what} of ${service.name} is neither as it was before nor as it was left: somebody has changed it since`,
    service.publicAccess.state === "perimeter"
      ? "nothing: its network security perimeter decides now, and is never overwritten"
      : `a look at who did; to put it back all the same: ${azSetLine(step.resourceId, step.settings)}`,
  );
}

/** Only a capsule that isn't whole says that a door was shut before it was closed. */
function closesInstead(step: UndoStep, service: Service): readonly Refusal[] {
  if (step.kind !== "reopen-public-access" || step.means.state === "enabled") return [];
  const reason = `by this capsule ${service.name} was not public before, and a rollback closes nothing`;
  return [plainRefusal("SFH332", "a rollback closes no door", reason, "the capsule as apply wrote it")];
}

/** A hub that let chosen addresses in would let everybody in if Azure dropped the list, which is not confirmed to be taken. */
function allowListLost(step: UndoStep, service: Service, { prior }: UndoChain): readonly Refusal[] {
  if (step.kind !== "reopen-public-access" || service.role !== "hub") return [];
  const { ipAllowlist } = prior;
  if (!Array.isArray(ipAllowlist) || ipAllowlist.length === 0) return [];
  return [
    plainRefusal(
      "SFH332",
      "a door is never opened wider than it was",
      `${service.name} let chosen addresses in, and whether Azure takes the list back is not confirmed`,
      `both by hand, the list first: ${azSetLine(step.resourceId, { ipAllowlist })} && ${azSetLine(step.resourceId, step.settings)}`,
    ),
  ];
}

function refusedStep(step: UndoStep, ...refusals: readonly Refusal[]): PlannedStep {
  return refused(step, refusals);
}
