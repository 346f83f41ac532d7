import type { AccessSettings } from "./access-settings.ts";
import type { Read } from "./read.ts";
import type { ResourceId } from "./resource-id.ts";

/** What a service is to the hub. `connected` ones are read and reported on, never written. */
export type ServiceRole = "hub" | "storage" | "keyVault" | "containerRegistry" | "connected";

/** The services that let trusted Microsoft services in by a bypass: the hub's own, but not the hub itself. */
export function hasBypass(role: ServiceRole): boolean {
  return role === "storage" || role === "keyVault" || role === "containerRegistry";
}

/** The rules of a service's public endpoint, in one shape for all providers. */
export interface PublicAccess {
  /** Absent on the wire means enabled. `perimeter`: managed by a network security perimeter, never overwritten. */
  readonly state: "enabled" | "disabled" | "perimeter";
  readonly defaultAction: "allow" | "deny";
  /** Addresses and CIDR ranges let in while `state` is enabled. */
  readonly ipRanges: readonly string[];
  /** Subnets let in over a service endpoint while `state` is enabled. */
  readonly subnets: readonly ResourceId[];
  /** Resource instances let in; they stay let in when `state` is disabled (storage). */
  readonly resourceInstances: readonly string[];
  /** AzureServices is in the bypass; stays in effect when `state` is disabled. */
  readonly letsTrustedServicesIn: boolean;
}

export type ConnectionStatus = "Approved" | "Pending" | "Rejected" | "Disconnected" | "Other";

/** A private endpoint connection as the service it leads to shows it. */
export interface EndpointConnection {
  readonly id: ResourceId;
  readonly name: string;
  readonly endpointId: ResourceId;
  readonly status: ConnectionStatus;
  /** Only some providers tell (Search, Cognitive Services); undefined where the wire is silent (storage, vault). */
  readonly groupIds: readonly string[] | undefined;
}

/** Who holds a data-plane role on a service, or stands in its access policies. */
export interface ServiceUser {
  /** Object id, lower case. */
  readonly principalId: string;
  /** A service principal or managed identity; of an access policy's principal the kind is not told. */
  readonly kind: "identity" | "group" | "person" | "not told";
  /** "role Storage Blob Data Reader", "access policy". */
  readonly by: string;
}

/** One way into a service: a sub-resource with the public names that must all work for it. */
export interface DoorNames {
  readonly subresource: string;
  readonly names: readonly string[];
}

/** The hub itself, one of its own services, or one that a connection points at. */
export interface Service {
  readonly id: ResourceId;
  readonly name: string;
  readonly role: ServiceRole;
  /** Lower case provider type. */
  readonly type: string;
  readonly location: string;
  readonly publicAccess: PublicAccess;
  /** The same as the wire has it, for what is put back as it was; empty for connected services. */
  readonly settings: AccessSettings;
  /** Every sub-resource private endpoints can lead to here, with its public names (may be empty where not derivable). */
  readonly doors: readonly DoorNames[];
  readonly connections: Read<readonly EndpointConnection[]>;
  /** Registry only, lower case: "premium", "basic". */
  readonly sku: string | undefined;
  /** Object ids of its own managed identities, lower case. */
  readonly identities: readonly string[];
  /** Of the hub's own services; empty for the hub itself and for connected ones, which are never closed. */
  readonly users: Read<readonly ServiceUser[]>;
  /** Storage only: `allowSharedKeyAccess`; absent on the wire means true. */
  readonly allowsSharedKey: boolean;
}
