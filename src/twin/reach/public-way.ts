import type { ArmDocument } from "../estate.ts";
import { isInRange } from "./address-range.ts";
import { isSameId, nameOf } from "./arm-id.ts";
import type { EstateIndex } from "./estate-index.ts";
import type { PublicEndpoint } from "./public-endpoint.ts";
import { hasServiceEndpoint } from "./subnet.ts";
import { closedWay, openWay } from "./way.ts";
import type { Way } from "./way.ts";

/** The way by the public endpoint of somebody whom no rule names. */
export function findPublicWay(endpoint: PublicEndpoint): Way {
  if (endpoint.isOpenToAll) return openWay("public", "its public endpoint lets everybody in");
  return closedWay("its public endpoint does not let this origin in");
}

/** The way by the public endpoint of a client in that subnet. */
export function findSubnetWay(
  index: EstateIndex,
  subnetId: string,
  service: ArmDocument,
  endpoint: PublicEndpoint,
): Way {
  const isListed = endpoint.subnets.some((listed) => isSameId(listed, subnetId));
  if (isListed && hasServiceEndpoint(index, subnetId, service.id)) {
    return openWay("service endpoint", `${nameOf(subnetId)} is in its virtual network rules`);
  }
  return findPublicWay(endpoint);
}

/** The way by the public endpoint of a client with that public address. */
export function findAddressWay(endpoint: PublicEndpoint, address: string): Way {
  if (endpoint.ranges.some((range) => isInRange(range, address))) {
    return openWay("public", `${address} is in its allow list`);
  }
  return findPublicWay(endpoint);
}
