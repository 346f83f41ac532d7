import type { ArmDocument } from "../estate.ts";
import type { World } from "../state/world.ts";
import { keyOf, lastNameOf, parseArmPath, sameId } from "../wire/arm-path.ts";
import { sameText, textAt, withValueAt } from "../wire/json-fields.ts";
import {
  findRuleConnection,
  hubPrincipalOf,
  managedEndpointId,
  mayApprove,
  placeConnection,
  ruleWithStatus,
} from "./managed-endpoint.ts";

/** Where a private-endpoint rule leads. */
export interface RuleTarget {
  readonly id: string;
  readonly subresource: string;
}

/** The target of a private-endpoint rule; undefined for FQDN and service-tag rules. */
export function ruleTargetOf(rule: ArmDocument): RuleTarget | undefined {
  const id = textAt(rule, "properties", "destination", "serviceResourceId");
  const subresource = textAt(rule, "properties", "destination", "subresourceTarget");
  return id === undefined || subresource === undefined ? undefined : { id, subresource };
}

/** True once the hub's managed network is provisioned. */
export function isNetworkActive(hub: ArmDocument | undefined): boolean {
  return sameText(textAt(hub, "properties", "managedNetwork", "status", "status"), "Active");
}

/** The ids a look at which brings a rule on: the rule, its list, its hub, its target and the target's connections. */
export function ruleWatch(hubId: string, rules: readonly ArmDocument[]): readonly string[] {
  const targets = rules.flatMap((rule) => {
    const target = ruleTargetOf(rule);
    return target === undefined ? [] : [target.id, `${target.id}/privateEndpointConnections`];
  });
  return [hubId, `${hubId}/outboundRules`, ...rules.map((rule) => rule.id), ...targets];
}

/** What the platform does for one rule on an Active network. A rule that is gone by now is left alone. */
export function activateRule(world: World, hubId: string, ruleId: string): void {
  const [hub, rule] = [world.documents.get(hubId), world.documents.get(ruleId)];
  if (hub === undefined || rule === undefined) return;
  const fault = connectRule(world, hub, rule);
  if (fault !== undefined) {
    // The shape of errorInformation is not confirmed.
    const failed = withValueAt(ruleWithStatus(rule, "Failed"), ["properties", "errorInformation"], {
      code: "ValidationError",
      message: fault,
    });
    world.documents.put(failed, { cause: "platform", what: "outbound rule Failed" });
    return;
  }
  world.documents.put(ruleWithStatus(rule, "Active"), { cause: "platform", what: "outbound rule Active" });
}

/** Makes the rule's endpoint and its connection; a text says why it can't. */
function connectRule(world: World, hub: ArmDocument, rule: ArmDocument): string | undefined {
  const wanted = ruleTargetOf(rule);
  if (wanted === undefined) return undefined;
  const target = world.documents.get(wanted.id);
  if (target === undefined) return `Resource ${wanted.id} was not found.`;
  if (!hasPrivateLink(target)) return `The registry ${wanted.id} needs the Premium SKU for private endpoints.`;
  const name = ruleNameOf(rule);
  if (findRuleConnection(world, target.id, name) !== undefined) return undefined;
  const isHubAllowed = mayApprove(world, hubPrincipalOf(hub), target.id);
  if (!isHubAllowed && world.behaviour.unapprovedRule === "failed") return missingRightText(target.id);
  const isApproved = isHubAllowed && isCreatorAllowed(world, rule, target.id);
  placeConnection(world, target, { id: managedEndpointId(world, name), subresource: wanted.subresource }, isApproved);
  return undefined;
}

/** Required rules are the service's own; for the others both the hub and who made the rule have to be allowed. */
function isCreatorAllowed(world: World, rule: ArmDocument, targetId: string): boolean {
  const creator = world.ruleCreators.get(keyOf(rule.id));
  if (creator === undefined || sameText(textAt(rule, "properties", "category"), "Required")) return true;
  return mayApprove(world, creator, targetId);
}

/** Private Link of a registry needs Premium; every other target has it. */
export function hasPrivateLink(target: ArmDocument): boolean {
  const isRegistry = parseArmPath(target.id)?.pattern === "microsoft.containerregistry/registries/*";
  return !isRegistry || sameText(textAt(target, "sku", "name"), "Premium");
}

/** The service's text for a hub identity without rights on the target (pasted in public, cut there after "tryin"). */
export function missingRightText(targetId: string): string {
  return `Workspace managed identity don't have required permissions to read and approve private endpoint connections on ${targetId}. If the permissions were recently granted, please give it some time before trying again.`;
}

/** The rule's own name. */
export function ruleNameOf(rule: ArmDocument): string {
  return lastNameOf(rule.id);
}

/** Takes a rule's connection off its target: its endpoint is gone. */
export function disconnectRule(world: World, rule: ArmDocument): void {
  const target = ruleTargetOf(rule);
  const connection = target === undefined ? undefined : findRuleConnection(world, target.id, ruleNameOf(rule));
  if (connection === undefined) return;
  world.documents.remove(connection.id, { cause: "platform", what: "private endpoint connection removed" });
}

/** The same resource and sub-resource, case-blind. */
export function isSameTarget(left: RuleTarget, right: RuleTarget): boolean {
  return sameId(left.id, right.id) && sameText(left.subresource, right.subresource);
}
