import type { ArmDocument, JsonObject } from "../../estate.ts";
import { endpointNameOf } from "./directory.ts";
import type { Directory } from "./directory.ts";
import type { EndpointRecipe, Recipe } from "./recipe.ts";
import { etagOf, networkIdOf } from "./site.ts";
import type { Site } from "./site.ts";

/** An endpoint with the addresses its network interface holds. */
export interface PlacedEndpoint {
  readonly recipe: EndpointRecipe;
  readonly id: string;
  readonly name: string;
  readonly subnetId: string;
  readonly members: readonly PlacedMember[];
}

export interface PlacedMember {
  readonly name: string;
  readonly fqdns: readonly string[];
  readonly address: string;
}

/** Gives every endpoint the next free addresses of its VNet's endpoint subnet, from .4 on. */
export function placeEndpoints(site: Site, directory: Directory, recipe: Recipe): readonly PlacedEndpoint[] {
  const next = new Map<string, number>();
  return recipe.endpoints.map((endpoint) => {
    const vnet = recipe.vnets.find(({ name }) => name === endpoint.vnet);
    if (vnet === undefined) throw new Error(`The recipe names no VNet ${endpoint.vnet}.`);
    const first = next.get(vnet.name) ?? 4;
    const members = directory
      .membersOf(endpoint.service, endpoint.subresource)
      .map((member, offset) => ({ ...member, address: `10.${vnet.number}.1.${first + offset}` }));
    next.set(vnet.name, first + members.length);
    const name = endpointNameOf(endpoint);
    const subnetId = `${networkIdOf(site, "virtualNetworks", vnet.name)}/subnets/snet-private-endpoints`;
    return { recipe: endpoint, id: networkIdOf(site, "privateEndpoints", name), name, subnetId, members };
  });
}

/** The endpoint and its network interface. */
export function buildPrivateEndpoint(
  site: Site,
  directory: Directory,
  endpoint: PlacedEndpoint,
): readonly ArmDocument[] {
  const nicId = networkIdOf(site, "networkInterfaces", `${endpoint.name}.nic.${site.guid(`nic ${endpoint.id}`)}`);
  return [endpointDocument(site, directory, endpoint, nicId), nicDocument(site, endpoint, nicId)];
}

function endpointDocument(site: Site, directory: Directory, endpoint: PlacedEndpoint, nicId: string): ArmDocument {
  const { id, name, recipe, subnetId } = endpoint;
  const link = linkDocument(site, directory, endpoint);
  // One that waits for an approval was made by hand; the endpoint itself has succeeded all the same.
  const isManual = recipe.state !== undefined && recipe.state !== "Approved";
  const hasZoneGroup = recipe.zoneSet !== undefined;
  return {
    name,
    id,
    etag: etagOf(site, id),
    type: "Microsoft.Network/privateEndpoints",
    location: site.region,
    properties: {
      provisioningState: "Succeeded",
      resourceGuid: site.guid(`guid ${id}`),
      privateLinkServiceConnections: isManual ? [] : [link],
      manualPrivateLinkServiceConnections: isManual ? [link] : [],
      customNetworkInterfaceName: "",
      subnet: { id: subnetId },
      ipConfigurations: [],
      networkInterfaces: [{ id: nicId }],
      // Empty as soon as a zone group exists.
      customDnsConfigs: hasZoneGroup
        ? []
        : endpoint.members.flatMap(({ fqdns, address }) => fqdns.map((fqdn) => ({ fqdn, ipAddresses: [address] }))),
    },
  };
}

function linkDocument(site: Site, directory: Directory, { id, name, recipe }: PlacedEndpoint): JsonObject {
  const status = recipe.state ?? "Approved";
  const description = status === "Approved" ? "Auto-Approved" : "Please approve this connection.";
  return {
    name: `${name}-conn`,
    id: `${id}/privateLinkServiceConnections/${name}-conn`,
    etag: etagOf(site, id),
    properties: {
      provisioningState: "Succeeded",
      privateLinkServiceId: directory.idOf(recipe.service),
      groupIds: [recipe.subresource],
      privateLinkServiceConnectionState: { status, description, actionsRequired: "None" },
    },
    type: "Microsoft.Network/privateEndpoints/privateLinkServiceConnections",
  };
}

function nicDocument(site: Site, { id, recipe, subnetId, members }: PlacedEndpoint, nicId: string): ArmDocument {
  return {
    name: nicId.slice(nicId.lastIndexOf("/") + 1),
    id: nicId,
    etag: etagOf(site, nicId),
    location: site.region,
    type: "Microsoft.Network/networkInterfaces",
    kind: "Regular",
    properties: {
      provisioningState: "Succeeded",
      resourceGuid: site.guid(`guid ${nicId}`),
      ipConfigurations: members.map((member, index) => {
        const name = `privateEndpointIpConfig.${site.guid(`ip ${nicId} ${index}`)}`;
        return {
          name,
          id: `${nicId}/ipConfigurations/${name}`,
          etag: etagOf(site, nicId),
          type: "Microsoft.Network/networkInterfaces/ipConfigurations",
          properties: {
            provisioningState: "Succeeded",
            privateIPAddress: member.address,
            privateIPAllocationMethod: "Dynamic",
            subnet: { id: subnetId },
            primary: index === 0,
            privateIPAddressVersion: "IPv4",
            privateLinkConnectionProperties: {
              groupId: recipe.subresource,
              requiredMemberName: member.name,
              fqdns: member.fqdns,
            },
          },
        };
      }),
      dnsSettings: { dnsServers: [], appliedDnsServers: [] },
      macAddress: "",
      privateEndpoint: { id },
      enableAcceleratedNetworking: false,
      enableIPForwarding: false,
      tapConfigurations: [],
      nicType: "Standard",
    },
  };
}
