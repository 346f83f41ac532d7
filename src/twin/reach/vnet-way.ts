import { isSameId } from "./arm-id.ts";
import { connectionsOf, isApproved } from "./connections.ts";
import type { Door } from "./door.ts";
import { namesOfDoor } from "./door-names.ts";
import type { NetworkView } from "./network-view.ts";
import { isSameText } from "./json.ts";
import { isRoutable } from "./private-endpoints.ts";
import type { PrivateEndpoint } from "./private-endpoints.ts";
import { resolveInVnet } from "./vnet-names.ts";
import { closedWay, openWay } from "./way.ts";
import type { Way } from "./way.ts";

/** A client's way into a door: every name must resolve and lead in. `byPublic` is what a public address leads to. */
export function findVnetWay(view: NetworkView, vnetId: string, door: Door, byPublic: Way): Way {
  const names = namesOfDoor(view, door);
  if (names.length === 0) return closedWay("the estate tells no name for it");
  const ways = names.map((name) => findNameWay(view, vnetId, door, name, byPublic));
  const broken = ways.find((way) => !way.isOpen);
  // The endpoint is what a reader looks for where some names take it and others the public address.
  return broken ?? ways.find((way) => way.via !== byPublic.via) ?? byPublic;
}

function findNameWay(view: NetworkView, vnetId: string, door: Door, name: string, byPublic: Way): Way {
  const answer = resolveInVnet(view, vnetId, name);
  if (answer.kind === "nxdomain") return closedWay(`${name} does not exist there (NXDOMAIN)`);
  if (answer.kind === "timeout") return closedWay(`no DNS server answers for ${name}`);
  if (!answer.isPrivate) return byPublic.isOpen ? byPublic : closedWay(`${name} is public there, and ${byPublic.why}`);
  const endpoints = answer.addresses.map((address) => findEndpointAt(view, vnetId, door, name, address));
  const missing = endpoints.indexOf(undefined);
  if (missing !== -1) return closedWay(`${name} is ${answer.addresses[missing] ?? "?"} there: no approved endpoint`);
  const endpoint = endpoints[0]?.name ?? "";
  return openWay(`private endpoint ${endpoint}`, `${name} is ${answer.addresses.join(", ")}`);
}

/** The endpoint that holds the address for that name, that the client can route to and that the target has approved. */
function findEndpointAt(
  view: NetworkView,
  vnetId: string,
  door: Door,
  name: string,
  address: string,
): PrivateEndpoint | undefined {
  const approved = connectionsOf(view, door.resource).filter(isApproved);
  return view.endpoints.find(
    (endpoint) =>
      endpoint.addresses.some(
        (held) => held.address === address && held.fqdns.some((fqdn) => isSameText(fqdn, name)),
      ) &&
      approved.some((connection) => isSameId(connection.endpointId, endpoint.id)) &&
      isRoutable(view, vnetId, endpoint.vnetId),
  );
}
