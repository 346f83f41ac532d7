import { isSameId, nameOf, type ResourceId } from "../snapshot/resource-id.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { plainRefusal, type KeptAcceptance, type Refusal } from "./refusal.ts";
import { effectOf, type Step } from "./step.ts";

/**
 * Says why a step isn't for this run to take, whatever the guard says of it; undefined where it is. `accepted` are the losses
 * it rests on. A held step is refused like any other: nothing is planned on it, so a closing that needs it is refused too.
 */
export type Hold = (step: Step, accepted: readonly KeptAcceptance[]) => Refusal | undefined;

export const holdNothing: Hold = () => undefined;

/** What either holds back. */
export function holdBoth(one: Hold, other: Hold = holdNothing): Hold {
  return (step, accepted) => one(step, accepted) ?? other(step, accepted);
}

/** What nobody watches takes only what the config names: opening steps by their kind, closings by hub and service. */
export function holdUnattended({ unattended }: HubSpec, hub: ResourceId): Hold {
  const isNamed = ({ kind, resourceId }: Step): boolean =>
    kind === "close-public-access"
      ? unattended.close.some((c) => isSameId(c.hub, hub) && isSameId(c.service, resourceId))
      : unattended.steps.some((allowed) => allowed === kind);
  return (step) => (effectOf(step) === "waits" || isNamed(step) ? undefined : heldBack(step, hub));
}

function heldBack(step: Step, hub: ResourceId): Refusal {
  const { kind, resourceId } = step;
  const about = nameOf(kind === "declare-rule" ? step.rule.target : resourceId);
  const reason = `nobody watches this run, and the config doesn't let it ${kind} by itself (${about})`;
  const missing =
    kind === "close-public-access"
      ? `somebody to apply it; or, in the config: unattended: { close: [{ hub: ${hub}, service: ${resourceId} }] }`
      : `somebody to apply it; or, in the config: unattended: { steps: [${kind}] }`;
  return plainRefusal("SFH918", "a run that nobody watches keeps to the config", reason, missing);
}
