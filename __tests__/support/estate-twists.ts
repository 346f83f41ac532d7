/** What makes an estate hard to see into: things the caller may not read, look-alikes, names that can't be told. */
import fc from "fast-check";
import type { ArmDocument, EstateDocument, JsonObject } from "../../src/twin/estate.ts";
import { valueAt } from "./expectation.ts";

/** Read actions that a deny assignment may take from the caller; the engine must call what it can't read unknown. */
const blindSpots = [
  "Microsoft.Network/privateDnsZones/virtualNetworkLinks/read",
  "Microsoft.Network/privateDnsZones/A/read",
  "Microsoft.Network/virtualNetworks/read",
  "Microsoft.Storage/storageAccounts/privateEndpointConnections/read",
  "Microsoft.KeyVault/vaults/privateEndpointConnections/read",
  "Microsoft.MachineLearningServices/workspaces/outboundRules/read",
  "Microsoft.Network/privateEndpoints/read",
] as const;

export type Twist =
  | { readonly kind: "blind"; readonly action: string }
  /** A connection named like a rule of the hub, from a stranger's subscription. */
  | { readonly kind: "look-alike"; readonly status: string }
  /** A connection of somebody else's endpoint, whose sub-resource nobody can tell. */
  | { readonly kind: "foreign endpoint" }
  | { readonly kind: "nameless" };

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
        fc.constant({ kind: "nameless" }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  },
);

export function twist(estate: EstateDocument, twists: readonly Twist[]): EstateDocument {
  return twists.reduce<EstateDocument>((e, t, index) => ({ ...e, resources: applyTwist(e, t, index) }), estate);
}

function applyTwist(estate: EstateDocument, t: Twist, index: number): readonly ArmDocument[] {
  switch (t.kind) {
    case "blind":
      return [...estate.resources, denyRead(estate, t.action, index)];
    case "look-alike":
      return [...estate.resources, ...lookAlikes(estate, t.status, index)];
    case "foreign endpoint":
      return [...estate.resources, ...ofStorage(estate).map((account) => connection(account.id, "pe-of-somebody", "Approved", index))];
    case "nameless":
      return estate.resources.map((d) => (/\/searchServices\/[^/]+$/i.test(d.id) ? withoutEndpoint(d) : d));
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
    (d) => d.id.toLowerCase().startsWith(`${estate.hub.toLowerCase()}/outboundrules/`) && valueAt(d, "properties.destination.serviceResourceId") !== undefined,
  );
  const target = valueAt(rule, "properties.destination.serviceResourceId");
  return rule === undefined || typeof target !== "string" ? [] : [connection(target, rule.id.split("/").at(-1) ?? "", status, index)];
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

function withoutEndpoint(document: ArmDocument): ArmDocument {
  const properties: JsonObject = { ...document.properties };
  return { ...document, properties: Object.fromEntries(Object.entries(properties).filter(([key]) => key !== "endpoint")) };
}
