/** What the engine needs of the world. observe and apply know only these; src/azure implements them. */
import type { AccessSettings } from "./snapshot/access-settings.ts";
import type { Cloud } from "./snapshot/cloud.ts";
import type { Knock } from "./snapshot/evidence.ts";
import type { FoundHub } from "./snapshot/found-hub.ts";
import type { Datastore } from "./snapshot/hub-connection.ts";
import type { NameAnswer, PrivateDnsZone, VirtualNetwork } from "./snapshot/network.ts";
import type { Opinion } from "./snapshot/opinion.ts";
import type { Destination, OutboundRule } from "./snapshot/outbound-rule.ts";
import type { CallerRights, Lock, PolicyDenial, SettingWrite } from "./snapshot/preflight.ts";
import type { PrivateEndpoint } from "./snapshot/private-endpoint.ts";
import type { Read } from "./snapshot/read.ts";
import type { RequiredZones } from "./snapshot/required-zones.ts";
import type { ResourceId } from "./snapshot/resource-id.ts";
import type { PacRoutes, ProxySettings } from "./snapshot/proxy.ts";
import type { Permissions } from "./snapshot/role.ts";
import type { RunnerFacts } from "./snapshot/runner.ts";
import type { PublicAccess, Service, ServiceRole } from "./snapshot/service.ts";
import type { WayIn } from "./snapshot/way-in.ts";
import type { Workspace } from "./snapshot/workspace.ts";

/**
 * Every reader answers `absent` for 404, `unknown` for 403 or an answer it can't make sense of, and throws
 * RunError for what stops the whole run (sign-in, no network, throttled past patience, cancelled).
 */
export interface WorkspaceReader {
  workspace(id: ResourceId): Promise<Read<Workspace>>;
  workspacesIn(subscriptionId: string): Promise<Read<readonly Workspace[]>>;
  outboundRules(workspace: ResourceId): Promise<Read<readonly OutboundRule[]>>;
  /** One rule by its name: lists are not always whole while rules change. */
  outboundRule(workspace: ResourceId, name: string): Promise<Read<OutboundRule>>;
  computes(workspace: ResourceId): Promise<Read<readonly Compute[]>>;
  onlineEndpoints(workspace: ResourceId): Promise<Read<readonly Compute[]>>;
  /** With includeAll=true: datastore connections and shared ones too. */
  connections(workspace: ResourceId): Promise<Read<readonly ConnectionFacts[]>>;
  datastores(workspace: ResourceId): Promise<Read<readonly Datastore[]>>;
  /** What the service itself finds: its diagnose operation, which changes nothing and takes a while. */
  opinions(workspace: ResourceId): Promise<Read<readonly Opinion[]>>;
}

/** A compute or online endpoint of a workspace. */
export interface Compute {
  /** Lower case. */
  readonly name: string;
  /** Object ids of its managed identities, lower case. */
  readonly identities: readonly string[];
  /** Runs on Microsoft's machines, in the managed network where there is one; false for what is only attached. */
  readonly isManaged: boolean;
}

/** A hub connection as the wire tells it, before anything is made of its target. */
export interface ConnectionFacts {
  readonly id: ResourceId;
  readonly name: string;
  readonly category: string;
  /** A URL, an ARM id, or "". */
  readonly target: string;
  /** `metadata.ResourceId` in any casing, or "". */
  readonly resourceId: string;
  /** Shared from the hub into a project's list: owned by another workspace than the one asked. */
  readonly createdBy: ResourceId | undefined;
}

/** A resource found by listing its type, with the public host names it answers to (lower case). */
export interface HostedResource {
  readonly id: ResourceId;
  readonly hosts: readonly string[];
}

/** An AI service, with the storage and the key that it names as its own. */
export interface AiService {
  readonly id: ResourceId;
  /** Object ids of its managed identities, lower case. */
  readonly identities: readonly string[];
  readonly storageAccounts: readonly ResourceId[];
  /** Host of the vault that holds its key, or "". */
  readonly keyHost: string;
}

export interface ServiceReader {
  /** The service with its private endpoint connections. Types without a network model of their own read as public. */
  service(id: ResourceId, role: ServiceRole): Promise<Read<Service>>;
  aiServicesIn(subscriptionId: string): Promise<Read<readonly AiService[]>>;
  /** `type` lower case, one of the Private Link catalogue's. */
  hostedResources(subscriptionId: string, type: string): Promise<Read<readonly HostedResource[]>>;
  /** Who would get in to a service with these settings; reads nothing. */
  publicAccessBy(id: ResourceId, settings: AccessSettings): PublicAccess;
  /** The private DNS zones that endpoints to the service need, by sub-resource. */
  requiredZones(id: ResourceId): Promise<Read<readonly RequiredZones[]>>;
}

export interface NetworkReader {
  privateEndpoint(id: ResourceId): Promise<Read<PrivateEndpoint>>;
  network(id: ResourceId): Promise<Read<VirtualNetwork>>;
  /** Ids of the private DNS zones of a subscription. */
  zonesIn(subscriptionId: string): Promise<Read<readonly ResourceId[]>>;
  zone(id: ResourceId): Promise<Read<PrivateDnsZone>>;
  /** Gateways and Bastions in the network and in networks peered with it. */
  waysInto(network: ResourceId): Promise<Read<readonly WayIn[]>>;
}

export interface RoleReader {
  /** Grants at or above the scope that reach the principal (groups included), with the deny assignments there. */
  permissions(scope: ResourceId, principalId: string): Promise<Read<Permissions>>;
}

/** What could forbid a write, asked before the first one. None of it changes anything. */
export interface PreflightReader {
  rights(scope: ResourceId): Promise<CallerRights>;
  /** Locks at the scope and above it. */
  locks(scope: ResourceId): Promise<Read<readonly Lock[]>>;
  /** Azure's word for a resource provider in a subscription: Registered, NotRegistered, … */
  registration(subscriptionId: string, namespace: string): Promise<Read<string>>;
  policyDenials(write: SettingWrite): Promise<Read<readonly PolicyDenial[]>>;
}

export interface SubscriptionReader {
  /** Lower case ids of the subscriptions the caller can see. Throws RunError SFH403 where it may not list them. */
  readable(): Promise<readonly string[]>;
}

export interface HubFinder {
  /**
   * The hubs in these subscriptions that the caller may read: of others Azure says nothing. It may lag behind the world: for
   * finding, never for proof. Throws RunError where the list can't be read to its end.
   */
  hubsIn(subscriptionIds: readonly string[]): Promise<readonly FoundHub[]>;
}

export interface NameServers {
  /** Asks one DNS server from here for A records; `silent` when it can't be reached or doesn't answer in time. */
  ask(server: string, name: string): Promise<NameAnswer["answer"]>;
}

/** The network from where this runs. Whatever the network does is an answer; RunError SFH905 when the run is cancelled. */
export interface Vantage {
  /** What the environment asks clients here to use; undefined where it names no proxy. */
  readonly proxy: ProxySettings | undefined;
  /** What a client here gets for a name: the machine's own resolver, hosts file and all. */
  resolve(name: string): Promise<NameAnswer["answer"]>;
  /** TCP and TLS to port 443 at an address, in a service's name, without a proxy. */
  knock(name: string, address: string): Promise<Knock>;
  /** The same through an HTTP proxy ("http://host:port"), which resolves the name itself, or is asked for an address. */
  knockThrough(name: string, proxy: string, address?: string): Promise<Knock>;
}

/** A proxy auto-config file that was given. */
export interface Pac {
  /** For people: the file. */
  readonly source: string;
  /** Where it sends https requests for the host. RunError SFH905 when the run is cancelled. */
  route(name: string): Promise<PacAnswer>;
}

/** What a PAC says of one host; `fails` where it can't be evaluated. */
export type PacAnswer =
  | ({ readonly is: "routes" } & Pick<PacRoutes, "routes" | "unanswered">)
  | { readonly is: "fails"; readonly why: string };

/** Where a long-running operation stands. */
export type OperationState =
  | { readonly is: "running"; readonly retryAfterMs: number | undefined }
  | { readonly is: "succeeded" }
  /** The service doesn't know it (any more), or it may not be polled: the resource decides. */
  | { readonly is: "gone" }
  | {
      readonly is: "failed";
      readonly code: string;
      readonly message: string;
      readonly correlationId: string | undefined;
    };

export interface Operation {
  /** The poll URL as the service gave it; what a journal keeps. */
  readonly url: string;
  poll(): Promise<OperationState>;
}

/** What came of a write. None of these is success: success is what a later read shows. */
export type Started =
  | { readonly is: "answered" }
  | { readonly is: "running"; readonly operation: Operation }
  /** Refused for now, and not carried out: another operation is in progress (409), or a principal is too new. */
  | { readonly is: "busy"; readonly why: string }
  /** The answer was lost or a 5xx: it may have taken effect. Read again and decide. */
  | { readonly is: "unclear"; readonly why: string }
  /** Closings only. Nothing was done: what it was judged on has changed, or Azure wants it later. Look again first. */
  | { readonly is: "not sent"; readonly why: string; readonly retryAfterMs: number };

/** A private-endpoint rule of ours. */
export interface DeclaredRule extends Destination {
  readonly name: string;
  /** Host names an Application Gateway answers for; empty for everything else. */
  readonly fqdns: readonly string[];
  /** False for a new rule; a rule put again keeps what it had. */
  readonly sparkEnabled: boolean;
}

/**
 * Writers send once, with the SDK's own retries off (after a 429, which is not carried out, they wait and send again), and
 * throw RunError where Azure refused for good (4xx).
 */
export interface ManagedNetworkWriter {
  declareRule(hub: ResourceId, rule: DeclaredRule): Promise<Started>;
  provision(hub: ResourceId, options: { readonly includeSpark: boolean }): Promise<Started>;
  /** Joins an operation another run began, by the URL its journal kept. */
  operation(url: string): Operation;
}

/**
 * Takes what a write is about to change: the properties it sends, and what each was in the read right before. The write
 * is sent only once this has resolved.
 */
export type Keep = (change: { readonly prior: AccessSettings; readonly written: AccessSettings }) => Promise<void>;

export interface PublicAccessWriter {
  /** Adds AzureServices to the bypass and changes nothing else. */
  letTrustedServicesIn(service: ResourceId, role: ServiceRole, keep: Keep): Promise<Started>;
  /**
   * Default action Deny and public access Disabled in one write; every rule, tag and unknown field survives. Read anew
   * right before: `not sent` where the public access is no longer `judgedOn`, and where Azure wants the write later.
   */
  closePublicAccess(service: ResourceId, role: ServiceRole, judgedOn: PublicAccess, keep: Keep): Promise<Started>;
  /**
   * Writes settings as they once were; the only write that opens a public door, and only a rollback asks for it. Read
   * anew right before: `not sent` where the settings are no longer `judgedOn`, and where Azure wants the write later.
   */
  putBack(
    service: ResourceId,
    role: ServiceRole,
    settings: { readonly wanted: AccessSettings; readonly judgedOn: AccessSettings },
    keep: Keep,
  ): Promise<Started>;
}

export interface RoleWriter {
  /** Reader for a service principal, under an assignment id made from scope, principal and role. */
  grantReader(scope: ResourceId, principalId: string): Promise<Started>;
}

export interface EndpointConnectionWriter {
  /** Throws RunError SFH915 where the connection leads to another endpoint than the one judged. */
  approve(connection: ResourceId, judged: { readonly endpointId: ResourceId }): Promise<Started>;
}

/** All ports, for one cloud and one caller. */
export interface World {
  readonly cloud: Cloud;
  /** Who the token says we are; undefined object id where the token doesn't tell. */
  readonly caller: { readonly objectId: string | undefined; readonly credential: string };
  readonly runner: RunnerFacts;
  readonly workspaces: WorkspaceReader;
  readonly services: ServiceReader;
  readonly networks: NetworkReader;
  readonly roles: RoleReader;
  readonly preflight: PreflightReader;
  readonly subscriptions: SubscriptionReader;
  readonly hubs: HubFinder;
  readonly nameServers: NameServers;
  readonly managedNetwork: ManagedNetworkWriter;
  readonly publicAccess: PublicAccessWriter;
  readonly roleGrants: RoleWriter;
  readonly endpointConnections: EndpointConnectionWriter;
}

/** Time, handed in by whoever composes: real, or the twin's. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or rejects with RunError SFH905 when the run is cancelled meanwhile. */
  sleep(ms: number): Promise<void>;
}

/** One line of what a run did: lets a new run join an operation an earlier one began. Optional: without it, reads decide. */
export interface JournalEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly hub: ResourceId;
  readonly stepId: string;
  readonly event: "sent" | "ended";
  readonly operationUrl: string | undefined;
}

export interface Journal {
  entries(): Promise<readonly JournalEntry[]>;
  record(entry: JournalEntry): Promise<void>;
}

/** One write, as a capsule keeps it from right before it was sent: whether it was carried out is for a read to tell. */
export interface KeptWrite {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly hub: ResourceId;
  /** The cloud's own name. */
  readonly cloud: string;
  readonly stepId: string;
  /** The step's kind. */
  readonly kind: string;
  /** What was written. */
  readonly resourceId: ResourceId;
  /** Raw properties as they were: those that the write changes. Undefined where the thing wasn't there. */
  readonly prior: Readonly<Record<string, unknown>> | undefined;
  readonly written: Readonly<Record<string, unknown>>;
}

/** What a rollback needs: every write of a run, kept before it is made. Optional: without it nothing can be rolled back. */
export interface Capsule {
  /** In the order they were kept. */
  writes(): Promise<readonly KeptWrite[]>;
  /** Resolves once it would outlive this process; throws RunError SFH912 where it can't be kept. */
  keep(write: KeptWrite): Promise<void>;
}
