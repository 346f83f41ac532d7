import type { Read } from "./read.ts";
import type { ResourceId } from "./resource-id.ts";

/** One result of a workspace's own diagnose operation, in the service's own words. */
export interface Opinion {
  /** Which list it stood in, without "Results": "dnsResolution", "storageAccount", … */
  readonly category: string;
  /** The service's code, in its casing: "CustomDnsInUse". Few are documented. */
  readonly code: string;
  readonly level: "Error" | "Warning" | "Information";
  readonly message: string;
}

/** What the service says of one workspace, the hub or a project. */
export interface WorkspaceOpinion {
  readonly workspace: ResourceId;
  readonly name: string;
  readonly opinions: Read<readonly Opinion[]>;
}
