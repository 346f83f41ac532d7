import type { ArmDocument } from "../estate.ts";
import { isSameId, nameOf, subscriptionOf, typeOf } from "./arm-id.ts";
import type { Door } from "./door.ts";
import { childrenOf, documentsOf, findDocument } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { isSameText, textAt, textsAt, valueAt } from "./json.ts";
import { linkedTargets } from "./private-endpoints.ts";

/** A private endpoint connection as its target shows it. `subresource` is "" where nothing tells it. */
export interface Connection {
  readonly id: string;
  readonly endpointId: string;
  readonly status: string;
  readonly subresource: string;
}

export function connectionsOf(index: EstateIndex, targetId: string): readonly Connection[] {
  return childrenOf(index, targetId, "privateEndpointConnections").map((document) => {
    const endpointId = textAt(document, "properties", "privateEndpoint", "id");
    const status = textAt(document, "properties", "privateLinkServiceConnectionState", "status");
    return { id: document.id, endpointId, status, subresource: subresourceOf(index, targetId, document, endpointId) };
  });
}

export function isApproved(connection: Connection): boolean {
  return isSameText(connection.status, "Approved");
}

/** The connections of one door, whatever their state. */
export function connectionsTo(index: EstateIndex, door: Door): readonly Connection[] {
  return connectionsOf(index, door.resource).filter((connection) =>
    isSameText(connection.subresource, door.subresource),
  );
}

/**
 * Whether public DNS answers the door's names with a CNAME into `privatelink.*`: from the first connection for that
 * sub-resource on, Pending or Approved. Not confirmed for Rejected and Disconnected ones, taken as "no".
 */
export function isShadowed(index: EstateIndex, door: Door): boolean {
  return connectionsTo(index, door).some(({ status }) => isApprovedOrPending(status));
}

/** Whether the endpoint lives where Microsoft keeps those of managed networks. */
export function isManagedEndpoint(index: EstateIndex, endpointId: string): boolean {
  return subscriptionOf(endpointId) === index.estate.facts.managedVnetSubscription.toLowerCase();
}

function isApprovedOrPending(status: string): boolean {
  return isSameText(status, "Approved") || isSameText(status, "Pending");
}

const onlySubresource: Readonly<Record<string, string>> = {
  "microsoft.keyvault/vaults": "vault",
  "microsoft.containerregistry/registries": "registry",
  "microsoft.machinelearningservices/workspaces": "amlworkspace",
  "microsoft.search/searchservices": "searchService",
  "microsoft.cognitiveservices/accounts": "account",
  "microsoft.network/applicationgateways": "appGwPrivateFrontendIpIPv4",
};

/** Storage names no group in its connections, so there the endpoint tells it; elsewhere there is only one. */
function subresourceOf(index: EstateIndex, targetId: string, connection: ArmDocument, endpointId: string): string {
  const named = textAt(connection, "properties", "groupId") || textsAt(connection, "properties", "groupIds")[0];
  if (named !== undefined && named !== "") return named;
  const only = onlySubresource[typeOf(targetId)];
  if (only !== undefined) return only;
  return groupOfCustomerEndpoint(index, targetId, endpointId) ?? groupOfRule(index, targetId, endpointId) ?? "";
}

function groupOfCustomerEndpoint(index: EstateIndex, targetId: string, endpointId: string): string | undefined {
  const endpoint = findDocument(index, endpointId);
  if (endpoint === undefined) return undefined;
  return linkedTargets(endpoint).find((link) => isSameId(link.targetId, targetId))?.subresources[0];
}

function groupOfRule(index: EstateIndex, targetId: string, endpointId: string): string | undefined {
  if (!isManagedEndpoint(index, endpointId)) return undefined;
  const rule = documentsOf(index, "Microsoft.MachineLearningServices/workspaces/outboundRules").find((candidate) => {
    const destination = textAt(candidate, "properties", "destination", "serviceResourceId");
    return isSameText(nameOf(candidate.id), nameOf(endpointId)) && isSameId(destination, targetId);
  });
  const subresource = valueAt(rule, "properties", "destination", "subresourceTarget");
  return typeof subresource === "string" ? subresource : undefined;
}
