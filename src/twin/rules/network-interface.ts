import type { ArmDocument, Json } from "../estate.ts";
import type { World } from "../state/world.ts";
import { armError } from "../wire/arm-error.ts";
import { listAt, textAt, textsOf } from "../wire/json-fields.ts";
import { endpointMembers } from "./endpoint-members.ts";
import type { EndpointMember } from "./endpoint-members.ts";
import { freeAddresses } from "./subnet.ts";
import { lastNameOf } from "../wire/arm-path.ts";

/** What an interface is for: a target, and the sub-resource of it. */
export interface InterfaceLink {
  readonly target: ArmDocument;
  readonly subresource: string;
}

/** The endpoint an interface belongs to, and where it stands. */
export interface InterfacePlace {
  readonly endpointId: string;
  readonly subnetId: string;
  readonly location: string;
}

/** The weak etag that Microsoft.Network writes. */
export function newEtag(world: World): string {
  return `W/"${world.guids.next()}"`;
}

interface Held {
  readonly link: InterfaceLink;
  readonly member: EndpointMember;
}

/**
 * An endpoint's network interface, with an address for each member of its links. Throws Network's 400 for a subnet that
 * has no room (its wording is not confirmed).
 */
export function newInterface(
  world: World,
  id: string,
  place: InterfacePlace,
  links: readonly InterfaceLink[],
): ArmDocument {
  const { endpointId, subnetId, location } = place;
  const held = links.flatMap((link) =>
    endpointMembers(world, link.target, link.subresource).map((member): Held => ({ link, member })),
  );
  const addresses = freeAddresses(world, subnetId, held.length);
  if (addresses.length < held.length) {
    const message = `Subnet ${subnetId} does not have enough capacity for ${String(held.length)} IP addresses.`;
    throw armError(400, "SubnetIsFull", message);
  }
  return {
    ...{ name: lastNameOf(id), id, etag: newEtag(world), location },
    ...{ type: "Microsoft.Network/networkInterfaces", kind: "Regular" },
    properties: {
      provisioningState: "Succeeded",
      resourceGuid: world.guids.next(),
      ipConfigurations: held.map((row, index) =>
        ipConfiguration(world, id, subnetId, row, addresses[index] ?? "", index === 0),
      ),
      dnsSettings: { dnsServers: [], appliedDnsServers: [] },
      macAddress: "",
      privateEndpoint: { id: endpointId },
      enableAcceleratedNetworking: false,
      enableIPForwarding: false,
      tapConfigurations: [],
      nicType: "Standard",
    },
  };
}

function ipConfiguration(
  world: World,
  nicId: string,
  subnetId: string,
  { link, member }: Held,
  address: string,
  isPrimary: boolean,
): Json {
  const name = `privateEndpointIpConfig.${world.guids.next()}`;
  return {
    ...{ name, id: `${nicId}/ipConfigurations/${name}`, etag: newEtag(world) },
    type: "Microsoft.Network/networkInterfaces/ipConfigurations",
    properties: {
      provisioningState: "Succeeded",
      privateIPAddress: address,
      privateIPAllocationMethod: "Dynamic",
      subnet: { id: subnetId },
      primary: isPrimary,
      privateIPAddressVersion: "IPv4",
      privateLinkConnectionProperties: {
        groupId: link.subresource,
        requiredMemberName: member.name,
        fqdns: member.fqdns,
      },
    },
  };
}

/** The names an endpoint's interface holds, each with its address. */
export function heldNames(
  world: World,
  endpoint: ArmDocument,
): readonly { readonly fqdn: string; readonly address: string }[] {
  return listAt(endpoint, "properties", "networkInterfaces").flatMap((nic) => {
    const document = world.documents.get(textAt(nic, "id") ?? "");
    return listAt(document, "properties", "ipConfigurations").flatMap((configuration) => {
      const address = textAt(configuration, "properties", "privateIPAddress") ?? "";
      const held = listAt(configuration, "properties", "privateLinkConnectionProperties", "fqdns");
      return textsOf(held).map((fqdn) => ({ fqdn, address }));
    });
  });
}
