import type { Cloud } from "./cloud.ts";
import type { HubConnection, ProjectData } from "./hub-connection.ts";
import type { HiddenZone, NameAnswer, PrivateDnsZone, VirtualNetwork } from "./network.ts";
import type { OutboundRule } from "./outbound-rule.ts";
import type { Preflight } from "./preflight.ts";
import type { PrivateEndpoint } from "./private-endpoint.ts";
import type { Read } from "./read.ts";
import type { RunnerPlace } from "./runner.ts";
import type { ResourceId } from "./resource-id.ts";
import type { Permissions, PermissionsOf } from "./role.ts";
import type { Service } from "./service.ts";
import type { Workspace } from "./workspace.ts";

/** A project of the hub with its data plane's furniture. */
export interface Project {
  readonly workspace: Workspace;
  readonly data: ProjectData;
}

/** Another hub, workspace or AI service that uses one of this hub's services. */
export type Dependent = WorkspaceDependent | AiServiceDependent;

export interface WorkspaceDependent {
  readonly kind: "workspace";
  readonly id: ResourceId;
  readonly workspace: Workspace;
  readonly outboundRules: Read<readonly OutboundRule[]>;
  /** Which of the hub's services it uses: as its own, or by a role of its identity there. */
  readonly uses: readonly ResourceId[];
}

export interface AiServiceDependent {
  readonly kind: "ai-service";
  readonly id: ResourceId;
  /** Object ids, lower case. */
  readonly identities: readonly string[];
  /** Which of the hub's services it uses: as storage or key of its own, or by a role of its identity there. */
  readonly uses: readonly ResourceId[];
}

/** What runs inside the hub and its projects, by the identities it runs as: all of it comes from the managed network. */
export interface InnerIdentities {
  /** Object ids, lower case. */
  readonly identities: readonly string[];
  /** What runs on Microsoft's machines, for people: "compute cpu-cluster of hub1". */
  readonly managed: readonly string[];
  /** Lists of computes and online endpoints that could not be read: an identity that looks foreign may be in one. */
  readonly unread: readonly Unread[];
}

/** Something that could not be read, and so is unknown; said in the report, never taken for absent. */
export interface Unread {
  readonly id: ResourceId;
  readonly what: string;
  readonly why: string;
}

/** Everything about one hub and its surroundings, read once. Pure data; times are ms since the epoch. */
export interface Snapshot {
  /** When the first read of it began: nothing in it is older. */
  readonly readAt: number;
  readonly cloud: Cloud;
  /** The caller's object id where the token tells it; what it may do is in `preflight`. */
  readonly caller: string | undefined;
  readonly hub: Workspace;
  readonly projects: Read<readonly Project[]>;
  readonly outboundRules: Read<readonly OutboundRule[]>;
  /** Names of the hub's computes, lower case. */
  readonly computes: Read<readonly string[]>;
  /** The hub, its own services and the connected ones that could be read. */
  readonly services: readonly Service[];
  readonly hubConnections: Read<readonly HubConnection[]>;
  /** Customer private endpoints to any of `services`. */
  readonly privateEndpoints: readonly PrivateEndpoint[];
  /** Networks that hold one of those endpoints, are let in by a subnet rule, or are linked to one of `zones`. */
  readonly networks: readonly VirtualNetwork[];
  /** privatelink zones in the readable subscriptions, and those the endpoints' zone groups name. */
  readonly zones: readonly PrivateDnsZone[];
  /** Zones that may exist and be linked without anybody here seeing it; a name of undefined is any zone at all. */
  readonly hiddenZones: readonly HiddenZone[];
  readonly nameAnswers: readonly NameAnswer[];
  readonly dependents: Read<readonly Dependent[]>;
  readonly inner: InnerIdentities;
  readonly runner: RunnerPlace;
  /** The IPv4 addresses of the machine this runs on. */
  readonly runnerAddresses: readonly string[];
  readonly permissions: readonly (PermissionsOf & { readonly held: Read<Permissions> })[];
  /** What could forbid the writes that are to come; asked once in a run. */
  readonly preflight: Preflight;
  /** Subscriptions the caller can read, lower case: an endpoint outside them may be a managed one. */
  readonly readableSubscriptions: readonly string[];
  readonly unread: readonly Unread[];
}
