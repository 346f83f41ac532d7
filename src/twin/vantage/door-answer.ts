import type { ArmDocument } from "../estate.ts";
import { typeOf } from "../reach/arm-id.ts";
import { findDocument } from "../reach/estate-index.ts";
import type { NetworkView } from "../reach/network-view.ts";
import { readPublicEndpoint } from "../reach/public-endpoint.ts";
import { findAddressWay, findSubnetWay } from "../reach/public-way.ts";
import type { AskedService, DoorAnswer } from "./answers/asked-service.ts";
import { answersOf } from "./answers/service-answers.ts";
import { findDoors, servedAs } from "./doors.ts";
import type { ServedName } from "./doors.ts";
import type { Standpoint } from "./standpoint.ts";

/** What a client asks for: all that decides the answer. */
export interface DoorRequest {
  /** Without port. */
  readonly host: string;
  /** Path and query. */
  readonly path: string;
}

/**
 * What answers a request without credentials from the standpoint at an address: the service, or its firewall with 403.
 * A host that is not served there is answered as the first name that is. undefined: nothing listens there now, and the
 * connection breaks.
 */
export function answerAtDoor(
  view: NetworkView,
  standpoint: Standpoint,
  address: string,
  request: DoorRequest,
): DoorAnswer | undefined {
  const names = findDoors(view, standpoint).get(address) ?? [];
  const served = servedAs(names, request.host) ?? names[0];
  const service = served === undefined ? undefined : findDocument(view, served.resource);
  if (served === undefined || service === undefined) return undefined;
  const { greet, refuse } = answersOf(typeOf(service.id));
  const asked = askedService(view, standpoint, service, served, request);
  return served.isPrivate || isLetIn(view, standpoint, service) ? greet(asked) : refuse(asked);
}

function isLetIn(view: NetworkView, standpoint: Standpoint, service: ArmDocument): boolean {
  const endpoint = readPublicEndpoint(service);
  const way =
    standpoint.kind === "public"
      ? findAddressWay(endpoint, standpoint.ip)
      : findSubnetWay(view, standpoint.subnet, service, endpoint);
  return way.isOpen;
}

function askedService(
  view: NetworkView,
  standpoint: Standpoint,
  service: ArmDocument,
  { name, subresource }: ServedName,
  { host, path }: DoorRequest,
): AskedService {
  return {
    ...{ service, subresource, path, host: name.startsWith("*.") ? host : name },
    ...{ cloud: view.estate.cloud, tenantId: view.estate.tenantId },
    client: standpoint.kind === "public" ? standpoint.ip : natAddress,
  };
}

/** A client in a VNet leaves it by an address that no document of ours tells: one for documentation (RFC 5737). */
const natAddress = "192.0.2.1";
