import type { PrivateEndpointRule } from "../snapshot/outbound-rule.ts";
import { valueOr } from "../snapshot/read.ts";
import { isSameId, nameOf, subscriptionOf } from "../snapshot/resource-id.ts";
import type { OutboundRule } from "../snapshot/outbound-rule.ts";
import type { EndpointConnection, Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Door } from "./pair.ts";

/**
 * A managed private endpoint is never readable: it lives in a subscription of Microsoft's, and only the connection on
 * its target shows it. Its name is the rule's (seen in exports and recordings; not documented).
 */
export function endpointNamed(connection: EndpointConnection, ruleName: string): boolean {
  return nameOf(connection.endpointId).toLowerCase() === ruleName.toLowerCase();
}

export function privateEndpointRules(snapshot: Snapshot): readonly PrivateEndpointRule[] {
  return onlyPrivateEndpointRules(valueOr(snapshot.outboundRules, []));
}

function onlyPrivateEndpointRules(rules: readonly OutboundRule[]): readonly PrivateEndpointRule[] {
  return rules.filter((r): r is PrivateEndpointRule => r.type === "PrivateEndpoint");
}

/** The rule to a door: told by destination, never by name. */
export function ruleTo(rules: readonly OutboundRule[], door: Door): PrivateEndpointRule | undefined {
  const found = onlyPrivateEndpointRules(rules).filter(
    (r) => isSameId(r.target, door.service) && r.subresource.toLowerCase() === door.subresource,
  );
  return found.find((r) => r.status === "Active") ?? found[0];
}

/** True for an endpoint outside every subscription the caller can see: only such a one can be a managed endpoint. */
export function isForeign(snapshot: Snapshot, endpointId: string): boolean {
  return !snapshot.readableSubscriptions.includes(subscriptionOf(endpointId));
}

/** Connections on a service that look like the endpoint of this rule. More than one subscription among them: one lies. */
export function connectionsOfRule(
  snapshot: Snapshot,
  service: Service,
  rule: PrivateEndpointRule,
): readonly EndpointConnection[] {
  return valueOr(service.connections, []).filter(
    (c) =>
      endpointNamed(c, rule.name) &&
      isForeign(snapshot, c.endpointId) &&
      (c.groupIds === undefined || c.groupIds.some((g) => g.toLowerCase() === rule.subresource.toLowerCase())),
  );
}

/** The subscription of every Approved endpoint of the hub's Active rules, one entry an endpoint. */
function homesSeen(snapshot: Snapshot): readonly string[] {
  return privateEndpointRules(snapshot)
    .filter((r) => r.status === "Active")
    .flatMap((r) => {
      const service = snapshot.services.find((s) => isSameId(s.id, r.target));
      return service === undefined ? [] : connectionsOfRule(snapshot, service, r);
    })
    .filter((c) => c.status === "Approved")
    .map((c) => subscriptionOf(c.endpointId));
}

/**
 * The subscription of this hub's managed endpoints, as its Approved ones prove it; undefined while none is, or while
 * they disagree. Only a connection from there may be approved on the hub's behalf.
 */
export function managedSubscription(snapshot: Snapshot): string | undefined {
  const [only, ...others] = [...new Set(homesSeen(snapshot))];
  return others.length === 0 ? only : undefined;
}

/** True where most of the hub's Approved endpoints are from elsewhere: this one may be a stranger's of the same name. */
export function isFromElsewhere(snapshot: Snapshot, connection: EndpointConnection): boolean {
  return isOutnumbered(homesSeen(snapshot), connection);
}

function isOutnumbered(homes: readonly string[], connection: EndpointConnection): boolean {
  const own = subscriptionOf(connection.endpointId);
  const fromThere = homes.filter((h) => h === own).length;
  return homes.some((h) => h !== own && homes.filter((other) => other === h).length >= fromThere);
}

/** The rule's Approved connections, split by whose they are as far as the hub's other endpoints tell. */
export function approvedOfRule(
  snapshot: Snapshot,
  service: Service,
  rule: PrivateEndpointRule,
): { readonly ours: readonly EndpointConnection[]; readonly doubtful: readonly EndpointConnection[] } {
  const named = connectionsOfRule(snapshot, service, rule);
  const approved = named.filter((c) => c.status === "Approved");
  if (approved.length === 0) return { ours: [], doubtful: [] };
  const homes = homesSeen(snapshot);
  const isAmbiguous = new Set(named.map((c) => subscriptionOf(c.endpointId))).size > 1;
  // Of two from different subscriptions one lies; only another endpoint of the hub's from the same place tells which.
  const isBacked = (c: EndpointConnection): boolean =>
    homes.filter((h) => h === subscriptionOf(c.endpointId)).length > 1;
  const isDoubtful = (c: EndpointConnection): boolean => isOutnumbered(homes, c) || (isAmbiguous && !isBacked(c));
  return { ours: approved.filter((c) => !isDoubtful(c)), doubtful: approved.filter(isDoubtful) };
}
