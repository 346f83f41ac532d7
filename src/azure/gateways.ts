import { known, mapRead, unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { groupOf, isSameId, nameOf, typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { WayIn } from "../snapshot/way-in.ts";
import type { Arm } from "./arm.ts";
import { documentAt, textAt, textsAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import { networksOf, occupantsOf, subnetNamed } from "./subnets.ts";

export interface Gateway extends Pick<WayIn, "id" | "name" | "how"> {
  readonly kind: "VPN gateway" | "ExpressRoute gateway";
  readonly provisioningState: string;
}

const type = "Microsoft.Network/virtualNetworkGateways";

/**
 * The gateways of a network. Its GatewaySubnet names them. Where it names none, those of its resource group that stand in
 * it: they can be listed by resource group only.
 */
export async function findGateways(
  arm: Arm,
  { id, document }: { readonly id: ResourceId; readonly document: Document },
): Promise<Read<readonly Gateway[]>> {
  const subnet = subnetNamed(document, "GatewaySubnet");
  if (subnet === undefined) return known([]);
  const named = occupantsOf(subnet).filter((occupant) => typeOf(occupant) === type.toLowerCase());
  if (named.length > 0) return readAll(arm, named);
  const listed = await arm.list(`${groupOf(id)}/providers/${type}`);
  return mapRead(listed, (gateways) =>
    gateways
      .filter((gateway) => networksOf(gateway).some((network) => isSameId(network, id)))
      .flatMap((gateway) => parseGateway(gateway, textAt(gateway, "id"))),
  );
}

async function readAll(arm: Arm, ids: readonly ResourceId[]): Promise<Read<readonly Gateway[]>> {
  const found: Gateway[] = [];
  for (const id of ids) {
    const read = await arm.read(id);
    if (read.is === "unknown") return unknown(read.why);
    if (read.is === "known") found.push(...parseGateway(read.value, id));
  }
  return known(found);
}

function parseGateway(document: Document, id: ResourceId): readonly Gateway[] {
  const gatewayType = wordAt(document, "properties", "gatewayType");
  if (gatewayType !== "vpn" && gatewayType !== "expressroute") return [];
  const isVpn = gatewayType === "vpn";
  return [
    {
      kind: isVpn ? "VPN gateway" : "ExpressRoute gateway",
      id,
      name: textAt(document, "name") || nameOf(id),
      how: isVpn ? describeVpn(document) : "",
      provisioningState: textAt(document, "properties", "provisioningState"),
    },
  ];
}

/** Point-to-site is there once clients have a range to get addresses from. */
function describeVpn(document: Document): string {
  const clients = documentAt(document, "properties", "vpnClientConfiguration");
  if (textsAt(clients, "vpnClientAddressPool", "addressPrefixes").length === 0) {
    return "for connected sites only: point-to-site isn't configured";
  }
  const protocols = textsAt(clients, "vpnClientProtocols").join(", ");
  return protocols === "" ? "point-to-site" : `point-to-site (${protocols})`;
}
