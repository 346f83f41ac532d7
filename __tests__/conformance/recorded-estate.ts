import type { ArmDocument, EstateDocument, Json, JsonObject } from "../../src/twin/estate.ts";
import { isResource, keyOf, parentIdOf, parseArmPath } from "../../src/twin/wire/arm-path.ts";
import { isJsonList, isJsonObject, listAt, objectAt, textAt, valueAt } from "../../src/twin/wire/json-fields.ts";
import type { Interaction } from "./recording.ts";

const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const CALLER = "22222222-2222-4222-8222-222222222222";

/** The documents an answer shows: the resource, those of a list, and the children that stand inside them. */
export function documentsIn({ url, body }: Interaction): readonly ArmDocument[] {
  const path = url.pathname;
  if (/\/providers\/Microsoft\.ResourceGraph\//i.test(path))
    return listAt(body, "data").flatMap((row) => documentOf(row, ""));
  if (/\/privateLinkResources$/i.test(path)) return [];
  const rows = isJsonList(valueAt(body, "value"))
    ? listAt(body, "value").flatMap((row) => documentOf(row, `${path}/${textAt(row, "name") ?? ""}`))
    : documentOf(body, path);
  return rows.flatMap((document) => [...childrenIn(document), document]);
}

/** A rule's wire id is no address (null, or without a subscription): its place in the path is. */
function documentOf(row: Json | undefined, path: string): readonly ArmDocument[] {
  if (!isJsonObject(row)) return [];
  const own = textAt(row, "id") ?? "";
  return [{ ...row, id: own.startsWith("/subscriptions/") ? own : path }];
}

function childrenIn(document: ArmDocument): readonly ArmDocument[] {
  const rules = Object.entries(objectAt(document, "properties", "managedNetwork", "outboundRules"));
  const connections = listAt(document, "properties", "privateEndpointConnections");
  return [
    ...rules.map(([name, rule]) => ({ id: `${document.id}/outboundRules/${name}`, name, properties: objectAt(rule) })),
    ...connections.flatMap((connection) => documentOf(connection, "")),
  ];
}

/**
 * An estate around recorded documents: groups, parents and everything they name are there, plainly made; the caller
 * and every identity of theirs own it all.
 */
export function estateAround(documents: readonly ArmDocument[], named: readonly (Json | undefined)[]): EstateDocument {
  const given = withSubnets(documents);
  const texts = JSON.stringify([given, ...named]);
  const ids = new Set(texts.match(/\/subscriptions\/[^"\s?']+/g) ?? []);
  const byKey = new Map<string, ArmDocument>();
  for (const id of ids)
    for (const made of withParents(id)) if (!byKey.has(keyOf(made.id))) byKey.set(keyOf(made.id), made);
  for (const document of given) byKey.set(keyOf(document.id), document);
  const subscriptions = [...new Set([...ids].map((id) => id.split("/")[2] ?? ""))];
  return {
    schema: "secure-foundry-hub/estate/1",
    description: "around recorded documents",
    cloud: "AzureCloud",
    tenantId: "54826b22-38d6-4fb2-bad9-b7b93a3e9c5a",
    hub: "",
    caller: { objectId: CALLER, appId: "33333333-3333-4333-8333-333333333333" },
    subscriptions: subscriptions.map((subscriptionId) => ({
      subscriptionId,
      displayName: "recorded",
      state: "Enabled",
    })),
    providers: {},
    resources: [...byKey.values(), ...rightsIn(subscriptions, [CALLER, ...given.flatMap(identitiesOf)])],
    facts: { managedVnetSubscription: "99999999-9999-4999-8999-999999999999" },
  };
}

function identitiesOf(document: ArmDocument): readonly string[] {
  const assigned = Object.values(objectAt(document, "identity", "userAssignedIdentities"));
  return [document.identity, ...assigned].flatMap((identity) => textAt(identity, "principalId") ?? []);
}

/** Subnets live in their VNet: one that was read alone is put into it. */
function withSubnets(documents: readonly ArmDocument[]): readonly ArmDocument[] {
  const subnets = documents.filter(({ id }) => /\/subnets\/[^/]+$/.test(id));
  const others = documents.filter((document) => !subnets.includes(document));
  return subnets.reduce<readonly ArmDocument[]>((all, subnet) => {
    const vnetId = subnet.id.replace(/\/subnets\/[^/]+$/, "");
    const vnet = all.find(({ id }) => keyOf(id) === keyOf(vnetId)) ?? plain(vnetId);
    const changed = { ...vnet, properties: { ...vnet.properties, subnets: [subnet] } };
    return [...all.filter((document) => document !== vnet), changed];
  }, others);
}

/** The document of an id and of everything above it. */
function withParents(id: string): readonly ArmDocument[] {
  const path = parseArmPath(id);
  if (path?.subscriptionId === undefined) return [];
  if (path.provider === undefined) return path.resourceGroup === undefined ? [] : [plain(path.id)];
  const group = path.resourceGroup === undefined ? [] : [plain(id.split("/").slice(0, 5).join("/"))];
  if (!isResource(path) || /Microsoft\.(Authorization|ResourceGraph)/i.test(path.provider)) return group;
  const parent = path.types.length > 1 ? withParents(parentIdOf(path)) : [];
  const isPart = /\/(subnets|privateLinkServiceConnections|ipConfigurations|privateDnsZoneConfigs)\//i.test(id);
  return [...group, ...parent, ...(isPart || isOperation(id) ? [] : [plain(id)])];
}

function isOperation(id: string): boolean {
  return /\/(locations|operationStatuses|privateDnsOperation\w+)\//i.test(id);
}

function plain(id: string): ArmDocument {
  const isWorkspace = /\/workspaces\/[^/]+$/.test(id);
  const more: JsonObject = isWorkspace
    ? { kind: "Default" }
    : /\/registries\/[^/]+$/.test(id)
      ? { sku: { name: "Premium" } }
      : {};
  return { id, name: id.split("/").at(-1) ?? "", location: "eastus", ...more, properties: {} };
}

function rightsIn(subscriptions: readonly string[], principals: readonly string[]): readonly ArmDocument[] {
  return subscriptions.flatMap((subscription, row) => {
    const base = `/subscriptions/${subscription}/providers/Microsoft.Authorization`;
    const roleDefinitionId = `${base}/roleDefinitions/${OWNER}`;
    const others = ["b24988ac-6180-42a0-ab88-20f7382dd24c"].map((role) => ({
      id: `${base}/roleDefinitions/${role}`,
      properties: { permissions: [] },
    }));
    return [
      { id: roleDefinitionId, properties: { permissions: [{ actions: ["*"], notActions: [] }] } },
      ...others,
      ...[...new Set(principals)].map((principalId, index) => ({
        id: `${base}/roleAssignments/aaaaaaaa-0000-4000-8000-${String(row * 1000 + index).padStart(12, "0")}`,
        properties: {
          roleDefinitionId,
          principalId,
          principalType: "ServicePrincipal",
          scope: `/subscriptions/${subscription}`,
        },
      })),
    ];
  });
}
