import type { ArmDocument } from "../estate.ts";
import { durationOf } from "../behaviour.ts";
import { hexOf } from "../state/guids.ts";
import type { World } from "../state/world.ts";
import { keyOf, lastNameOf, sameId } from "../wire/arm-path.ts";
import { sameText, textAt } from "../wire/json-fields.ts";
import { connectedTarget, workspaceOf } from "./connection.ts";
import { activateRule, isNetworkActive, isSameTarget, ruleTargetOf, ruleWatch } from "./rule-activation.ts";
import type { RuleTarget } from "./rule-activation.ts";

/** The hub's own services that need a Required rule: storage blob and file, vault, registry, and the hub itself. */
function ownTargetsOf(hub: ArmDocument): readonly RuleTarget[] {
  const own = (field: string, ...subresources: readonly string[]): readonly RuleTarget[] => {
    const id = textAt(hub, "properties", field);
    return id === undefined || id === "" ? [] : subresources.map((subresource) => ({ id, subresource }));
  };
  return [
    ...own("storageAccount", "blob", "file"),
    ...own("keyVault", "vault"),
    ...own("containerRegistry", "registry"),
    { id: hub.id, subresource: "amlworkspace" },
  ];
}

/**
 * The service's own answer to a service that just turned private: under AllowInternetOutbound its Required rule
 * appears, unless a rule leads there already. Not confirmed, so `behaviour.serviceMadeRules` chooses the reading: at
 * once ("onClose"), with the next provisioning ("onProvision"), or "never".
 */
export function addRulesForClosed(world: World, closedId: string): void {
  if (world.behaviour.serviceMadeRules !== "onClose") return;
  for (const hub of world.documents.ofType("Microsoft.MachineLearningServices/workspaces")) {
    const mode = textAt(hub, "properties", "managedNetwork", "isolationMode");
    if (!sameText(mode, "AllowInternetOutbound")) continue;
    addRequiredRules(
      world,
      hub,
      ownTargetsOf(hub).filter((target) => sameId(target.id, closedId)),
    );
  }
}

/** The rules that a provisioning adds under the reading "onProvision"; says whether it added any. */
export function addRulesForProvisioning(world: World, hub: ArmDocument): boolean {
  if (world.behaviour.serviceMadeRules !== "onProvision") return false;
  const before = world.documents.childrenOf(hub.id, "outboundRules").length;
  addRulesForIsolation(world, hub);
  return world.documents.childrenOf(hub.id, "outboundRules").length > before;
}

/**
 * The rule the service makes for a connection to a service that has private endpoints, unless one leads there
 * (documented; name and category seen in an exported hub). A project's connection is its hub's business.
 */
export function addRuleForConnection(world: World, connection: ArmDocument): void {
  const target = connectedTarget(world, connection);
  const workspace = world.documents.get(workspaceOf(connection.id));
  const hub = world.documents.get(textAt(workspace, "properties", "hubResourceId") ?? workspace?.id ?? "");
  const mode = textAt(hub, "properties", "managedNetwork", "isolationMode") ?? "Disabled";
  if (target === undefined || hub === undefined || sameText(mode, "Disabled") || hasRuleTo(world, hub, target)) return;
  const name = `Connection_${lastNameOf(connection.id)}_${target.subresource}`;
  addRule(world, hub, { name, target, category: "UserDefined" });
}

/** The Required rules a hub gets when its isolation is turned on: all of them, or those of private services only. */
export function addRulesForIsolation(world: World, hub: ArmDocument): void {
  const isStrict = sameText(textAt(hub, "properties", "managedNetwork", "isolationMode"), "AllowOnlyApprovedOutbound");
  const isPrivate = (target: RuleTarget): boolean =>
    sameText(textAt(world.documents.get(target.id), "properties", "publicNetworkAccess"), "Disabled");
  addRequiredRules(
    world,
    hub,
    ownTargetsOf(hub).filter((target) => isStrict || isPrivate(target)),
  );
}

function addRequiredRules(world: World, hub: ArmDocument, targets: readonly RuleTarget[]): void {
  for (const target of targets) {
    if (hasRuleTo(world, hub, target)) continue;
    const name = `__SYS_PE_${lastNameOf(target.id)}_${target.subresource}_${hexOf(keyOf(target.id), 8)}`;
    addRule(world, hub, { name, target, category: "Required" });
  }
}

function hasRuleTo(world: World, hub: ArmDocument, target: RuleTarget): boolean {
  const present = world.documents.childrenOf(hub.id, "outboundRules").map(ruleTargetOf);
  return present.some((other) => other !== undefined && isSameTarget(other, target));
}

interface ServiceMadeRule {
  readonly name: string;
  readonly target: RuleTarget;
  readonly category: "Required" | "UserDefined";
}

function addRule(world: World, hub: ArmDocument, { name, target, category }: ServiceMadeRule): void {
  const isActive = isNetworkActive(hub);
  const rule: ArmDocument = {
    id: `${hub.id}/outboundRules/${name}`,
    name,
    type: "Microsoft.MachineLearningServices/workspaces/outboundRules",
    properties: {
      type: "PrivateEndpoint",
      destination: {
        serviceResourceId: target.id,
        subresourceTarget: target.subresource,
        sparkEnabled: true,
        sparkStatus: "Inactive",
      },
      status: isActive ? "Provisioning" : "Inactive",
      category,
    },
  };
  world.documents.put(rule, { cause: "platform", what: `${category} outbound rule added` });
  if (!isActive) return;
  world.timeline.schedule({
    watched: ruleWatch(hub.id, [rule]),
    durationMs: durationOf(world.behaviour, "serviceMadeRule"),
    run: () => {
      activateRule(world, hub.id, rule.id);
    },
  });
}
