import { approvalActions, privateLinkType } from "../snapshot/private-link.ts";
import type { Registration, SettingWrite } from "../snapshot/preflight.ts";
import { isSameId, namespaceOf, serviceOfConnection, subscriptionOf, typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Step } from "./step.ts";

/** An action that the caller needs at a scope. */
export interface NeededAction {
  readonly action: string;
  readonly scope: ResourceId;
  /** False where it isn't confirmed that Azure asks for it: its lack is told, and refuses nothing. */
  readonly isCertain: boolean;
}

/** All that a step's requests need of the world besides what the guard looks at. */
export interface StepNeeds {
  readonly actions: readonly NeededAction[];
  /** What is written, by us or by Azure on our request: a ReadOnly lock there or above is in the way. */
  readonly written: readonly ResourceId[];
  readonly providers: readonly Pick<Registration, "subscriptionId" | "namespace">[];
  /** Where policies can be asked about the write. */
  readonly setting: SettingWrite | undefined;
}

const none: StepNeeds = { actions: [], written: [], providers: [], setting: undefined };

const workspaces = "Microsoft.MachineLearningServices/workspaces";

/** Documented for whoever makes private endpoints for a managed network, besides the right to the request itself. */
const endpointMaking = [
  `${workspaces}/privateEndpointConnections/read`,
  `${workspaces}/privateEndpointConnections/write`,
];

/**
 * What a step takes. Source of the actions: the operations' own types, and what the managed network's documentation asks
 * of the caller: to make private endpoints on the hub, and since 30 April 2025 to be able to approve them on their target.
 */
export function needsOf(snapshot: Snapshot, step: Step): StepNeeds {
  switch (step.kind) {
    case "declare-rule": {
      const { target } = step.rule;
      return {
        ...none,
        actions: [
          ...at(step.resourceId, `${workspaces}/outboundRules/write`, ...endpointMaking),
          ...approvalsAt(target),
        ],
        written: [step.resourceId, target],
        providers: [...networkProviders(step.resourceId), providerOf(target)],
      };
    }
    case "provision-managed-network":
      return {
        ...none,
        actions: at(step.resourceId, `${workspaces}/provisionManagedNetwork/action`, ...endpointMaking),
        written: [step.resourceId],
        providers: networkProviders(step.resourceId),
      };
    case "approve-connection": {
      const target = serviceOfConnection(step.resourceId);
      return {
        ...none,
        actions: approvalsAt(target),
        written: [target],
        providers: [providerOf(target)],
      };
    }
    case "grant-reader":
      return {
        ...none,
        actions: at(step.resourceId, "Microsoft.Authorization/roleAssignments/write"),
        written: [step.resourceId],
      };
    case "let-trusted-services-in":
    case "close-public-access":
      return {
        ...settingNeeds(snapshot, step.resourceId),
        setting: { kind: step.kind, resourceId: step.resourceId, role: step.role },
      };
    case "reopen-public-access":
    case "restore-bypass":
      return settingNeeds(snapshot, step.resourceId);
    case "await-managed-network":
    case "await-datastore":
      return none;
  }
}

/** A body that carries subnet rules names those subnets; that Azure asks for the join again is not confirmed. */
function settingNeeds(snapshot: Snapshot, resourceId: ResourceId): StepNeeds {
  const subnets = snapshot.services.find((s) => isSameId(s.id, resourceId))?.publicAccess.subnets ?? [];
  const join = "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action";
  return {
    actions: [
      ...at(resourceId, `${spelledType(resourceId)}/write`),
      ...subnets.map((scope) => ({ action: join, scope, isCertain: false })),
    ],
    written: [resourceId],
    providers: [providerOf(resourceId)],
    setting: undefined,
  };
}

function at(scope: ResourceId, ...actions: readonly string[]): readonly NeededAction[] {
  return actions.map((action) => ({ action, scope, isCertain: true }));
}

/** What approving a private endpoint connection takes at a target; nothing where that isn't known. */
export function approvalsAt(target: ResourceId): readonly NeededAction[] {
  const type = privateLinkType(typeOf(target));
  return type === undefined ? [] : at(target, ...approvalActions(type));
}

function spelledType(id: ResourceId): string {
  return privateLinkType(typeOf(id))?.name ?? typeOf(id);
}

/** The managed network is made of private endpoints. */
function networkProviders(hub: ResourceId): StepNeeds["providers"] {
  return [{ subscriptionId: subscriptionOf(hub), namespace: "Microsoft.Network" }, providerOf(hub)];
}

function providerOf(id: ResourceId): StepNeeds["providers"][number] {
  return { subscriptionId: subscriptionOf(id), namespace: namespaceOf(id) };
}
