import type { ArmDocument, EstateDocument } from "../../estate.ts";
import { buildConnection } from "./connections.ts";
import { buildDatastores } from "./datastores.ts";
import { directoryOf, identityIdOf, workspaceIdOf } from "./directory.ts";
import type { Directory } from "./directory.ts";
import { buildDns } from "./dns-zones.ts";
import { buildEndpointConnections } from "./endpoint-connections.ts";
import { buildOutboundRules } from "./outbound-rules.ts";
import { buildPrivateEndpoint, placeEndpoints } from "./private-endpoints.ts";
import type { HubRecipe, Recipe } from "./recipe.ts";
import { buildRoles } from "./role-assignments.ts";
import { buildService } from "./services.ts";
import { groupIdOf, siteOf, subscriptionIdOf } from "./site.ts";
import type { Site } from "./site.ts";
import { withoutRepeats } from "./usual-grants.ts";
import { buildVnet } from "./vnets.ts";
import { buildHub, buildImageCompute, buildProject } from "./workspaces.ts";

const registeredProviders = [
  ...["Authorization", "CognitiveServices", "ContainerRegistry", "Insights", "KeyVault", "MachineLearningServices"],
  ...["ManagedIdentity", "Network", "PolicyInsights", "Search", "Storage"],
].map((name) => `Microsoft.${name}`);

/** The estate a recipe describes. The same recipe gives the same documents, byte for byte. */
export function buildEstate(given: Recipe): EstateDocument {
  const recipe = withoutRepeats(given);
  const site = siteOf(recipe);
  const directory = directoryOf(site, recipe);
  const [hub] = recipe.hubs;
  if (hub === undefined) throw new Error("A recipe needs a hub.");
  const resources = buildResources(site, directory, recipe);
  const subscriptions = ["", ...(recipe.subscriptions ?? [])];
  return {
    schema: "secure-foundry-hub/estate/1",
    description: recipe.description,
    cloud: site.cloud,
    tenantId: site.tenantId,
    hub: workspaceIdOf(site, hub, hub.name),
    caller: { objectId: directory.principalOf("caller"), appId: site.guid("application caller") },
    subscriptions: subscriptions.map((shortName) => ({
      subscriptionId: subscriptionIdOf(site, shortName),
      displayName: `${recipe.company}-${shortName === "" ? "ai" : shortName}`,
      state: "Enabled",
    })),
    providers: Object.fromEntries(
      subscriptions.map((shortName) => [subscriptionIdOf(site, shortName), registeredProviders]),
    ),
    resources: [...groupsOf(site, resources), ...resources],
    facts: { managedVnetSubscription: site.managedVnetSubscription, ...defaultFacts, ...recipe.facts },
  };
}

const defaultFacts = { resolvers: {}, vantage: { kind: "public", ip: "203.0.113.41" }, policies: [] } as const;

function buildResources(site: Site, directory: Directory, recipe: Recipe): readonly ArmDocument[] {
  const endpoints = placeEndpoints(site, directory, recipe);
  return [
    ...recipe.vnets.flatMap((vnet) => buildVnet(site, vnet, endpoints)),
    ...(recipe.identities ?? []).map((name) => identityDocument(site, name)),
    ...recipe.services.map((service) => buildService(site, service)),
    ...recipe.hubs.flatMap((hub) => buildHubResources(site, directory, hub)),
    ...endpoints.flatMap((endpoint) => buildPrivateEndpoint(site, directory, endpoint)),
    ...buildDns(site, recipe.vnets, endpoints),
    ...buildEndpointConnections(site, directory, recipe),
    ...buildRoles(site, directory, recipe.grants),
    ...(recipe.documents ?? []),
  ];
}

function buildHubResources(site: Site, directory: Directory, hub: HubRecipe): readonly ArmDocument[] {
  const projects = hub.projects ?? [];
  return [
    insightsDocument(site, hub),
    buildHub(site, directory, hub),
    ...buildImageCompute(site, hub),
    ...projects.flatMap((project) => [
      buildProject(site, directory, hub, project),
      ...buildDatastores(site, directory, hub, project),
      ...(project.connections ?? []).map((recipe) => buildConnection(site, directory, hub, project.name, recipe)),
    ]),
    ...(hub.connections ?? []).map((recipe) => buildConnection(site, directory, hub, hub.name, recipe)),
    ...buildOutboundRules(site, directory, hub),
  ];
}

/** The type comes back in lower case, whatever the id says. */
function insightsDocument(site: Site, hub: HubRecipe): ArmDocument {
  const name = `appi-${hub.name}`;
  const id = `${groupIdOf(site, hub.group ?? site.serviceGroup)}/providers/Microsoft.Insights/components/${name}`;
  return {
    kind: "web",
    id,
    name,
    type: "microsoft.insights/components",
    location: site.region,
    tags: {},
    properties: {
      Application_Type: "web",
      Flow_Type: "Bluefield",
      ApplicationId: name,
      provisioningState: "Succeeded",
      RetentionInDays: 90,
      publicNetworkAccessForIngestion: "Enabled",
      publicNetworkAccessForQuery: "Enabled",
      IngestionMode: "LogAnalytics",
    },
  };
}

function identityDocument(site: Site, name: string): ArmDocument {
  const type = "Microsoft.ManagedIdentity/userAssignedIdentities";
  const [principalId, clientId] = [site.guid(`principal ${name}`), site.guid(`client ${name}`)];
  const properties = { tenantId: site.tenantId, principalId, clientId };
  return { location: site.region, tags: {}, id: identityIdOf(site, name), name, type, properties };
}

/** Every resource group that something lies in, so that every scope exists. */
function groupsOf(site: Site, resources: readonly ArmDocument[]): readonly ArmDocument[] {
  const ids = resources.map(({ id }) => /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/.exec(id)?.[0]);
  const groups = new Set(ids.filter((id) => id !== undefined));
  return [...groups].map((id) => ({
    id,
    name: id.slice(id.lastIndexOf("/") + 1),
    type: "Microsoft.Resources/resourceGroups",
    location: site.region,
    tags: {},
    properties: { provisioningState: "Succeeded" },
  }));
}
