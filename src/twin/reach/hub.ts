import type { ArmDocument } from "../estate.ts";
import { isSameId, nameOf } from "./arm-id.ts";
import { childrenOf, documentsOf, findDocument } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { isSameText, textAt } from "./json.ts";

export const workspaceType = "Microsoft.MachineLearningServices/workspaces";

/** The hub the estate is about and its projects; empty where the estate has no such document. */
export function hubWithProjects(index: EstateIndex): readonly ArmDocument[] {
  const hub = findDocument(index, index.estate.hub);
  if (hub === undefined) return [];
  const projects = documentsOf(index, workspaceType).filter((candidate) =>
    isSameId(textAt(candidate, "properties", "hubResourceId"), hub.id),
  );
  return [hub, ...projects];
}

/** Whether a workspace is a project: those are reached by their hub's names. */
export function isProject(workspace: ArmDocument): boolean {
  return textAt(workspace, "properties", "hubResourceId") !== "";
}

/** Storage, vault and registry of a workspace; a registry may be missing, null or "". */
export function ownServices(workspace: ArmDocument): readonly string[] {
  return ["storageAccount", "keyVault", "containerRegistry"]
    .map((field) => textAt(workspace, "properties", field))
    .filter((id) => id !== "");
}

export interface EndpointRule {
  readonly name: string;
  readonly status: string;
  readonly resource: string;
  readonly subresource: string;
}

export function endpointRulesOf(index: EstateIndex, workspaceId: string): readonly EndpointRule[] {
  return rulesOf(index, workspaceId, "PrivateEndpoint").map((rule) => ({
    name: nameOf(rule.id),
    status: textAt(rule, "properties", "status"),
    resource: textAt(rule, "properties", "destination", "serviceResourceId"),
    subresource: textAt(rule, "properties", "destination", "subresourceTarget"),
  }));
}

/** The names that the managed firewall lets out, from rules in effect. */
export function allowedNamesOf(index: EstateIndex, workspaceId: string): readonly string[] {
  return rulesOf(index, workspaceId, "FQDN")
    .filter((rule) => isSameText(textAt(rule, "properties", "status"), "Active"))
    .map((rule) => textAt(rule, "properties", "destination").toLowerCase());
}

function rulesOf(index: EstateIndex, workspaceId: string, type: string): readonly ArmDocument[] {
  return childrenOf(index, workspaceId, "outboundRules").filter((rule) =>
    isSameText(textAt(rule, "properties", "type"), type),
  );
}
