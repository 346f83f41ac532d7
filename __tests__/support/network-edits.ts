/** Ways into an estate's network, taken away and put beside it. */
import type { ArmDocument, EstateDocument, Json, JsonObject } from "../../src/twin/estate.ts";
import { listAt, objectAt, textAt } from "../../src/twin/wire/json-fields.ts";
import { find, withDocuments, without, withProperties } from "./edit-estate.ts";

/** The end of the id of the network in which "hardened" keeps its private endpoints. */
export const core = "virtualNetworks/vnet-northwind-core";
const shared = "vnet-shared";

const waySubnets = ["AzureBastionSubnet", "GatewaySubnet"];

/** No gateway and no Bastion, nor the subnets for them. */
export function withoutWaysIn(estate: EstateDocument): EstateDocument {
  const subnets = subnetsOf(estate, core).filter((subnet) => !waySubnets.includes(textAt(subnet, "name") ?? ""));
  return withProperties(without(estate, /\/(bastionHosts|virtualNetworkGateways)\//), core, { subnets });
}

/** Subnets that don't list what stands in them: then only lists tell. */
export function withoutIpConfigurations(estate: EstateDocument): EstateDocument {
  const subnets = subnetsOf(estate, core).map((subnet): Json => {
    const properties = objectAt(subnet, "properties");
    return { ...objectAt(subnet), properties: { ...properties, ipConfigurations: undefined } };
  });
  return withProperties(estate, core, { subnets });
}

export interface PeeringFlags {
  readonly usesRemoteGateways?: boolean;
  readonly allowsGatewayTransit?: boolean;
  /** Where the first network's side says it leads, if not to the second. */
  readonly leadsTo?: string;
}

/** A second network, peered with the first both ways. `subnets`: what its subnets of these names list as occupants. */
export function withPeer(
  estate: EstateDocument,
  { usesRemoteGateways = false, allowsGatewayTransit = false, leadsTo }: PeeringFlags = {},
  subnets: Readonly<Record<string, string>> = {},
): EstateDocument {
  const own = find(estate, core);
  const id = peerIdOf(estate);
  const peer: ArmDocument = {
    ...{ id, name: shared, type: "Microsoft.Network/virtualNetworks", location: own.location ?? null },
    properties: {
      provisioningState: "Succeeded",
      addressSpace: { addressPrefixes: ["10.99.0.0/16"] },
      subnets: Object.entries(subnets).map(([name, occupant]) => ({
        name,
        id: `${id}/subnets/${name}`,
        properties: { addressPrefix: "10.99.0.0/24", ipConfigurations: [{ id: occupant }] },
      })),
      virtualNetworkPeerings: [peering(id, "to-core", own.id, { allowGatewayTransit: allowsGatewayTransit })],
    },
  };
  const there = peering(own.id, "to-shared", leadsTo ?? id, { useRemoteGateways: usesRemoteGateways });
  return withDocuments(withProperties(estate, core, { virtualNetworkPeerings: [there] }), peer);
}

/** A connection to a hub of Virtual WAN, as the network shows it. */
export function withVirtualWan(estate: EstateDocument): EstateDocument {
  const remote =
    "/subscriptions/0e0e0e0e-0000-4000-8000-000000000001/resourceGroups/RG_vhub-weu_11111111-0000-4000-8000-000000000001/providers/Microsoft.Network/virtualNetworks/HV_vhub-weu_22222222-0000-4000-8000-000000000001";
  const there = peering(find(estate, core).id, "RemoteVnetToHubPeering_33333333-0000-4000-8000-000000000001", remote, {
    useRemoteGateways: true,
  });
  return withProperties(estate, core, { virtualNetworkPeerings: [there] });
}

export function peerIdOf(estate: EstateDocument): string {
  return find(estate, core).id.replace(/[^/]+$/, shared);
}

/** A Bastion in a network; one of the Developer SKU names the network itself. */
export function bastionIn(network: string, sku: string): ArmDocument {
  const id = `${network.split("/virtualNetworks/")[0] ?? ""}/bastionHosts/bas-test`;
  const configuration = {
    name: "IpConf",
    id: `${id}/bastionHostIpConfigurations/IpConf`,
    properties: { subnet: { id: `${network}/subnets/AzureBastionSubnet` } },
  };
  const properties: JsonObject = {
    provisioningState: "Succeeded",
    ...(sku === "Developer" ? { virtualNetwork: { id: network } } : { ipConfigurations: [configuration] }),
  };
  return {
    id,
    name: "bas-test",
    type: "Microsoft.Network/bastionHosts",
    location: "westeurope",
    sku: { name: sku },
    properties,
  };
}

/** A gateway in a network, with the id of the IP configuration that the network's GatewaySubnet lists. */
export function gatewayIn(
  network: string,
  changes: JsonObject = {},
): { readonly document: ArmDocument; readonly configurationId: string } {
  const id = `${network.split("/virtualNetworks/")[0] ?? ""}/virtualNetworkGateways/vgw-test`;
  const configurationId = `${id}/ipConfigurations/default`;
  const configuration = {
    ...{ name: "default", id: configurationId },
    properties: { subnet: { id: `${network}/subnets/GatewaySubnet` } },
  };
  const properties: JsonObject = {
    ...{ provisioningState: "Succeeded", gatewayType: "Vpn", ipConfigurations: [configuration] },
    ...changes,
  };
  const type = "Microsoft.Network/virtualNetworkGateways";
  return { document: { id, name: "vgw-test", type, location: "westeurope", properties }, configurationId };
}

function peering(network: string, name: string, remote: string, flags: JsonObject): JsonObject {
  return {
    name,
    id: `${network}/virtualNetworkPeerings/${name}`,
    type: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
    properties: {
      ...{ provisioningState: "Succeeded", peeringState: "Connected", remoteVirtualNetwork: { id: remote } },
      ...{ allowVirtualNetworkAccess: true, allowForwardedTraffic: true, allowGatewayTransit: false },
      useRemoteGateways: false,
      ...flags,
    },
  };
}

function subnetsOf(estate: EstateDocument, idEnd: string): readonly Json[] {
  return listAt(objectAt(find(estate, idEnd), "properties"), "subnets");
}
