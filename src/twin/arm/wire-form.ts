import type { ArmDocument, Json, JsonObject } from "../estate.ts";
import type { World } from "../state/world.ts";
import { keyOf, lastNameOf, parseArmPath } from "../wire/arm-path.ts";
import { listAt, objectAt, sameText, textAt, valueAt } from "../wire/json-fields.ts";

const WITH_INLINE_CONNECTIONS: readonly string[] = [
  "microsoft.storage/storageaccounts",
  "microsoft.containerregistry/registries",
  "microsoft.search/searchservices",
  "microsoft.cognitiveservices/accounts",
];

const WITHOUT_EMPTY_LIST: readonly string[] = [
  "microsoft.keyvault/vaults",
  "microsoft.machinelearningservices/workspaces",
];

/** The document as a GET of its id answers it: what repeats a child is composed from the children. */
export function wireForm(world: World, document: ArmDocument): JsonObject {
  const type = world.documents.typeOf(document.id);
  if (type.split("/").length !== 2) return ruleForm(world, document);
  const connections = world.documents.childrenOf(document.id, "privateEndpointConnections");
  const inline = connections.map((connection) => inlineConnection(type, connection));
  const properties = objectAt(document, "properties");
  // Recorded: a vault or a workspace without connections has no such field, the others have an empty list.
  const isShown =
    WITH_INLINE_CONNECTIONS.includes(type) ||
    (WITHOUT_EMPTY_LIST.includes(type) && (inline.length > 0 || properties.privateEndpointConnections !== undefined));
  if (type === "microsoft.network/privatednszones") return zoneForm(world, document);
  const withConnections = isShown ? { ...properties, privateEndpointConnections: inline } : properties;
  if (type !== "microsoft.machinelearningservices/workspaces") return { ...document, properties: withConnections };
  return { ...document, properties: { ...withConnections, ...managedNetworkForm(world, document) } };
}

/** A zone counts what is in it; records of types that are not among the documents count as the zone says. */
function zoneForm(world: World, zone: ArmDocument): JsonObject {
  const count = (childType: string): number => world.documents.childrenOf(zone.id, childType).length;
  const told = valueAt(zone, "properties", "numberOfRecordSets");
  const numberOfRecordSets = Math.max(typeof told === "number" ? told : 1, count("A") + 1);
  const properties = objectAt(zone, "properties");
  return {
    ...zone,
    properties: { ...properties, numberOfRecordSets, numberOfVirtualNetworkLinks: count("virtualNetworkLinks") },
  };
}

function inlineConnection(type: string, connection: ArmDocument): Json {
  if (type !== "microsoft.keyvault/vaults") return connection;
  const etag = connection.etag;
  const { id, properties = {} } = connection;
  return { id, ...(etag === undefined ? {} : { etag }), properties };
}

/** With isolation Disabled there is no outboundRules field at all (recorded). */
function managedNetworkForm(world: World, workspace: ArmDocument): JsonObject {
  const managedNetwork = objectAt(workspace, "properties", "managedNetwork");
  const mode = textAt(managedNetwork, "isolationMode");
  if (mode === undefined || sameText(mode, "Disabled")) return {};
  // The workspace's body and the list disagree on the order of rules (recorded).
  const rules = [...world.documents.childrenOf(workspace.id, "outboundRules")].reverse();
  const byName = Object.fromEntries(rules.map((rule) => [lastNameOf(rule.id), objectAt(rule, "properties")]));
  return { managedNetwork: { ...managedNetwork, outboundRules: byName } };
}

/** A rule's own id on the wire is `<hub>/outboundRules/<rule>`, without slash or subscription (recorded). */
function ruleForm(world: World, document: ArmDocument): JsonObject {
  if (world.documents.typeOf(document.id) !== "microsoft.machinelearningservices/workspaces/outboundrules") {
    return document;
  }
  const [hub = "", rule = ""] = parseArmPath(document.id)?.names ?? [];
  return {
    tags: null,
    location: null,
    id: `${hub}/outboundRules/${rule}`,
    name: rule,
    type: "Microsoft.MachineLearningServices/workspaces/outboundRules",
    properties: objectAt(document, "properties"),
    systemData: null,
  };
}

/** A rule in a list: only name and properties are usable (recorded). */
export function ruleListForm(rule: ArmDocument): JsonObject {
  const properties = objectAt(rule, "properties");
  return { id: null, name: lastNameOf(rule.id), type: null, properties, systemData: null };
}

/** What lives only inside its parent: a VNet's subnets and the like, found in the parent's list of that name. */
export function embeddedChildren(world: World, parentId: string, childType: string): readonly Json[] | undefined {
  const parent = world.documents.get(parentId);
  if (parent === undefined) return undefined;
  const properties = objectAt(parent, "properties");
  const field = Object.keys(properties).find((name) => sameText(name, childType));
  const children = field === undefined ? [] : listAt(properties, field);
  const isEmbedded = children.some((child) => {
    const id = textAt(child, "id");
    return id !== undefined && keyOf(id).startsWith(`${keyOf(parentId)}/${childType.toLowerCase()}/`);
  });
  return isEmbedded ? children : undefined;
}
