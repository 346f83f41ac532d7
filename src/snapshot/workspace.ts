import type { ResourceId } from "./resource-id.ts";

/** The kinds of Microsoft.MachineLearningServices/workspaces, in one casing. */
export type WorkspaceKind = "hub" | "project" | "default" | "featurestore" | "other";

export type IsolationMode = "Disabled" | "AllowInternetOutbound" | "AllowOnlyApprovedOutbound";

/** The hub's own managed virtual network. Only Inactive and Active exist as states of the network itself. */
export interface ManagedNetwork {
  readonly isolationMode: IsolationMode;
  readonly isActive: boolean;
  readonly isSparkReady: boolean;
}

/** A managed identity by the object id that role assignments name. */
export interface Identity {
  readonly principalId: string;
  /** "system-assigned", or the user-assigned identity's id. */
  readonly source: string;
}

/** A hub or a project; both are workspaces on the wire. */
export interface Workspace {
  readonly id: ResourceId;
  readonly name: string;
  readonly kind: WorkspaceKind;
  readonly location: string;
  /** The GUID in `properties.workspaceId`: part of container names and of the hub's DNS names. */
  readonly workspaceId: string;
  readonly provisioningState: string;
  /** Absent where the hub has none (a registry is made on demand). */
  readonly storageAccount: ResourceId | undefined;
  readonly keyVault: ResourceId | undefined;
  readonly containerRegistry: ResourceId | undefined;
  /** Set on a project. */
  readonly hubId: ResourceId | undefined;
  readonly imageBuildCompute: string | undefined;
  readonly managedNetwork: ManagedNetwork;
  /** Lower case: "accesskey", "identity", "userdelegationsas", or "" when not told. */
  readonly systemDatastoresAuthMode: string;
  /** System-assigned first; of several user-assigned ones only the primary. Empty: none known. */
  readonly identities: readonly Identity[];
  /** The one of `identities` the service uses to approve private endpoints: the primary user-assigned one if any. */
  readonly approvingIdentity: Identity | undefined;
  /** The projects a hub lists as its own; not confirmed to be complete, so the subscriptions are searched as well. */
  readonly associatedWorkspaces?: readonly ResourceId[];
}
