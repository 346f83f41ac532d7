import type { Destination } from "./outbound-rule.ts";
import type { Read } from "./read.ts";
import type { ResourceId } from "./resource-id.ts";

/** What a hub connection leads to, and why when it leads to nothing. */
export type ConnectionTarget =
  | { readonly is: "destinations"; readonly destinations: readonly Destination[] }
  /** The hub's own storage, vault or registry, or a datastore: served by the hub's own rules. */
  | { readonly is: "own" }
  /** An Azure resource whose type Private Link doesn't support. */
  | { readonly is: "unsupported"; readonly resource: ResourceId; readonly type: string }
  /** No resource id in it, and its host is no resource the caller can see; or not an Azure host at all. */
  | { readonly is: "nothing"; readonly why: string };

/** A connection of the hub or of one of its projects. No secret of it is ever read. */
export interface HubConnection {
  readonly id: ResourceId;
  readonly name: string;
  readonly leadsTo: ConnectionTarget;
}

/** A datastore of a project, and whether the connection of the same name is listed. */
export interface Datastore {
  readonly name: string;
  /** Lower case: "azureblob", "azurefile", "azuredatalakegen2"; "" where the wire doesn't tell. */
  readonly type: string;
  readonly accountName: string;
  readonly containerName: string;
}

/** A project with what the fifth task looks at. */
export interface ProjectData {
  readonly datastores: Read<readonly Datastore[]>;
  /** Lower-case names listed with includeAll=true. */
  readonly connectionNames: Read<readonly string[]>;
}
