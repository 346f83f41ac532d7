import type { ArmDocument, EstateDocument } from "../estate.ts";
import { isSameId, parentOf, typeOf } from "./arm-id.ts";
import type { Door } from "./door.ts";
import { findDocument, indexEstate } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { findHubDoors } from "./hub-doors.ts";
import { isSameText, textAt } from "./json.ts";
import { findManagedWay, isNetworkActive } from "./managed-way.ts";
import { viewNetwork } from "./network-view.ts";
import type { NetworkView } from "./network-view.ts";
import { clientsOf, originsOf } from "./origins.ts";
import type { ReachOrigin } from "./origins.ts";
import { readPublicEndpoint } from "./public-endpoint.ts";
import type { PublicEndpoint } from "./public-endpoint.ts";
import { findPublicWay, findSubnetWay } from "./public-way.ts";
import { findVnetWay } from "./vnet-way.ts";
import { closedWay, openWay } from "./way.ts";
import type { Way } from "./way.ts";

export type { Door } from "./door.ts";
export type { ReachOrigin } from "./origins.ts";

/**
 * Whether one origin gets through one door. `via`: "private endpoint <name>", "public", "service endpoint", "trusted",
 * "resource instance", or "" where it is closed.
 */
export interface Reach extends Way {
  readonly origin: ReachOrigin;
  readonly door: Door;
}

/**
 * Who can reach what in an estate, from its documents and facts alone. Every door of the hub is there for every origin
 * that matters to it (origins.ts). An origin that only a rule names, such as a range, goes when the rule goes: a pair
 * that was open and is no longer listed is lost.
 */
export function computeReach(estate: EstateDocument): readonly Reach[] {
  const view = viewNetwork(indexEstate(estate));
  const doors = findHubDoors(view);
  return doors.flatMap((door) =>
    originsOf(view, doors, door).map((origin) => ({ origin, door, ...findWay(view, origin, door) })),
  );
}

function findWay(view: NetworkView, origin: ReachOrigin, door: Door): Way {
  const service = findDocument(view, door.resource);
  if (service === undefined) return closedWay("the service does not exist");
  const endpoint = readPublicEndpoint(service);
  const byPublic = findPublicWay(endpoint);
  switch (origin.kind) {
    case "managedNetwork":
      return findHubWay(view, origin.id, door, byPublic);
    case "workspace":
      return findWorkspaceWay(view, origin.id, door, byPublic);
    case "vnet":
      return findVnetWay(view, origin.id, door, byPublic);
    case "subnet":
      return findVnetWay(view, parentOf(origin.id), door, findSubnetWay(view, origin.id, service, endpoint));
    case "ipRange":
      return endpoint.ranges.includes(origin.id) ? openWay("public", "the range is in its allow list") : byPublic;
    case "aiService":
      return findAiServiceWay(origin.id, service, endpoint, byPublic);
    case "identity":
      return findClientWay(view, origin.id, door, byPublic);
    case "trustedServices":
      return findTrustedWay(endpoint);
    case "resourceInstance":
      return openWay("resource instance", "a resource instance rule lets it in");
    case "internet":
      return byPublic;
  }
}

/** Storage trusts AI services, or lets one in by name; that a key vault's exception holds for them is not confirmed: taken as no. */
function findAiServiceWay(accountId: string, service: ArmDocument, endpoint: PublicEndpoint, byPublic: Way): Way {
  const isStorage = typeOf(service.id) === "microsoft.storage/storageaccounts";
  if (endpoint.resourceInstances.some((id) => isSameId(id, accountId))) {
    return openWay("resource instance", "a resource instance rule lets it in");
  }
  return isStorage && endpoint.letsTrustedServicesIn === true ? findTrustedWay(endpoint) : byPublic;
}

function findClientWay(view: NetworkView, principalId: string, door: Door, byPublic: Way): Way {
  const client = clientsOf(view, door.resource).find((fact) => isSameText(fact.principalId, principalId));
  if (client === undefined) return closedWay("nobody of that identity works with it");
  return client.from.kind === "public" ? byPublic : findVnetWay(view, client.from.vnet, door, byPublic);
}

function findTrustedWay(endpoint: PublicEndpoint): Way {
  if (endpoint.letsTrustedServicesIn === true) return openWay("trusted", "its exception for trusted services is on");
  return closedWay("it makes no exception for trusted services");
}

/** The hub's own compute stands nowhere before the network is provisioned, unless it has no managed network at all. */
function findHubWay(index: EstateIndex, hubId: string, door: Door, byPublic: Way): Way {
  const hub = findDocument(index, hubId);
  if (hub === undefined) return closedWay("the hub does not exist");
  const isolation = textAt(hub, "properties", "managedNetwork", "isolationMode") || "Disabled";
  if (!isSameText(isolation, "Disabled") && !isNetworkActive(hub)) {
    return closedWay("the managed network is not provisioned");
  }
  return findManagedWay(index, hub, door, byPublic);
}

function findWorkspaceWay(index: EstateIndex, workspaceId: string, door: Door, byPublic: Way): Way {
  const workspace = findDocument(index, workspaceId);
  return workspace === undefined
    ? closedWay("the workspace does not exist")
    : findManagedWay(index, workspace, door, byPublic);
}
