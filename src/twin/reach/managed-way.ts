import type { ArmDocument } from "../estate.ts";
import { isSameId, nameOf, typeOf } from "./arm-id.ts";
import { connectionsOf, isApproved, isManagedEndpoint } from "./connections.ts";
import type { Connection } from "./connections.ts";
import type { Door } from "./door.ts";
import { namesOfDoor } from "./door-names.ts";
import { documentsOf } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { allowedNamesOf, endpointRulesOf, workspaceType } from "./hub.ts";
import type { EndpointRule } from "./hub.ts";
import { isSameText, textAt } from "./json.ts";
import { closedWay, openWay } from "./way.ts";
import type { Way } from "./way.ts";

/**
 * How compute in a workspace's managed network reaches a door. Without isolation compute stands on the internet. The
 * network's own DNS holds its own endpoints only, so customer endpoints and zones mean nothing here.
 */
export function findManagedWay(index: EstateIndex, workspace: ArmDocument, door: Door, byPublic: Way): Way {
  const isolation = textAt(workspace, "properties", "managedNetwork", "isolationMode") || "Disabled";
  if (isSameText(isolation, "Disabled")) return byPublic;
  const rules = rulesTo(index, workspace.id, door);
  const byEndpoint = rules.find((rule) => isInEffect(index, rule, door));
  if (byEndpoint !== undefined && isNetworkActive(workspace)) {
    return openWay(`private endpoint ${byEndpoint.name}`, "the rule is Active and its connection Approved");
  }
  const shadow = rules.find((rule) => hasEndpoint(index, rule, door));
  if (shadow !== undefined) {
    return closedWay(`the endpoint of rule ${shadow.name} takes the name, and it is ${shadow.status} or not approved`);
  }
  if (isSameText(isolation, "AllowInternetOutbound")) return byPublic;
  return findFirewallWay(index, workspace, door, byPublic);
}

export function isNetworkActive(workspace: ArmDocument): boolean {
  return isSameText(textAt(workspace, "properties", "managedNetwork", "status", "status"), "Active");
}

function rulesTo(index: EstateIndex, workspaceId: string, door: Door): readonly EndpointRule[] {
  return endpointRulesOf(index, workspaceId).filter((rule) => isRuleTo(rule, door));
}

function isRuleTo(rule: EndpointRule, door: Door): boolean {
  return isSameId(rule.resource, door.resource) && isSameText(rule.subresource, door.subresource);
}

function isInEffect(index: EstateIndex, rule: EndpointRule, door: Door): boolean {
  if (!isSameText(rule.status, "Active")) return false;
  const approved = endpointConnections(index, rule, door).filter(isApproved).length;
  // Two hubs may name a rule alike; then one approved connection cannot stand for both.
  return approved > 0 && approved >= countClaimants(index, rule, door);
}

function countClaimants(index: EstateIndex, rule: EndpointRule, door: Door): number {
  return documentsOf(index, workspaceType)
    .flatMap((workspace) => rulesTo(index, workspace.id, door))
    .filter((other) => isSameText(other.name, rule.name) && isSameText(other.status, "Active")).length;
}

/** An Active rule has its endpoint by definition; another one where the target shows its connection. */
function hasEndpoint(index: EstateIndex, rule: EndpointRule, door: Door): boolean {
  return isSameText(rule.status, "Active") || endpointConnections(index, rule, door).length > 0;
}

function endpointConnections(index: EstateIndex, rule: EndpointRule, door: Door): readonly Connection[] {
  return connectionsOf(index, door.resource).filter(
    ({ endpointId }) => isManagedEndpoint(index, endpointId) && isSameText(nameOf(endpointId), rule.name),
  );
}

/** Only what a rule names gets out. Storage cannot be named in an FQDN rule. Service tags are not followed here. */
function findFirewallWay(index: EstateIndex, workspace: ArmDocument, door: Door, byPublic: Way): Way {
  if (!isNetworkActive(workspace)) return closedWay("the managed network is not provisioned");
  const names = namesOfDoor(index, door);
  const allowed = allowedNamesOf(index, workspace.id);
  const isStorage = typeOf(door.resource) === "microsoft.storage/storageaccounts";
  if (isStorage || names.length === 0 || !names.every((name) => allowed.some((rule) => isAllowedBy(rule, name)))) {
    return closedWay("no outbound rule in effect lets it out");
  }
  return byPublic;
}

function isAllowedBy(rule: string, name: string): boolean {
  return rule.startsWith("*.") ? name.endsWith(rule.slice(1)) : name === rule;
}
