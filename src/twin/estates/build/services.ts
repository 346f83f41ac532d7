import type { ArmDocument, JsonObject } from "../../estate.ts";
import { overlay } from "./overlay.ts";
import type { ServiceKind, ServiceRecipe } from "./recipe.ts";
import { groupIdOf, systemDataOf } from "./site.ts";
import type { Site } from "./site.ts";

const typeByKind: Readonly<Record<ServiceKind, string>> = {
  storage: "Microsoft.Storage/storageAccounts",
  vault: "Microsoft.KeyVault/vaults",
  registry: "Microsoft.ContainerRegistry/registries",
  search: "Microsoft.Search/searchServices",
  aiServices: "Microsoft.CognitiveServices/accounts",
  openAi: "Microsoft.CognitiveServices/accounts",
  gateway: "Microsoft.Network/applicationGateways",
};

export function serviceIdOf(site: Site, { kind, name, group }: ServiceRecipe): string {
  return `${groupIdOf(site, group ?? site.serviceGroup)}/providers/${typeByKind[kind]}/${name}`;
}

/** One service's document, in the shape and field order that its provider answers with. */
export function buildService(site: Site, recipe: ServiceRecipe): ArmDocument {
  const id = serviceIdOf(site, recipe);
  const head = { id, name: recipe.name, type: typeByKind[recipe.kind], location: site.region, tags: {} };
  const { properties, ...rest } = bodiesByKind[recipe.kind](site, recipe, id);
  return { ...head, ...rest, properties: overlay(properties, recipe.properties) };
}

type Body = JsonObject & { readonly properties: JsonObject };

const bodiesByKind: Readonly<Record<ServiceKind, (site: Site, recipe: ServiceRecipe, id: string) => Body>> = {
  storage: storageBody,
  vault: vaultBody,
  registry: registryBody,
  search: searchBody,
  aiServices: accountBody,
  openAi: accountBody,
  gateway: gatewayBody,
};

function storageBody(site: Site, { name, sku = "Standard_LRS" }: ServiceRecipe, id: string): Body {
  const at = `${site.time(id)}Z`;
  const host = (service: string): string => `https://${name}.${service}.${site.domains.storage}/`;
  const key = { keyType: "Account", enabled: true, lastEnabledTime: at };
  const services = ["dfs", "web", "blob", "queue", "table", "file"];
  return {
    sku: { name: sku, tier: "Standard" },
    kind: "StorageV2",
    properties: {
      publicNetworkAccess: "Enabled",
      keyCreationTime: { key1: at, key2: at },
      allowCrossTenantReplication: false,
      minimumTlsVersion: "TLS1_2",
      allowBlobPublicAccess: false,
      networkAcls: {
        ipv6Rules: [],
        bypass: "AzureServices",
        virtualNetworkRules: [],
        ipRules: [],
        defaultAction: "Allow",
      },
      supportsHttpsTrafficOnly: true,
      encryption: { services: { file: key, blob: key }, keySource: "Microsoft.Storage" },
      accessTier: "Hot",
      provisioningState: "Succeeded",
      creationTime: at,
      primaryEndpoints: Object.fromEntries(
        services.map((service) => [service, host(service === "web" ? "z6.web" : service)]),
      ),
      primaryLocation: site.region,
      statusOfPrimary: "available",
    },
  };
}

/** A vault whose rules were never set has no networkAcls at all. */
function vaultBody(site: Site, { name, sku = "standard" }: ServiceRecipe, id: string): Body {
  return {
    systemData: systemDataOf(site, id),
    properties: {
      sku: { family: "A", name: sku },
      tenantId: site.tenantId,
      accessPolicies: [],
      enabledForDeployment: false,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      enableRbacAuthorization: true,
      vaultUri: `https://${name}.${site.domains.vault}/`,
      provisioningState: "Succeeded",
      publicNetworkAccess: "Enabled",
    },
  };
}

function registryBody(site: Site, { name, sku = "Premium" }: ServiceRecipe, id: string): Body {
  const at = site.time(id);
  const isPremium = sku === "Premium";
  return {
    sku: { name: sku, tier: sku },
    systemData: systemDataOf(site, id, "+00:00"),
    properties: {
      loginServer: `${name}.${site.domains.registry}`,
      creationDate: `${at}Z`,
      provisioningState: "Succeeded",
      adminUserEnabled: false,
      // Only a Premium registry has rules, and so the field.
      ...(isPremium ? { networkRuleSet: { defaultAction: "Allow", ipRules: [] } } : {}),
      policies: {
        quarantinePolicy: { status: "disabled" },
        trustPolicy: { type: "Notary", status: "disabled" },
        retentionPolicy: { days: 7, lastUpdatedTime: `${at}+00:00`, status: "disabled" },
        exportPolicy: { status: "enabled" },
      },
      encryption: { status: "disabled" },
      dataEndpointEnabled: false,
      dataEndpointHostNames: [],
      publicNetworkAccess: "Enabled",
      networkRuleBypassOptions: "AzureServices",
      networkRuleBypassAllowedForTasks: false,
      zoneRedundancy: "Disabled",
      anonymousPullEnabled: false,
      roleAssignmentMode: "LegacyRegistryPermissions",
    },
  };
}

function searchBody(site: Site, { name, sku = "standard" }: ServiceRecipe): Body {
  return {
    sku: { name: sku },
    identity: { type: "SystemAssigned", principalId: site.guid(`principal ${name}`), tenantId: site.tenantId },
    properties: {
      replicaCount: 1,
      partitionCount: 1,
      endpoint: `https://${name}.${site.domains.search}`,
      status: "running",
      statusDetails: "",
      provisioningState: "succeeded",
      hostingMode: "default",
      publicNetworkAccess: "disabled",
      networkRuleSet: { ipRules: [], bypass: "AzureServices" },
      encryptionWithCmk: { enforcement: "Unspecified", encryptionComplianceStatus: "Compliant" },
      disableLocalAuth: true,
      authOptions: null,
      semanticSearch: "disabled",
      sharedPrivateLinkResources: [],
    },
  };
}

function accountBody(site: Site, { kind, name }: ServiceRecipe, id: string): Body {
  const domain = kind === "openAi" ? site.domains.openAi : site.domains.cognitive;
  return {
    kind: kind === "openAi" ? "OpenAI" : "AIServices",
    etag: `"${site.guid(`etag ${id}`)}"`,
    sku: { name: "S0" },
    identity: { type: "SystemAssigned", principalId: site.guid(`principal ${name}`), tenantId: site.tenantId },
    systemData: systemDataOf(site, id),
    properties: {
      endpoint: `https://${name}.${domain}/`,
      provisioningState: "Succeeded",
      internalId: site.hex(`internal ${id}`),
      dateCreated: `${site.time(id)}Z`,
      callRateLimit: { rules: [] },
      isMigrated: false,
      customSubDomainName: name,
      networkAcls: { bypass: "AzureServices", defaultAction: "Deny", virtualNetworkRules: [], ipRules: [] },
      publicNetworkAccess: "Disabled",
      disableLocalAuth: true,
    },
  };
}

/** A gateway in front of something on premises: a Private Link configuration, and a public frontend without listener. */
function gatewayBody(site: Site, { sku = "Standard_v2" }: ServiceRecipe, id: string): Body {
  const part = (kind: string, name: string, properties: JsonObject): JsonObject => ({
    name,
    id: `${id}/${kind}/${name}`,
    properties: { provisioningState: "Succeeded", ...properties },
  });
  const link = { id: `${id}/privateLinkConfigurations/plc-default` };
  return {
    etag: `W/"${site.guid(`etag ${id}`)}"`,
    properties: {
      provisioningState: "Succeeded",
      resourceGuid: site.guid(`guid ${id}`),
      sku: { name: sku, tier: sku, capacity: 1 },
      operationalState: "Running",
      gatewayIPConfigurations: [part("gatewayIPConfigurations", "appGatewayIpConfig", {})],
      frontendIPConfigurations: [
        part("frontendIPConfigurations", "appGwPublicFrontendIpIPv4", { privateIPAllocationMethod: "Dynamic" }),
        part("frontendIPConfigurations", "appGwPrivateFrontendIpIPv4", {
          privateIPAllocationMethod: "Static",
          privateLinkConfiguration: link,
        }),
      ],
      privateLinkConfigurations: [part("privateLinkConfigurations", "plc-default", {})],
      sslCertificates: [],
      httpListeners: [],
    },
  };
}
