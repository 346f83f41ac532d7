import { privateLinkType } from "../snapshot/private-link.ts";
import { valueOr } from "../snapshot/read.ts";
import { subscriptionOf, typeOf } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

const workspaces = "Microsoft.MachineLearningServices/workspaces";
const zones = "Microsoft.Network/privateDnsZones";
const endpoints = "Microsoft.Network/privateEndpoints";

/** What is read of any hub, whatever is around it. */
const always: readonly string[] = [
  "Microsoft.Resources/subscriptions/read",
  "Microsoft.Resources/subscriptions/providers/read",
  `${workspaces}/read`,
  `${workspaces}/outboundRules/read`,
  `${workspaces}/connections/read`,
  `${workspaces}/computes/read`,
  `${workspaces}/onlineEndpoints/read`,
  "Microsoft.CognitiveServices/accounts/read",
  `${zones}/read`,
  `${zones}/virtualNetworkLinks/read`,
  `${zones}/A/read`,
  ...["roleAssignments", "roleDefinitions", "denyAssignments", "locks", "permissions"].map(
    (type) => `Microsoft.Authorization/${type}/read`,
  ),
  "Microsoft.PolicyInsights/checkPolicyRestrictions/read",
];

/** The actions of all reads that a run makes of this hub and what is around it, each once, sorted. */
export function readActionsOf(snapshot: Snapshot): readonly string[] {
  const types = new Set(readTargets(snapshot).map((id) => privateLinkType(typeOf(id))?.name ?? typeOf(id)));
  const actions = [
    ...always,
    ...(valueOr(snapshot.projects, []).length > 0 ? [`${workspaces}/datastores/read`] : []),
    ...[...types].flatMap((type) => [`${type}/read`, `${type}/privateEndpointConnections/read`]),
    ...(hasEndpoints(snapshot)
      ? [`${endpoints}/read`, `${endpoints}/privateDnsZoneGroups/read`, "Microsoft.Network/networkInterfaces/read"]
      : []),
    ...(hasEndpoints(snapshot) || snapshot.networks.length > 0 ? ["Microsoft.Network/virtualNetworks/read"] : []),
  ];
  return [...new Map(actions.map((action) => [action.toLowerCase(), action])).values()].sort();
}

/** Every resource that rules and connections lead to, read or not. */
function readTargets(snapshot: Snapshot): readonly string[] {
  const rules = valueOr(snapshot.outboundRules, []).flatMap((r) => (r.type === "PrivateEndpoint" ? [r.target] : []));
  const connected = valueOr(snapshot.hubConnections, []).flatMap(({ leadsTo }) =>
    leadsTo.is === "destinations" ? leadsTo.destinations.map((destination) => destination.target) : [],
  );
  return [snapshot.hub.id, ...snapshot.services.map((s) => s.id), ...rules, ...connected];
}

/** Whether any service has a private endpoint of a customer's, or may have. */
function hasEndpoints({ services, readableSubscriptions }: Snapshot): boolean {
  return services.some(
    ({ connections }) =>
      connections.is === "unknown" ||
      valueOr(connections, []).some((c) => readableSubscriptions.includes(subscriptionOf(c.endpointId))),
  );
}
