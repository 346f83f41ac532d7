import type { ArmDocument, JsonObject } from "../estate.ts";
import type { World } from "../state/world.ts";
import { keyOf, lastNameOf, nameOf, parseArmPath, sameId, typeOf } from "../wire/arm-path.ts";
import { objectAt, sameText, textAt, withValueAt } from "../wire/json-fields.ts";
import { accessOf } from "./access.ts";

/** Managed private endpoints live in Microsoft's own subscription, in a group like this one (seen in the field). */
const MANAGED_GROUP = "commonHoboRG28";

/** Types whose approval is one more action besides reading and writing the connection (the approver role's list). */
const WITH_APPROVAL_ACTION: readonly string[] = [
  "microsoft.containerregistry/registries",
  "microsoft.keyvault/vaults",
  "microsoft.machinelearningservices/workspaces",
  "microsoft.documentdb/databaseaccounts",
  "microsoft.sql/servers",
  "microsoft.cache/redis",
  "microsoft.cache/redisenterprise",
];

/** The principal a hub acts as: its primary user-assigned identity if it has one, its system-assigned one otherwise. */
export function hubPrincipalOf(hub: ArmDocument): string | undefined {
  const primary = textAt(hub, "properties", "primaryUserAssignedIdentity");
  const assigned = Object.entries(objectAt(hub, "identity", "userAssignedIdentities"));
  const chosen = primary === undefined ? undefined : assigned.find(([id]) => sameId(id, primary));
  const only = assigned.length === 1 ? assigned[0] : undefined;
  const system = textAt(hub, "identity", "principalId");
  return textAt(chosen?.[1], "principalId") ?? system ?? textAt(only?.[1], "principalId");
}

/** Whether a principal may read and approve private endpoint connections of a target. */
export function mayApprove(world: World, principal: string | undefined, targetId: string): boolean {
  const path = parseArmPath(targetId);
  if (principal === undefined || path === undefined) return false;
  const type = typeOf(path);
  const access = accessOf(world, principal);
  const actions = [
    `${type}/privateEndpointConnections/read`,
    `${type}/privateEndpointConnections/write`,
    ...(WITH_APPROVAL_ACTION.includes(type.toLowerCase()) ? [`${type}/privateEndpointConnectionsApproval/action`] : []),
  ];
  return actions.every((action) => access.allows(action, targetId));
}

/** The id of the endpoint a rule makes: named like the rule, in a subscription the customer can't read. */
export function managedEndpointId(world: World, ruleName: string): string {
  const subscription = world.estate.facts.managedVnetSubscription;
  return `/subscriptions/${subscription}/resourceGroups/${MANAGED_GROUP}/providers/Microsoft.Network/privateEndpoints/${ruleName}`;
}

/** The connection of a rule's endpoint on its target, if there is one. */
export function findRuleConnection(world: World, targetId: string, ruleName: string): ArmDocument | undefined {
  const endpoint = managedEndpointId(world, ruleName);
  return world.documents
    .childrenOf(targetId, "privateEndpointConnections")
    .find((connection) =>
      isEndpointNamed(textAt(connection, "properties", "privateEndpoint", "id"), endpoint, ruleName),
    );
}

function isEndpointNamed(id: string | undefined, endpoint: string, ruleName: string): boolean {
  if (id === undefined) return false;
  const isForeign = keyOf(id).startsWith(keyOf(endpoint).split("/resourcegroups/")[0] ?? "");
  return isForeign && sameText(lastNameOf(id), ruleName);
}

/** A private endpoint, managed or a customer's, and what of its target it leads to. */
export interface ConnectingEndpoint {
  readonly id: string;
  readonly subresource: string;
}

/** Puts an endpoint's connection on its target, in the form the target's service has. */
export function placeConnection(
  world: World,
  target: ArmDocument,
  endpoint: ConnectingEndpoint,
  isApproved: boolean,
): void {
  const path = parseArmPath(target.id);
  if (path === undefined) return;
  const type = typeOf(path);
  const form = connectionForm(world, type, nameOf(path), endpoint);
  const state = connectionState(type, isApproved ? "Approved" : "Pending");
  const document: ArmDocument = {
    id: `${target.id}/privateEndpointConnections/${form.name}`,
    name: form.name,
    type: `${type}/privateEndpointConnections`,
    ...form.more,
    properties: {
      provisioningState: "Succeeded",
      ...form.properties,
      privateEndpoint: { id: endpoint.id },
      privateLinkServiceConnectionState: state,
    },
  };
  world.documents.put(document, {
    cause: "platform",
    what: `private endpoint connection ${isApproved ? "Approved" : "Pending"}`,
  });
}

interface ConnectionForm {
  readonly name: string;
  readonly more: JsonObject;
  readonly properties: JsonObject;
}

/** Names and extra fields, a service each; names other than storage's and the registry's are not confirmed. */
function connectionForm(world: World, type: string, targetName: string, endpoint: ConnectingEndpoint): ConnectionForm {
  const guid = world.guids.next();
  const endpointName = lastNameOf(endpoint.id);
  switch (type.toLowerCase()) {
    case "microsoft.keyvault/vaults":
      return { name: `${endpointName}_${guid}`, more: { etag: guid.replaceAll("-", "") }, properties: {} };
    case "microsoft.containerregistry/registries":
      return { name: `${targetName}.${guid.replaceAll("-", "")}`, more: {}, properties: {} };
    case "microsoft.search/searchservices":
      return { name: `${endpointName}.${guid}`, more: {}, properties: { groupId: endpoint.subresource } };
    case "microsoft.cognitiveservices/accounts":
      return {
        name: `${endpointName}.${guid}`,
        more: { etag: `"${guid}"` },
        properties: { groupIds: [endpoint.subresource] },
      };
    default:
      return { name: `${targetName}.${guid}`, more: {}, properties: {} };
  }
}

/** Storage says `actionRequired`, the others `actionsRequired`, a registry only the status (recorded). */
export function connectionState(type: string, status: string, description?: string): JsonObject {
  const text = description ?? (status === "Approved" ? "Auto-Approved" : "Waiting for approval");
  switch (type.toLowerCase()) {
    case "microsoft.containerregistry/registries":
      return { status };
    case "microsoft.keyvault/vaults":
      return { status, ...(description === undefined ? {} : { description }), actionsRequired: "None" };
    case "microsoft.storage/storageaccounts":
      return { status, description: text, actionRequired: "None" };
    default:
      return { status, description: text, actionsRequired: "None" };
  }
}

/** The rule with another status. */
export function ruleWithStatus(rule: ArmDocument, status: string): ArmDocument {
  return withValueAt(rule, ["properties", "status"], status);
}
