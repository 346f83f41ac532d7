import type { CloudName, EstateFacts, JsonObject } from "../../estate.ts";

/**
 * What an estate is made of, by names; `buildEstate` turns it into ARM documents, both ends of everything. Names are
 * unique in a recipe: a service, hub, project, VNet or identity is meant by its name alone.
 */
export interface Recipe {
  readonly description: string;
  /** Part of every group's name and the seed of every GUID. */
  readonly company: string;
  readonly region: string;
  readonly cloud?: CloudName;
  readonly services: readonly ServiceRecipe[];
  /** The first is the hub that the estate is about. */
  readonly hubs: readonly HubRecipe[];
  readonly identities?: readonly string[];
  readonly vnets: readonly VnetRecipe[];
  readonly endpoints: readonly EndpointRecipe[];
  readonly grants: readonly GrantRecipe[];
  /** Short names of further subscriptions; a resource group says `<short name>:<group>` to lie in one. */
  readonly subscriptions?: readonly string[];
  readonly facts?: Partial<EstateFacts>;
  /** Documents of other kinds, as they are. */
  readonly documents?: readonly (JsonObject & { readonly id: string })[];
}

export type ServiceKind = "storage" | "vault" | "registry" | "search" | "aiServices" | "openAi" | "gateway";

export interface ServiceRecipe {
  readonly kind: ServiceKind;
  readonly name: string;
  /** A resource group; the hub's where it is left out. */
  readonly group?: string;
  readonly sku?: string;
  /** Laid over the usual properties; undefined takes one away. */
  readonly properties?: JsonObject;
}

export type IsolationMode = "Disabled" | "AllowInternetOutbound" | "AllowOnlyApprovedOutbound";

export interface HubRecipe {
  readonly name: string;
  readonly group?: string;
  readonly kind?: string;
  readonly storage: string;
  readonly vault: string;
  /** A hub may have none, "" or left out: then the field is "" on the wire. */
  readonly registry?: string;
  readonly isolation: IsolationMode;
  readonly network?: "Active" | "Inactive";
  readonly publicNetworkAccess?: string;
  readonly imageBuildCompute?: string;
  /** User-assigned identities, the primary one first; a system-assigned identity where there are none. */
  readonly identities?: readonly string[];
  readonly projects?: readonly ProjectRecipe[];
  readonly connections?: readonly ConnectionRecipe[];
  readonly rules?: readonly RuleRecipe[];
  readonly tags?: JsonObject;
  readonly properties?: JsonObject;
}

export function hasRegistry<T extends Pick<HubRecipe, "registry">>(hub: T): hub is T & { readonly registry: string } {
  return hub.registry !== undefined && hub.registry !== "";
}

export interface ProjectRecipe {
  readonly name: string;
  /** The default datastores that are there; all four where it is left out. */
  readonly datastores?: readonly string[];
  /** User-assigned: the identity it shares with its hub. */
  readonly identity?: string;
  readonly connections?: readonly ConnectionRecipe[];
}

export interface ConnectionRecipe {
  readonly name: string;
  readonly category: string;
  /** A service of the recipe; without one the connection maps to nothing. */
  readonly service?: string;
  readonly target?: string;
  readonly authType?: string;
  /** Laid over the usual metadata; undefined takes a key away. */
  readonly metadata?: JsonObject;
}

export interface RuleRecipe {
  /** The service's own pattern where it is left out. */
  readonly name?: string;
  /** A service or hub of the recipe. */
  readonly service: string;
  readonly subresource: string;
  readonly status?: string;
  readonly category?: string;
  readonly fqdns?: readonly string[];
  /** The state of the connection on the target; none where it is left out. */
  readonly connection?: ConnectionState;
}

export type ConnectionState = "Approved" | "Pending" | "Rejected" | "Disconnected";

export interface VnetRecipe {
  readonly name: string;
  /** The second number of its address space 10.n.0.0/16. */
  readonly number: number;
  readonly dnsServers?: readonly string[];
  readonly subnets?: readonly SubnetRecipe[];
  readonly peers?: readonly string[];
  readonly links?: readonly LinkRecipe[];
  readonly hasBastion?: boolean;
  readonly hasGateway?: boolean;
}

export interface SubnetRecipe {
  readonly name: string;
  readonly serviceEndpoints?: readonly string[];
}

/** Links of a VNet to the zones of one zone set: those with records and the ones named here. */
export interface LinkRecipe {
  readonly zoneSet: string;
  /** Zones to have and to link even when nothing is recorded in them. */
  readonly zones?: readonly string[];
  /** Zones not to link. */
  readonly without?: readonly string[];
  readonly isRedirecting?: boolean;
}

export interface EndpointRecipe {
  readonly name?: string;
  readonly vnet: string;
  readonly service: string;
  readonly subresource: string;
  readonly state?: ConnectionState;
  /** The group of private zones its records are in; none: no records and no zone group. */
  readonly zoneSet?: string;
  /** How the records differ from the network interface. */
  readonly records?: "right" | "wrong" | "missing";
  readonly group?: string;
}

export interface GrantRecipe {
  /** "caller", or a hub, project, service or identity of the recipe. */
  readonly to: string;
  readonly role: string;
  /** "subscription" or "subscription <short name>", a resource group, or a service, hub, VNet or endpoint of the recipe. */
  readonly on: string;
  readonly condition?: string;
}
