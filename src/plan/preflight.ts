import {
  callerHolds,
  lockKey,
  locksAt,
  policiesOn,
  registrationOf,
  type Lock,
  type Preflight,
  type Registration,
} from "../snapshot/preflight.ts";
import { assignmentLine, builtInRoleFor } from "../snapshot/built-in-roles.ts";
import { idKey, nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { needsOf, type NeededAction, type StepNeeds } from "./needs.ts";
import { plainRefusal, type Refusal } from "./refusal.ts";
import type { Step } from "./step.ts";

/**
 * What is known to be in the way of a step before anything is sent: Azure would refuse it. What can't be told refuses
 * nothing, since nobody is locked out by a write that Azure refuses; it is told as a finding (preflight-findings.ts).
 */
export function preflightRefusals(snapshot: Snapshot, step: Step): readonly Refusal[] {
  const needs = needsOf(snapshot, step);
  const { preflight } = snapshot;
  return [
    ...missingActions(snapshot, needs.actions),
    ...readOnlyLocks(preflight, needs.written).map(lockInTheWay),
    ...policyDenials(preflight, needs),
    ...needs.providers.filter((provider) => isUnregistered(preflight, provider)).map(unregistered),
  ];
}

/** Actions that the caller is known to lack, by scope. */
export function lackedActions(
  preflight: Preflight,
  actions: readonly NeededAction[],
): readonly { readonly scope: ResourceId; readonly actions: readonly string[] }[] {
  const byScope = new Map<string, { scope: ResourceId; actions: readonly string[] }>();
  for (const { action, scope } of actions) {
    const held = callerHolds(preflight, scope, action);
    if (held?.is !== "known" || held.value) continue;
    const earlier = byScope.get(idKey(scope))?.actions ?? [];
    byScope.set(idKey(scope), { scope, actions: [...earlier, action] });
  }
  return [...byScope.values()];
}

function missingActions({ preflight, caller }: Snapshot, actions: readonly NeededAction[]): readonly Refusal[] {
  return lackedActions(
    preflight,
    actions.filter((needed) => needed.isCertain),
  ).map(({ scope, actions: lacked }) => {
    const roles = [...new Set(lacked.map(builtInRoleFor))];
    const lines = roles.map((role) => assignmentLine(role, scope, caller)).join("; ");
    return plainRefusal(
      "SFH403",
      "the caller may do what the step takes",
      `the caller${caller === undefined ? "" : ` ${caller}`} lacks ${lacked.join(", ")} on ${scope}`,
      `${lines} (acts within ten minutes); or the custom role that the command permissions prints, which holds no more`,
    );
  });
}

/** ReadOnly locks at or above what is written, each once. */
function readOnlyLocks(preflight: Preflight, written: readonly ResourceId[]): readonly Lock[] {
  const locks = written.flatMap((scope) => {
    const found = locksAt(preflight, scope);
    return found?.is === "known" ? found.value.filter((lock) => lock.level === "ReadOnly") : [];
  });
  return [...new Map(locks.map((lock) => [lockKey(lock), lock])).values()];
}

function lockInTheWay({ name, scope }: Lock): Refusal {
  return plainRefusal(
    "SFH902",
    "no ReadOnly lock lies over what is written",
    `the ReadOnly lock ${name} on ${scope} forbids the write`,
    `az lock delete --ids "${scope}/providers/Microsoft.Authorization/locks/${name}", run again, and put it back; removing it is not ours`,
  );
}

function policyDenials(preflight: Preflight, { setting }: StepNeeds): readonly Refusal[] {
  const denials = setting === undefined ? undefined : policiesOn(preflight, setting);
  if (setting === undefined || denials?.is !== "known") return [];
  return denials.value.map(({ name, assignmentId }) =>
    plainRefusal(
      "SFH903",
      "no policy denies what the write leaves",
      `the policy ${name} denies ${nameOf(setting.resourceId)} as it would be (${assignmentId})`,
      `an exemption on ${setting.resourceId} from whoever keeps the policy, or a policy that allows it`,
    ),
  );
}

function isUnregistered(preflight: Preflight, provider: StepNeeds["providers"][number]): boolean {
  const state = registrationOf(preflight, provider);
  return state?.is === "known" && ["notregistered", "unregistered"].includes(state.value.toLowerCase());
}

function unregistered({ subscriptionId, namespace }: Pick<Registration, "subscriptionId" | "namespace">): Refusal {
  return plainRefusal(
    "SFH904",
    "the resource providers are registered",
    `${namespace} is not registered in subscription ${subscriptionId}`,
    `az provider register --namespace ${namespace} --subscription ${subscriptionId} --wait`,
  );
}
