import type { ArmDocument, DiagnosisFact, Json } from "../../estate.ts";
import { durationOf } from "../../behaviour.ts";
import { answer } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { parentIdOf } from "../../wire/arm-path.ts";
import { listAt, objectAt, sameText, textAt } from "../../wire/json-fields.ts";
import { locksAt } from "../../rules/lock.ts";
import type { World } from "../../state/world.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { beginOperation } from "../operation.ts";
import { operationFolder } from "../operation-folder.ts";
import { requireDocument } from "../read-handlers.ts";

/** The workspace's own diagnosis. */
export const DIAGNOSIS_HANDLERS: readonly Handler[] = [
  {
    method: "POST",
    path: "Microsoft.MachineLearningServices/workspaces/*/diagnose",
    confirmedBy: "recording",
    remark: "codes other than CustomDnsInUse and DependencyResourceNotExist",
    handle: diagnose,
  },
];

/** 202 with Location only; polls answer 202 without body until the result (recorded). */
function diagnose(context: HandlerContext): Answer {
  const { world, path } = context;
  const workspace = requireDocument(context, parentIdOf(path));
  const begun = beginOperation(context, {
    ...{ style: "locationOnly", what: "diagnose", subject: workspace.id, target: workspace.id },
    folder: operationFolder(context, workspace),
    watched: [],
    durationMs: durationOf(world.behaviour, "diagnose"),
    effect: () => resultOf(world, workspace),
  });
  return answer(202, undefined, begun.headers);
}

function resultOf(world: World, workspace: ArmDocument): Json {
  const found = foundBy(world, workspace);
  const lists = [...new Set([...Object.keys(found), ...factsOf(world, workspace).map(({ list }) => list)])];
  return {
    value: Object.fromEntries(
      lists.map((list) => [list, [...(found[list] ?? []), ...plantedResults(world, workspace, list)]]),
    ),
  };
}

/** What the estate's facts say it finds besides. */
function plantedResults(world: World, workspace: ArmDocument, list: string): readonly Json[] {
  return factsOf(world, workspace)
    .filter((fact) => fact.list === list)
    .map(({ code, level, message }) => ({ code, level, message }));
}

function factsOf(world: World, { id }: ArmDocument): readonly DiagnosisFact[] {
  return (world.estate.facts.diagnosis ?? []).filter(
    ({ workspace }) => workspace === undefined || sameText(workspace, id),
  );
}

function foundBy(world: World, workspace: ArmDocument): Readonly<Record<string, readonly Json[]>> {
  return {
    userDefinedRouteResults: [],
    networkSecurityRuleResults: [],
    resourceLockResults: lockResults(world, workspace),
    dnsResolutionResults: dnsResults(world, workspace),
    storageAccountResults: uncheckedResults(world, workspace, "storageAccount"),
    keyVaultResults: uncheckedResults(world, workspace, "keyVault"),
    containerRegistryResults: missingResults(world, workspace, "containerRegistry"),
    applicationInsightsResults: missingResults(world, workspace, "applicationInsights"),
    otherResults: [],
  };
}

/** The code for locks is not confirmed. */
function lockResults(world: World, workspace: ArmDocument): readonly Json[] {
  return locksAt(world, workspace.id).map((lock) => ({
    code: "ResourceLock",
    level: "Warning",
    message: `The lock '${lock.id}' holds for this workspace.`,
  }));
}

/** Said for each private endpoint of the workspace whose VNet has DNS servers of its own. */
function dnsResults(world: World, workspace: ArmDocument): readonly Json[] {
  return world.documents.childrenOf(workspace.id, "privateEndpointConnections").flatMap((connection) => {
    const endpoint = world.documents.get(textAt(connection, "properties", "privateEndpoint", "id") ?? "");
    const vnetId = textAt(endpoint, "properties", "subnet", "id")?.split(/\/subnets\//i)[0];
    const servers = listAt(objectAt(world.documents.get(vnetId ?? ""), "properties"), "dhcpOptions", "dnsServers");
    if (servers.length === 0) return [];
    const message = `It is detected VNet '${vnetId ?? ""}' of private endpoint '${endpoint?.id ?? ""}' is not using Azure default DNS. You need to configure your DNS server and check https://learn.microsoft.com/azure/machine-learning/how-to-custom-dns to make sure the custom DNS is set up correctly.`;
    return [{ code: "CustomDnsInUse", level: "Warning", message }];
  });
}

/** Of storage and vault it says besides that it could not look (recorded). */
function uncheckedResults(world: World, workspace: ArmDocument, field: string): readonly Json[] {
  const missing = missingResults(world, workspace, field);
  if (missing.length === 0) return [];
  const id = textAt(workspace, "properties", field) ?? "";
  const message = `Unable to check settings on resource '${id}'.`;
  return [...missing, { code: "UnableToCheckDependencyResource", level: "Warning", message }];
}

/** The text of a dependency that is gone, as recorded. */
function missingResults(world: World, workspace: ArmDocument, field: string): readonly Json[] {
  const id = textAt(workspace, "properties", field);
  if (id === undefined || id === "" || world.documents.get(id) !== undefined) return [];
  const isSubscriptionKnown = world.estate.subscriptions.some(({ subscriptionId }) =>
    sameText(id.split("/")[2], subscriptionId),
  );
  if (!isSubscriptionKnown) return [];
  const message = `Resource ${id} has been removed, which is an essential resource to use Azure Machine Learning. Please recover Resource ${id}.`;
  return [{ code: "DependencyResourceNotExist", level: "Error", message }];
}
