/** What makes an estate hard to see into: things the caller may not read, look-alikes, names that can't be told. */
import fc from "fast-check";
import type { ArmDocument, EstateDocument, PolicyFact } from "../../src/twin/estate.ts";
import { valueAt } from "./expectation.ts";

/** Read actions that a deny assignment may take from the caller; the engine must call what it can't read unknown. */
const blindSpots = [
  "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read",
  "Microsoft.Network/privateDnsZones/A/read",
  "Microsoft.Network/virtualNetworks/read",
  "Microsoft.Network/privateEndpoints/read",
  // More often than the others: it only shows where the network is Active already.
  "Microsoft.MachineLearningServices/workspaces/outboundRules/read",
  "Microsoft.MachineLearningServices/workspaces/outboundRules/read",
  "Microsoft.MachineLearningServices/workspaces/outboundRules/read",
  "Microsoft.Storage/storageAccounts/privateEndpointConnections/read",
  "Microsoft.KeyVault/vaults/privateEndpointConnections/read",
  "Microsoft.ContainerRegistry/registries/privateEndpointConnections/read",
  "Microsoft.Authorization/roleAssignments/read",
] as const;

export type Twist =
  | { readonly kind: "blind"; readonly action: string }
  /** A connection named like a rule of the hub, from a stranger's subscription. */
  | { readonly kind: "look-alike"; readonly status: string }
  /** A connection of somebody else's endpoint, whose sub-resource nobody can tell. */
  | { readonly kind: "foreign endpoint" }
  /** A connected data factory: what public names it has is not known to the engine. */
  | { readonly kind: "factory" }
  /** A policy that forbids letting trusted services into storage. */
  | { readonly kind: "policy" };

/** None in half of the estates, otherwise one or two. */
export const anyTwists: fc.Arbitrary<readonly Twist[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.oneof<fc.Arbitrary<Twist>[]>(
        fc.constantFrom(...blindSpots).map((action) => ({ kind: "blind", action })),
        fc.constantFrom("Approved", "Pending").map((status) => ({ kind: "look-alike", status })),
        fc.constant({ kind: "foreign endpoint" }),
        fc.constant({ kind: "factory" }),
        fc.constant({ kind: "policy" }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
);

export function twist(estate: EstateDocument, twists: readonly Twist[]): EstateDocument {
  return twists.reduce<EstateDocument>((e, t, index) => {
    const providers = Object.fromEntries(
      Object.entries(e.providers).map(([id, names]) => [id, [...names, "Microsoft.DataFactory"]]),
    );
    const twisted = { ...e, providers, resources: applyTwist(e, t, index) };
    return t.kind === "policy" ? { ...twisted, facts: { ...e.facts, policies: [bypassPolicy(e)] } } : twisted;
  }, estate);
}

function bypassPolicy(estate: EstateDocument): PolicyFact {
  return {
    name: "no-trusted-services",
    scope: `/subscriptions/${estate.subscriptions[0]?.subscriptionId ?? ""}`,
    effect: "deny",
    when: {
      type: "Microsoft.Storage/storageAccounts",
      property: "properties.networkAcls.bypass",
      equals: "AzureServices",
    },
  };
}

function applyTwist(estate: EstateDocument, t: Twist, index: number): readonly ArmDocument[] {
  switch (t.kind) {
    case "blind":
      return [...estate.resources, denyRead(estate, t.action, index)];
    case "look-alike":
      return [...estate.resources, ...lookAlikes(estate, t.status, index)];
    case "foreign endpoint":
      return [
        ...estate.resources,
        ...ofStorage(estate).map((account) => connection(account.id, "pe-of-somebody", "Approved", index)),
      ];
    case "factory":
      return [...estate.resources, ...factory(estate)];
    case "policy":
      return estate.resources;
  }
}

function denyRead(estate: EstateDocument, action: string, index: number): ArmDocument {
  const scope = `/subscriptions/${estate.subscriptions[0]?.subscriptionId ?? ""}`;
  const name = `d0d0d0d0-0000-4000-8000-00000000000${String(index)}`;
  return {
    id: `${scope}/providers/Microsoft.Authorization/denyAssignments/${name}`,
    name,
    type: "Microsoft.Authorization/denyAssignments",
    properties: {
      denyAssignmentName: "a blind spot",
      permissions: [{ actions: [action], notActions: [], dataActions: [], notDataActions: [] }],
      scope,
      doNotApplyToChildScopes: false,
      principals: [{ id: estate.caller.objectId, type: "ServicePrincipal" }],
      excludePrincipals: [],
      isSystemProtected: false,
    },
  };
}

function lookAlikes(estate: EstateDocument, status: string, index: number): readonly ArmDocument[] {
  const rule = estate.resources.find(
    (d) =>
      d.id.toLowerCase().startsWith(`${estate.hub.toLowerCase()}/outboundrules/`) &&
      valueAt(d, "properties.destination.serviceResourceId") !== undefined,
  );
  const target = valueAt(rule, "properties.destination.serviceResourceId");
  return rule === undefined || typeof target !== "string"
    ? []
    : [connection(target, rule.id.split("/").at(-1) ?? "", status, index)];
}

function connection(target: string, endpointName: string, status: string, index: number): ArmDocument {
  const name = `${endpointName}.f0f0f0f0-0000-4000-8000-00000000000${String(index)}`;
  return {
    id: `${target}/privateEndpointConnections/${name}`,
    name,
    properties: {
      provisioningState: "Succeeded",
      privateEndpoint: {
        id: `/subscriptions/5ca1ab1e-0000-4000-8000-000000000000/resourceGroups/theirs/providers/Microsoft.Network/privateEndpoints/${endpointName}`,
      },
      privateLinkServiceConnectionState: { status, description: "" },
    },
  };
}

function ofStorage(estate: EstateDocument): readonly ArmDocument[] {
  return estate.resources.filter((d) => /\/storageAccounts\/[^/]+$/i.test(d.id)).slice(0, 1);
}

function factory(estate: EstateDocument): readonly ArmDocument[] {
  const id = `${estate.hub.split("/providers/")[0] ?? ""}/providers/Microsoft.DataFactory/factories/adf-random`;
  const properties = { publicNetworkAccess: "Enabled", provisioningState: "Succeeded" };
  return [
    { id, name: "adf-random", type: "Microsoft.DataFactory/factories", location: "eastus", properties },
    {
      id: `${estate.hub}/connections/factory`,
      name: "factory",
      type: "Microsoft.MachineLearningServices/workspaces/connections",
      properties: {
        authType: "AAD",
        category: "GenericHttp",
        target: "https://adf-random.eastus.datafactory.azure.net",
        metadata: { resourceid: id },
        isSharedToAll: true,
      },
    },
  ];
}
