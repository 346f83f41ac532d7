import { canApprove } from "../checks/identities.ts";
import { findWantedRules, ruleNameFor, type WantedRule } from "../checks/wanted-rules.ts";
import { ruleTo } from "../paths/managed-endpoints.ts";
import { valueOr } from "../snapshot/read.ts";
import { isSameId, nameOf } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Judgement } from "./guard.ts";
import { plainRefusal, type Refusal } from "./refusal.ts";
import { judge, predict, refuse, type Proposal, type Propose } from "./proposal.ts";
import type { PlannedStep } from "./plan.ts";
import type { Step } from "./step.ts";

/** A rule for each destination that has none, one at a time; told by destination, whatever the names. */
export const proposeRules: Propose = (proposal) => {
  const { hub, outboundRules } = proposal.world;
  if (hub.managedNetwork.isolationMode === "Disabled" || outboundRules.is !== "known") return [];
  const missing = findWantedRules(proposal.world, proposal.spec).filter(
    (w) => ruleTo(outboundRules.value, { service: w.target, subresource: w.subresource.toLowerCase() }) === undefined,
  );
  const steps: PlannedStep[] = [];
  for (const wanted of missing) {
    steps.push(proposeRule({ ...proposal, world: predict(proposal.world, steps, proposal.history) }, wanted));
  }
  return steps;
};

function proposeRule(proposal: Proposal, wanted: WantedRule): PlannedStep {
  const step: Step = {
    kind: "declare-rule",
    resourceId: proposal.world.hub.id,
    rule: {
      name: ruleNameFor(wanted),
      target: wanted.target,
      subresource: wanted.subresource,
      fqdns: wanted.fqdns,
      sparkEnabled: false,
    },
    wantedBy: wanted.wantedBy,
    isAgain: false,
  };
  const unread = unreadTarget(proposal, wanted.target);
  const refusals = [
    ...nameTaken(proposal.world, step),
    ...unread.refusals,
    ...approvalRefusals(proposal.world, wanted.target),
  ];
  return refusals.length > 0 ? refuse(proposal, step, refusals) : judge(proposal, step, unread.accepted);
}

/** A PUT under a name that leads elsewhere would turn that rule around: somebody else's path would be gone. */
function nameTaken(world: Snapshot, step: Extract<Step, { kind: "declare-rule" }>): readonly Refusal[] {
  const taken = valueOr(world.outboundRules, []).some((r) => r.name.toLowerCase() === step.rule.name.toLowerCase());
  return taken
    ? [
        {
          code: "SFH210",
          clause: "a rule's name is free",
          origin: undefined,
          door: { service: step.rule.target, subresource: step.rule.subresource.toLowerCase() },
          reason: `a rule named ${step.rule.name} leads somewhere else`,
          missing: "another name for the rule: outboundPrivateEndpoints[].name",
        },
      ]
    : [];
}

/**
 * An endpoint to a service nobody here can look at may turn its name into an alias under somebody's feet; what can't be
 * seen can be accepted by name.
 */
export function unreadTarget({ world, spec }: Proposal, target: string): Pick<Judgement, "refusals" | "accepted"> {
  if (world.services.some((s) => isSameId(s.id, target))) return { refusals: [], accepted: [] };
  const reason = `${nameOf(target)} can't be read, so who would lose it to a first private endpoint can't be told`;
  const acceptable = { code: "SFH327", resource: target, origin: unreadOrigin } as const;
  const accepted = spec.accept.find(
    (a) => a.code === acceptable.code && isSameId(a.resource, target) && a.origin === unreadOrigin,
  );
  if (accepted !== undefined) {
    return { refusals: [], accepted: [{ ...acceptable, door: undefined, text: reason, reason: accepted.reason }] };
  }
  const missing = `Reader for the caller on ${target}`;
  const clause = "the target of an endpoint is read";
  return { refusals: [{ ...plainRefusal(acceptable.code, clause, reason, missing), acceptable }], accepted: [] };
}

const unreadOrigin = "unread";

/** The service refuses, or leaves Pending, a rule whose target the hub's identity can't approve on. */
export function approvalRefusals(world: Snapshot, target: string): readonly Refusal[] {
  const held = canApprove(world, target);
  if (held.is === "known" && held.value) return [];
  const principal = world.hub.approvingIdentity?.principalId ?? "<hub identity>";
  const doubt = held.is === "unknown" ? `whether it can is unknown: ${held.why}` : "it lacks the role";
  return [
    plainRefusal(
      held.is === "unknown" ? "SFH404" : "SFH402",
      "the hub's identity can approve",
      `the hub's identity ${principal} must be able to approve private endpoints on ${nameOf(target)}; ${doubt}`,
      `the role Azure AI Enterprise Network Connection Approver (b556d68e-0be0-4f35-a333-ad7ee1ce17ea) for ${principal} on ${target}; granting it is not ours`,
    ),
  ];
}
