import { callerCanApprove } from "../checks/identities.ts";
import { connectionsOfRule, managedSubscription, privateEndpointRules } from "../paths/managed-endpoints.ts";
import type { PrivateEndpointRule } from "../snapshot/outbound-rule.ts";
import { valueOr } from "../snapshot/read.ts";
import { idKey, isSameId, subscriptionOf } from "../snapshot/resource-id.ts";
import type { EndpointConnection } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { plainRefusal, type Refusal } from "./refusal.ts";
import { judge, refuse, type Propose, type Proposal } from "./proposal.ts";
import { planned, type PlannedStep, type RunHistory } from "./plan.ts";
import { approvalRefusals, unreadTarget } from "./propose-rules.ts";
import type { Step } from "./step.ts";

/** Something of somebody's is under way in the managed network: nothing is written to it meanwhile. */
export function isNetworkBusy(world: Pick<Snapshot, "hub" | "outboundRules">, isProvisioning: boolean): boolean {
  return (
    isProvisioning ||
    world.hub.provisioningState.toLowerCase() === "updating" ||
    valueOr(world.outboundRules, []).some((r) => r.status === "Provisioning" || r.status === "Deleting")
  );
}

const waiting: Propose = ({ world, history }) =>
  hasNetwork(world) && isNetworkBusy(world, history.isProvisioning)
    ? [planned({ kind: "await-managed-network", resourceId: world.hub.id })]
    : [];

const provisioning: Propose = (proposal) => {
  const { world, spec } = proposal;
  const { isActive, isSparkReady } = world.hub.managedNetwork;
  const includeSpark = spec.managedNetwork.includeSpark;
  if (!hasNetwork(world) || (isActive && (isSparkReady || !includeSpark))) return [];
  const step: Step = { kind: "provision-managed-network", resourceId: world.hub.id, includeSpark };
  if (world.outboundRules.is !== "known") return [refuse(proposal, step, [unreadRules(world)])];
  const blind = privateEndpointRules(world)
    .filter((r) => r.status !== "Active")
    .map((r) => unreadTarget(proposal, r.target));
  const refusals = blind.flatMap((b) => b.refusals);
  if (refusals.length > 0) return [refuse(proposal, step, refusals)];
  const accepted = blind.flatMap((b) => b.accepted);
  return [judge(proposal, step, accepted)];
};

/** Provisioning makes every rule an endpoint: unread rules are endpoints nobody has looked at. */
function unreadRules(world: Snapshot): Refusal {
  return plainRefusal(
    "SFH208",
    "outbound rules are read before they become endpoints",
    `the outbound rules of ${world.hub.name} could not be read, and provisioning makes each of them a private endpoint`,
    "Reader on the hub for the caller",
  );
}

/** Once the network is Active: rules that aren't are put again, alone; a connection that is provably ours is approved. */
const settling: Propose = (proposal) =>
  proposal.world.hub.managedNetwork.isActive && hasNetwork(proposal.world)
    ? privateEndpointRules(proposal.world).flatMap((rule) => settleRule(proposal, rule))
    : [];

export const proposeNetwork = { waiting, provisioning, settling };

function hasNetwork(world: Snapshot): boolean {
  return world.hub.managedNetwork.isolationMode !== "Disabled";
}

function settleRule(proposal: Proposal, rule: PrivateEndpointRule): readonly PlannedStep[] {
  if (rule.status === "Active") return approveOurs(proposal, rule);
  const isOurs = rule.category === "UserDefined" && !rule.name.startsWith("__SYS_");
  if (!isOurs || (rule.status !== "Inactive" && rule.status !== "Failed")) return [];
  const step: Step = {
    kind: "declare-rule",
    resourceId: proposal.world.hub.id,
    rule: {
      name: rule.name,
      target: rule.target,
      subresource: rule.subresource,
      fqdns: rule.fqdns,
      sparkEnabled: rule.sparkEnabled,
    },
    wantedBy: `the rule that is ${rule.status}`,
    isAgain: true,
  };
  const refusals = approvalRefusals(proposal.world, rule.target);
  return [refusals.length > 0 ? refuse(proposal, step, refusals) : judge(proposal, step)];
}

function approveOurs(proposal: Proposal, rule: PrivateEndpointRule): readonly PlannedStep[] {
  const ours = findOurPending(proposal.world, rule, proposal.history.connectionsAtStart);
  const may = callerCanApprove(proposal.world, rule.target);
  return ours === undefined || may.is !== "known" || !may.value
    ? []
    : [judge(proposal, { kind: "approve-connection", resourceId: ours.id, ruleName: rule.name })];
}

/**
 * The Pending connection of a rule, if it is provably this hub's: new since the run began, named like the rule, of the
 * rule's sub-resource by the wire's own word, the only one, and from the subscription of this hub's Approved endpoints.
 * Names are predictable: approving a look-alike would hand the data to a stranger.
 */
function findOurPending(
  world: Snapshot,
  rule: PrivateEndpointRule,
  connectionsAtStart: RunHistory["connectionsAtStart"],
): EndpointConnection | undefined {
  const service = world.services.find((s) => isSameId(s.id, rule.target));
  const home = managedSubscription(world);
  const atStart = connectionsAtStart?.get(idKey(rule.target));
  if (service === undefined || home === undefined || atStart === undefined) return undefined;
  const named = connectionsOfRule(world, service, rule);
  const [only, ...others] = named;
  if (only === undefined || others.length > 0 || only.status !== "Pending") return undefined;
  const isNew = !atStart.has(idKey(only.id));
  const isOfGroup = only.groupIds?.some((g) => g.toLowerCase() === rule.subresource.toLowerCase()) === true;
  return isNew && isOfGroup && subscriptionOf(only.endpointId) === home ? only : undefined;
}
