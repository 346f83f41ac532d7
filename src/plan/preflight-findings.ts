import { finding, findingKey, type Finding } from "../checks/finding.ts";
import { callerHolds, locksAt, policiesOn, registrationOf, rightsAt, type Preflight } from "../snapshot/preflight.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey, nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { needsOf, type NeededAction, type StepNeeds } from "./needs.ts";
import type { PlannedStep } from "./plan.ts";
import { lackedActions } from "./preflight.ts";

/** What was asked before the first write and can't be told: said, and in the way of nothing. */
export function preflightFindings(snapshot: Snapshot, steps: readonly PlannedStep[]): readonly Finding[] {
  const needs = steps.map(({ step }) => needsOf(snapshot, step));
  const actions = needs.flatMap((need) => need.actions);
  if (needs.every((need) => need.written.length === 0)) return [];
  const findings = [
    ...unknownRights(snapshot.preflight, actions),
    ...conditionalRights(snapshot.preflight, actions),
    ...perhapsLacking(snapshot.preflight, actions),
    ...partialLists(snapshot),
    ...needs.flatMap((need) => unknownObstacles(snapshot.preflight, need)),
  ];
  return [...new Map(findings.map((f) => [findingKey(f), f])).values()];
}

function unknownRights(preflight: Preflight, actions: readonly NeededAction[]): readonly Finding[] {
  const byScope = new Map<string, { scope: ResourceId; why: string; actions: ReadonlySet<string> }>();
  for (const { scope, action } of actions) {
    const why = doubtOf(callerHolds(preflight, scope, action));
    if (why === undefined) continue;
    const earlier = byScope.get(idKey(scope))?.actions ?? [];
    byScope.set(idKey(scope), { scope, why, actions: new Set([...earlier, action]) });
  }
  return [...byScope.values()].map(({ scope, why, actions: held }) =>
    unknownFinding(
      "SFH407",
      scope,
      "rights",
      `Whether the caller holds ${[...held].join(", ")} on ${nameOf(scope)}: ${why}.`,
    ),
  );
}

function conditionalRights(preflight: Preflight, actions: readonly NeededAction[]): readonly Finding[] {
  return actions
    .filter(({ scope, action }) => rightsAt(preflight, scope)?.underCondition.includes(action) === true)
    .map(({ scope, action }) =>
      unknownFinding("SFH408", scope, action, `On ${nameOf(scope)} the caller holds ${action} only under a condition.`),
    );
}

function perhapsLacking(preflight: Preflight, actions: readonly NeededAction[]): readonly Finding[] {
  const uncertain = actions.filter((needed) => !needed.isCertain);
  return lackedActions(preflight, uncertain).map(({ scope, actions: lacked }) =>
    unknownFinding("SFH409", scope, lacked.join(" "), `The caller lacks ${lacked.join(", ")} on ${scope}.`),
  );
}

/** What is listed over a whole subscription to find whom a step might shut out. */
const listed: readonly { readonly what: string; readonly action: string }[] = [
  { what: "the subscription itself", action: "Microsoft.Resources/subscriptions/read" },
  { what: "workspaces", action: "Microsoft.MachineLearningServices/workspaces/read" },
  { what: "AI services", action: "Microsoft.CognitiveServices/accounts/read" },
  { what: "private DNS zones", action: "Microsoft.Network/privateDnsZones/read" },
];

function partialLists({ preflight, readableSubscriptions }: Snapshot): readonly Finding[] {
  return readableSubscriptions.flatMap((id) => {
    const scope = `/subscriptions/${id}`;
    const hidden = listed.filter(({ action }) => {
      const held = callerHolds(preflight, scope, action);
      return held !== undefined && !(held.is === "known" && held.value);
    });
    if (hidden.length === 0) return [];
    const [actions, what] = [hidden.map(({ action }) => action).join(", "), hidden.map((one) => one.what).join(", ")];
    const detail = `Lists may leave out ${what}: the caller can't be shown to hold ${actions} on subscription ${id}.`;
    return [unknownFinding("SFH410", scope, "lists", detail)];
  });
}

function unknownObstacles(preflight: Preflight, { written, setting, providers }: StepNeeds): readonly Finding[] {
  const about = (
    scope: ResourceId,
    subject: string,
    what: string,
    read: Read<unknown> | undefined,
  ): readonly Finding[] => {
    const why = doubtOf(read);
    return why === undefined ? [] : [unknownFinding("SFH922", scope, subject, `${what}: ${why}.`)];
  };
  return [
    ...written.flatMap((scope) => about(scope, "locks", `Locks on ${nameOf(scope)}`, locksAt(preflight, scope))),
    ...providers.flatMap((provider) =>
      about(
        `/subscriptions/${provider.subscriptionId}`,
        provider.namespace,
        `Whether ${provider.namespace} is registered`,
        registrationOf(preflight, provider),
      ),
    ),
    ...(setting === undefined
      ? []
      : about(
          setting.resourceId,
          `policies on ${setting.kind}`,
          `Whether a policy denies ${nameOf(setting.resourceId)} as it would be`,
          policiesOn(preflight, setting),
        )),
  ];
}

/** Why something that was asked can't be told; undefined where it can, or wasn't asked. */
function doubtOf(read: Read<unknown> | undefined): string | undefined {
  if (read === undefined || read.is === "known") return undefined;
  return read.is === "unknown" ? read.why : "Azure knows nothing of it";
}

function unknownFinding(
  code: "SFH407" | "SFH408" | "SFH409" | "SFH410" | "SFH922",
  resourceId: ResourceId,
  subject: string,
  detail: string,
): Finding {
  return finding(code, { resourceId, subject, detail, state: "unknown" });
}
