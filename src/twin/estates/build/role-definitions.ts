import type { ArmDocument, JsonObject } from "../../estate.ts";

interface Role {
  readonly id: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly notActions?: readonly string[];
  readonly dataActions?: readonly string[];
}

const approvable = [
  "Microsoft.ContainerRegistry/registries",
  "Microsoft.Cache/redis",
  "Microsoft.DocumentDB/databaseAccounts",
  "Microsoft.KeyVault/vaults",
  "Microsoft.MachineLearningServices/workspaces",
  "Microsoft.Sql/servers",
  // Not confirmed: newer documents claim these two, the published role definition is older.
  "Microsoft.Search/searchServices",
  "Microsoft.Network/applicationGateways",
];

const approverActions = [
  ...approvable.map((type) => `${type}/privateEndpointConnectionsApproval/action`),
  ...[...approvable, "Microsoft.CognitiveServices/accounts", "Microsoft.Storage/storageAccounts"].flatMap((type) => [
    `${type}/privateEndpointConnections/read`,
    `${type}/privateEndpointConnections/write`,
    `${type}/privateLinkResources/read`,
    `${type}/read`,
  ]),
];

/** The built-in roles that appear in the estates, by name. Source: Azure's list of built-in roles. */
const roles: Readonly<Record<string, Role>> = {
  Reader: {
    id: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    description: "View all resources, but does not allow you to make any changes.",
    actions: ["*/read"],
  },
  Contributor: {
    id: "b24988ac-6180-42a0-ab88-20f7382dd24c",
    description: "Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC.",
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
      "Microsoft.Compute/galleries/share/action",
    ],
  },
  "User Access Administrator": {
    id: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    description: "Lets you manage user access to Azure resources.",
    actions: ["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
  },
  "Azure AI Administrator": {
    id: "b78c5d69-af96-48a3-bf8d-a8b4d589de94",
    description: "A Built-In Role that has all control plane permissions to work with Azure AI and its dependencies.",
    actions: [
      "Microsoft.Authorization/*/read",
      "Microsoft.CognitiveServices/*",
      "Microsoft.ContainerRegistry/registries/*",
      "Microsoft.DocumentDb/databaseAccounts/*",
      "Microsoft.Features/features/read",
      "Microsoft.Insights/components/*",
      "Microsoft.KeyVault/*",
      "Microsoft.MachineLearningServices/workspaces/*",
      "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/operationresults/read",
      "Microsoft.Resources/subscriptions/read",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Resources/subscriptions/resourceGroups/write",
      "Microsoft.Storage/storageAccounts/*",
      "Microsoft.Support/*",
      "Microsoft.Search/searchServices/write",
      "Microsoft.Search/searchServices/read",
      "Microsoft.Search/searchServices/delete",
      "Microsoft.Search/searchServices/indexes/*",
      "Microsoft.DataFactory/factories/*",
    ],
  },
  "Azure AI Enterprise Network Connection Approver": {
    id: "b556d68e-0be0-4f35-a333-ad7ee1ce17ea",
    description: "Can approve private endpoint connections to Azure AI common dependency resources",
    actions: approverActions,
  },
  "Key Vault Administrator": {
    id: "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    description: "Perform all data plane operations on a key vault and all objects in it.",
    actions: [
      "Microsoft.Authorization/*/read",
      "Microsoft.KeyVault/vaults/*/read",
      "Microsoft.KeyVault/operations/read",
    ],
    dataActions: ["Microsoft.KeyVault/vaults/*"],
  },
  AcrPull: {
    id: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    description: "acr pull",
    actions: ["Microsoft.ContainerRegistry/registries/pull/read"],
  },
  "Storage Blob Data Contributor": {
    id: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    description: "Allows for read, write and delete access to Azure Storage blob containers and data",
    actions: [
      "Microsoft.Storage/storageAccounts/blobServices/containers/delete",
      "Microsoft.Storage/storageAccounts/blobServices/containers/read",
      "Microsoft.Storage/storageAccounts/blobServices/containers/write",
      "Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action",
    ],
    dataActions: ["delete", "read", "write", "move/action", "add/action"].map(
      (action) => `Microsoft.Storage/storageAccounts/blobServices/containers/blobs/${action}`,
    ),
  },
  "Storage File Data Privileged Contributor": {
    id: "69566ab7-960f-475b-8e7c-b3118f30c6bd",
    description: "Customer has read, write, delete and modify NTFS permission access on Azure Storage file shares.",
    actions: [],
    dataActions: ["read", "write", "delete", "modifypermissions/action"].map(
      (action) => `Microsoft.Storage/storageAccounts/fileServices/fileshares/files/${action}`,
    ),
  },
};

export function roleIdOf(name: string): string {
  const role = roles[name];
  if (role === undefined) throw new Error(`The estates know no role ${name}.`);
  return role.id;
}

/** The definition as a subscription shows it. */
export function buildRoleDefinition(subscriptionId: string, name: string): ArmDocument {
  const roleId = roleIdOf(name);
  const { description = "", actions = [], notActions = [], dataActions = [] } = roles[name] ?? {};
  const properties: JsonObject = {
    roleName: name,
    type: "BuiltInRole",
    description,
    assignableScopes: ["/"],
    permissions: [{ actions, notActions, dataActions, notDataActions: [] }],
    createdOn: "2024-10-21T15:03:22.1201842Z",
    updatedOn: "2025-05-12T15:21:40.0311217Z",
    createdBy: null,
    updatedBy: null,
  };
  const type = "Microsoft.Authorization/roleDefinitions";
  return { properties, id: `/subscriptions/${subscriptionId}/providers/${type}/${roleId}`, type, name: roleId };
}
