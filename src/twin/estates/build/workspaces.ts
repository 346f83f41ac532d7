import type { ArmDocument, JsonObject } from "../../estate.ts";
import type { Directory } from "./directory.ts";
import { identityIdOf, workspaceIdOf } from "./directory.ts";
import { notebookNameOf, workspaceGuidOf } from "./members.ts";
import { overlay } from "./overlay.ts";
import { hasRegistry } from "./recipe.ts";
import type { HubRecipe, ProjectRecipe } from "./recipe.ts";
import { groupIdOf, systemDataOf } from "./site.ts";
import type { Site } from "./site.ts";

export function buildHub(site: Site, directory: Directory, hub: HubRecipe): ArmDocument {
  const id = workspaceIdOf(site, hub, hub.name);
  const projects = (hub.projects ?? []).map(({ name }) => workspaceIdOf(site, hub, name));
  const properties: JsonObject = {
    ...sharedProperties(site, directory, hub, hub.name),
    imageBuildCompute: hub.imageBuildCompute ?? null,
    managedNetwork: managedNetworkOf(site, hub),
    privateLinkCount: 1,
    workspaceHubConfig: { defaultWorkspaceResourceGroup: groupIdOf(site, hub.group ?? site.serviceGroup) },
    associatedWorkspaces: projects,
    ...(hub.identities === undefined ? {} : { primaryUserAssignedIdentity: oddGroupCase(primaryOf(site, hub)) }),
  };
  return {
    ...envelope(site, id, hub.name, hub.kind ?? "Hub"),
    tags: hub.tags ?? {},
    identity: identityOf(site, hub.name, hub.identities),
    properties: overlay(properties, hub.properties),
  };
}

/** A project has an identity of its own and repeats its hub's services; it never has a managed network of its own. */
export function buildProject(site: Site, directory: Directory, hub: HubRecipe, project: ProjectRecipe): ArmDocument {
  const id = workspaceIdOf(site, hub, project.name);
  const identities = project.identity === undefined ? undefined : [project.identity];
  return {
    ...envelope(site, id, project.name, "Project"),
    identity: identityOf(site, project.name, identities),
    properties: {
      ...sharedProperties(site, directory, hub, project.name),
      imageBuildCompute: null,
      managedNetwork: noManagedNetwork,
      privateLinkCount: 0,
      hubResourceId: workspaceIdOf(site, hub, hub.name),
      ...(project.identity === undefined ? {} : { primaryUserAssignedIdentity: identityIdOf(site, project.identity) }),
    },
  };
}

/** The cluster that builds images once the registry is closed. */
export function buildImageCompute(site: Site, hub: HubRecipe): readonly ArmDocument[] {
  const name = hub.imageBuildCompute;
  if (name === undefined) return [];
  return [
    {
      id: `${workspaceIdOf(site, hub, hub.name)}/computes/${name}`,
      name,
      type: "Microsoft.MachineLearningServices/workspaces/computes",
      location: site.region,
      tags: {},
      properties: {
        description: null,
        computeType: "AmlCompute",
        computeLocation: site.region,
        resourceId: null,
        provisioningErrors: null,
        provisioningState: "Succeeded",
        isAttachedCompute: false,
        disableLocalAuth: true,
        properties: {
          vmSize: "Standard_DS3_v2",
          vmPriority: "Dedicated",
          osType: "Linux",
          scaleSettings: { maxNodeCount: 2, minNodeCount: 0, nodeIdleTimeBeforeScaleDown: "PT120S" },
          remoteLoginPortPublicAccess: "Disabled",
          enableNodePublicIp: false,
        },
      },
    },
  ];
}

const noManagedNetwork: JsonObject = {
  changeableIsolationModes: ["AllowInternetOutbound", "AllowOnlyApprovedOutbound"],
  isolationMode: "Disabled",
};

function managedNetworkOf(site: Site, hub: HubRecipe): JsonObject {
  if (hub.isolation === "Disabled") return noManagedNetwork;
  return {
    isolationMode: hub.isolation,
    networkId: site.guid(`network ${hub.name}`),
    status: { status: hub.network ?? "Inactive", sparkReady: false },
    managedNetworkKind: "V1",
    ...(hub.isolation === "AllowOnlyApprovedOutbound" ? { firewallSku: "Standard" } : {}),
  };
}

function envelope(site: Site, id: string, name: string, kind: string): ArmDocument {
  const type = "Microsoft.MachineLearningServices/workspaces";
  const sku = { name: "Basic", tier: "Basic" };
  const systemData = systemDataOf(site, id);
  return { id, name, type, location: site.region, tags: {}, etag: null, kind, sku, systemData };
}

/** What a hub and its projects have alike on the wire. */
function sharedProperties(site: Site, directory: Directory, hub: HubRecipe, name: string): JsonObject {
  const group = groupIdOf(site, hub.group ?? site.serviceGroup);
  const id = workspaceIdOf(site, hub, name);
  const discovery = `${site.region}.${site.domains.workspace}`;
  return {
    friendlyName: name,
    description: "",
    storageAccount: directory.idOf(hub.storage),
    keyVault: directory.idOf(hub.vault),
    applicationInsights: `${group}/providers/Microsoft.Insights/components/appi-${hub.name}`,
    hbiWorkspace: false,
    tenantId: site.tenantId,
    provisioningState: "Succeeded",
    v1LegacyMode: false,
    softDeleteEnabled: false,
    // A workspace without a registry says "", neither null nor nothing.
    containerRegistry: hasRegistry(hub) ? directory.idOf(hub.registry) : "",
    creationTime: `${site.time(id)}Z`,
    notebookInfo: {
      resourceId: site.hex(`notebook ${name}`),
      fqdn: notebookNameOf(site, name),
      isPrivateLinkEnabled: name === hub.name,
      notebookPreparationError: null,
    },
    storageHnsEnabled: false,
    workspaceId: workspaceGuidOf(site, name),
    linkedModelInventoryArmId: null,
    publicNetworkAccess: hub.publicNetworkAccess ?? "Disabled",
    ipAllowlist: [],
    discoveryUrl: `https://${discovery}/discovery`,
    mlFlowTrackingUri: `azureml://${discovery}/mlflow/v1.0${id}`,
    serverlessComputeSettings: { serverlessComputeCustomSubnet: null, serverlessComputeNoPublicIP: true },
    EnableSoftwareBillOfMaterials: false,
    sdkTelemetryAppInsightsKey: "00000000-0000-0000-0000-000000000000",
    sasGetterUri: "",
    // In lower case, though it is sent as AccessKey.
    systemDatastoresAuthMode: "accesskey",
    enableDataIsolation: true,
  };
}

function identityOf(site: Site, name: string, identities: readonly string[] | undefined): JsonObject {
  const { tenantId } = site;
  if (identities === undefined) {
    return { type: "SystemAssigned", principalId: site.guid(`principal ${name}`), tenantId };
  }
  const userAssignedIdentities = Object.fromEntries(
    identities.map((identity) => [
      identityIdOf(site, identity),
      { principalId: site.guid(`principal ${identity}`), clientId: site.guid(`client ${identity}`) },
    ]),
  );
  return { type: "UserAssigned", principalId: null, tenantId, userAssignedIdentities };
}

function primaryOf(site: Site, hub: HubRecipe): string {
  return identityIdOf(site, hub.identities?.[0] ?? "");
}

/** The service writes the primary identity's id with `resourcegroups` in lower case. */
function oddGroupCase(id: string): string {
  return id.replace("/resourceGroups/", "/resourcegroups/");
}
