import type { ArmDocument, JsonObject } from "../../estate.ts";
import type { PlacedEndpoint } from "./private-endpoints.ts";
import type { SubnetRecipe, VnetRecipe } from "./recipe.ts";
import { etagOf, networkIdOf } from "./site.ts";
import type { Site } from "./site.ts";

interface WayIn {
  readonly type: "bastionHosts" | "virtualNetworkGateways";
  readonly prefix: string;
  readonly subnet: string;
  /** Its IP configuration, below the resource: the subnet lists it by its id. */
  readonly configuration: string;
}

const bastion: WayIn = {
  type: "bastionHosts",
  prefix: "bas",
  subnet: "AzureBastionSubnet",
  configuration: "bastionHostIpConfigurations/IpConf",
};
const gateway: WayIn = {
  type: "virtualNetworkGateways",
  prefix: "vgw",
  subnet: "GatewaySubnet",
  configuration: "ipConfigurations/default",
};
const waysIn = [bastion, gateway];

/** The VNet with its subnets and peerings, and the Bastion and VPN gateway in it. */
export function buildVnet(site: Site, vnet: VnetRecipe, endpoints: readonly PlacedEndpoint[]): readonly ArmDocument[] {
  const id = networkIdOf(site, "virtualNetworks", vnet.name);
  const subnets = subnetsOf(vnet).map((subnet, index) => subnetDocument(site, id, vnet, subnet, index, endpoints));
  const document: ArmDocument = {
    name: vnet.name,
    id,
    etag: etagOf(site, id),
    type: "Microsoft.Network/virtualNetworks",
    location: site.region,
    properties: {
      provisioningState: "Succeeded",
      resourceGuid: site.guid(`guid ${id}`),
      addressSpace: { addressPrefixes: [`10.${vnet.number}.0.0/16`] },
      ...(vnet.dnsServers === undefined ? {} : { dhcpOptions: { dnsServers: vnet.dnsServers } }),
      subnets,
      virtualNetworkPeerings: (vnet.peers ?? []).map((peer) => peeringDocument(site, id, peer)),
      enableDdosProtection: false,
    },
  };
  return [
    document,
    ...(vnet.hasBastion === true ? wayIn(site, vnet, bastion) : []),
    ...(vnet.hasGateway === true ? wayIn(site, vnet, gateway) : []),
  ];
}

function subnetsOf(vnet: VnetRecipe): readonly SubnetRecipe[] {
  return [
    { name: "snet-dns" },
    { name: "snet-private-endpoints" },
    { name: "snet-runners" },
    ...(vnet.hasBastion === true ? [{ name: "AzureBastionSubnet" }] : []),
    ...(vnet.hasGateway === true ? [{ name: "GatewaySubnet" }] : []),
    ...(vnet.subnets ?? []),
  ];
}

function subnetDocument(
  site: Site,
  vnetId: string,
  vnet: VnetRecipe,
  { name, serviceEndpoints }: SubnetRecipe,
  index: number,
  endpoints: readonly PlacedEndpoint[],
): JsonObject {
  const id = `${vnetId}/subnets/${name}`;
  const held = endpoints.filter((endpoint) => endpoint.subnetId === id).map((endpoint) => ({ id: endpoint.id }));
  const way = waysIn.find((one) => one.subnet === name);
  return {
    name,
    id,
    etag: etagOf(site, vnetId),
    properties: {
      provisioningState: "Succeeded",
      addressPrefix: `10.${vnet.number}.${index}.0/24`,
      ...(serviceEndpoints === undefined
        ? {}
        : {
            serviceEndpoints: serviceEndpoints.map((service) => ({
              provisioningState: "Succeeded",
              service,
              locations: ["*"],
            })),
          }),
      delegations: [],
      privateEndpointNetworkPolicies: "Disabled",
      privateLinkServiceNetworkPolicies: "Enabled",
      ...(held.length === 0 ? {} : { privateEndpoints: held }),
      ...(way === undefined ? {} : { ipConfigurations: [{ id: configurationIdOf(site, vnet, way) }] }),
    },
    type: "Microsoft.Network/virtualNetworks/subnets",
  };
}

function peeringDocument(site: Site, vnetId: string, peer: string): JsonObject {
  const id = `${vnetId}/virtualNetworkPeerings/to-${peer}`;
  return {
    name: `to-${peer}`,
    id,
    etag: etagOf(site, id),
    type: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
    properties: {
      provisioningState: "Succeeded",
      peeringState: "Connected",
      peeringSyncLevel: "FullyInSync",
      remoteVirtualNetwork: { id: networkIdOf(site, "virtualNetworks", peer) },
      allowVirtualNetworkAccess: true,
      allowForwardedTraffic: true,
      allowGatewayTransit: false,
      useRemoteGateways: false,
    },
  };
}

/** A Bastion or a VPN gateway with its public address: how people get into the VNet. */
function wayIn(site: Site, vnet: VnetRecipe, way: WayIn): readonly ArmDocument[] {
  const { type, prefix, subnet } = way;
  const id = networkIdOf(site, type, `${prefix}-${vnet.name}`);
  const address = publicAddress(site, `pip-${prefix}-${vnet.name}`);
  const parts: JsonObject = {
    bastionHosts: { dnsName: `bst-${site.guid(`dns ${id}`)}.bastion.azure.com`, scaleUnits: 2 },
    virtualNetworkGateways: {
      gatewayType: "Vpn",
      vpnType: "RouteBased",
      enableBgp: false,
      activeActive: false,
      sku: { name: "VpnGw1AZ", tier: "VpnGw1AZ", capacity: 2 },
      vpnClientConfiguration: {
        vpnClientProtocols: ["OpenVPN"],
        vpnAuthenticationTypes: ["AAD"],
        vpnClientRootCertificates: [],
        vpnClientRevokedCertificates: [],
        vpnClientAddressPool: { addressPrefixes: ["172.29.0.0/24"] },
      },
    },
  }[type];
  const configuration = {
    name: way.configuration.split("/")[1] ?? "",
    id: configurationIdOf(site, vnet, way),
    properties: {
      provisioningState: "Succeeded",
      privateIPAllocationMethod: "Dynamic",
      publicIPAddress: { id: address.id },
      subnet: { id: `${networkIdOf(site, "virtualNetworks", vnet.name)}/subnets/${subnet}` },
    },
  };
  return [
    address,
    {
      name: `${prefix}-${vnet.name}`,
      id,
      etag: etagOf(site, id),
      type: `Microsoft.Network/${type}`,
      location: site.region,
      ...(type === "bastionHosts" ? { sku: { name: "Standard" } } : {}),
      properties: { provisioningState: "Succeeded", ipConfigurations: [configuration], ...parts },
    },
  ];
}

function configurationIdOf(site: Site, vnet: VnetRecipe, { type, prefix, configuration }: WayIn): string {
  return `${networkIdOf(site, type, `${prefix}-${vnet.name}`)}/${configuration}`;
}

function publicAddress(site: Site, name: string): ArmDocument {
  const id = networkIdOf(site, "publicIPAddresses", name);
  return {
    name,
    id,
    etag: etagOf(site, id),
    location: site.region,
    type: "Microsoft.Network/publicIPAddresses",
    sku: { name: "Standard", tier: "Regional" },
    properties: {
      provisioningState: "Succeeded",
      resourceGuid: site.guid(`guid ${id}`),
      ipAddress: `198.51.100.${(Number.parseInt(site.hex(name, 2), 16) % 250) + 1}`,
      publicIPAddressVersion: "IPv4",
      publicIPAllocationMethod: "Static",
      idleTimeoutInMinutes: 4,
    },
  };
}
