import type { ArmDocument, JsonObject } from "../../estate.ts";
import { endpointNameOf, workspaceIdOf } from "./directory.ts";
import type { Directory } from "./directory.ts";
import { ruleNameOf } from "./outbound-rules.ts";
import type { ConnectionState, HubRecipe, Recipe } from "./recipe.ts";
import type { Site } from "./site.ts";

/** What the targets show of the customers' endpoints and of those in managed networks. */
export function buildEndpointConnections(site: Site, directory: Directory, recipe: Recipe): readonly ArmDocument[] {
  const customers = recipe.endpoints.map((endpoint) => {
    const name = endpointNameOf(endpoint);
    const target = directory.idOf(endpoint.service);
    return connectionDocument(site, target, directory.idOf(name), name, endpoint.state ?? "Approved");
  });
  return [...customers, ...recipe.hubs.flatMap((hub) => managedConnections(site, directory, hub))];
}

function managedConnections(site: Site, directory: Directory, hub: HubRecipe): readonly ArmDocument[] {
  return (hub.rules ?? []).flatMap((rule) => {
    if (rule.connection === undefined) return [];
    const name = ruleNameOf(site, hub, rule);
    // Not confirmed: how Microsoft's own groups are called; one a hub here.
    const group = `commonHoboRG${Number.parseInt(site.hex(`group ${workspaceIdOf(site, hub, hub.name)}`, 2), 16) % 90}`;
    const home = `/subscriptions/${site.managedVnetSubscription}/resourceGroups/${group}`;
    const endpointId = `${home}/providers/Microsoft.Network/privateEndpoints/${name}`;
    return [connectionDocument(site, directory.idOf(rule.service), endpointId, name, rule.connection)];
  });
}

/** One connection as its target's provider writes it: five providers, five shapes. */
export function connectionDocument(
  site: Site,
  target: string,
  endpointId: string,
  endpointName: string,
  status: ConnectionState,
): ArmDocument {
  const [, , , , , , namespace = "", kind = "", targetName = ""] = target.split("/");
  const guid = site.guid(`connection ${target} ${endpointId}`);
  const shape = shapesByNamespace[namespace.toLowerCase()] ?? networkShape;
  const { name, properties, ...rest } = shape({ site, targetName, endpointName, guid, status });
  return {
    id: `${target}/privateEndpointConnections/${name}`,
    name,
    type: `${namespace}/${kind}/privateEndpointConnections`,
    ...rest,
    properties: { provisioningState: "Succeeded", privateEndpoint: { id: endpointId }, ...properties },
  };
}

interface Parts {
  readonly site: Site;
  readonly targetName: string;
  readonly endpointName: string;
  readonly guid: string;
  readonly status: ConnectionState;
}

type Shape = (parts: Parts) => JsonObject & { readonly name: string; readonly properties: JsonObject };

const descriptions: Readonly<Record<ConnectionState, string>> = {
  Approved: "Auto-Approved",
  Pending: "Please approve this connection.",
  Rejected: "Rejected by the owner.",
  Disconnected: "Removed by the consumer.",
};

/** Storage says `actionRequired`, the others `actionsRequired`; a registry the status alone; a vault no description. */
const shapesByNamespace: Readonly<Record<string, Shape>> = {
  "microsoft.storage": ({ targetName, guid, status }) => ({
    name: `${targetName}.${guid}`,
    properties: {
      privateLinkServiceConnectionState: { status, description: descriptions[status], actionRequired: "None" },
    },
  }),
  "microsoft.keyvault": ({ site, endpointName, guid, status }) => ({
    name: `${endpointName}_${guid}`,
    etag: site.hex(`etag ${guid}`),
    properties: { privateLinkServiceConnectionState: { status, actionsRequired: "None" } },
  }),
  "microsoft.containerregistry": ({ targetName, guid, status }) => ({
    name: `${targetName}.${guid.replaceAll("-", "")}`,
    properties: { privateLinkServiceConnectionState: { status } },
  }),
  "microsoft.machinelearningservices": ({ site, targetName, guid, status }) => ({
    name: `${targetName}.${guid}`,
    location: site.region,
    tags: null,
    systemData: null,
    properties: { privateLinkServiceConnectionState: stateOf(status) },
  }),
  "microsoft.search": ({ endpointName, guid, status }) => ({
    name: `${endpointName}.${guid}`,
    properties: { privateLinkServiceConnectionState: stateOf(status), groupId: "searchService" },
  }),
  "microsoft.cognitiveservices": ({ site, endpointName, guid, status }) => ({
    name: `${endpointName}.${guid}`,
    etag: `"${site.guid(`etag ${guid}`)}"`,
    location: site.region,
    properties: { groupIds: ["account"], privateLinkServiceConnectionState: stateOf(status) },
  }),
};

const networkShape: Shape = ({ endpointName, guid, status }) => ({
  name: `${endpointName}.${guid}`,
  properties: { privateLinkServiceConnectionState: stateOf(status) },
});

function stateOf(status: ConnectionState): JsonObject {
  return { status, description: descriptions[status], actionsRequired: "None" };
}
