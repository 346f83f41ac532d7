/** How long the platform takes, in milliseconds of the twin's clock; only the clock pace looks at them. */
export interface Durations {
  /** "Around 30 minutes" in the documentation of the managed network. */
  readonly provision: number;
  /** The first FQDN rule adds a firewall: about 10 minutes. */
  readonly firewall: number;
  readonly rule: number;
  readonly ruleDelete: number;
  readonly workspacePatch: number;
  readonly diagnose: number;
  readonly registryConnection: number;
  readonly registryPatch: number;
  readonly serviceMadeRule: number;
  /** Making or deleting a customer's private endpoint. */
  readonly privateEndpoint: number;
  readonly zoneGroup: number;
  readonly privateDns: number;
}

/** Where Azure is not confirmed, or differs from day to day, the estate's user chooses. Every field has a default. */
export interface Behaviour {
  /** Lifetime of an access token, in ms of the twin's clock. */
  readonly tokenLifetime: number;
  readonly pageSize: number;
  /** ms until a new role assignment shows in lists, and until it acts. Looked at under the clock pace only. */
  readonly roleAssignmentReplication: number;
  readonly roleAssignmentPropagation: number;
  /** What a second provisioning gets while the first one runs (not confirmed). */
  readonly secondProvision: 200 | 202 | 409;
  /**
   * When the Required rule of an own service appears that turns private under AllowInternetOutbound. Not confirmed:
   * documents say such rules are made for private services, not when.
   */
  readonly serviceMadeRules: "onClose" | "onProvision" | "never";
  /** A rule whose target the hub's identity may not approve: its connection stays Pending, or the rule fails. */
  readonly unapprovedRule: "pending" | "failed";
  readonly hubStateWhileProvisioning: "Succeeded" | "Updating";
  /** PATCH of a workspace: recorded as 202; the specs allow 200. */
  readonly workspacePatch: "lro" | "sync";
  /** PATCH of a registry: recorded as 200; the specs allow 202. */
  readonly registryPatch: "lro" | "sync";
  /** Seconds in `Retry-After` of long-running operations; recordings of Machine Learning show none. */
  readonly retryAfter: number | undefined;
  /** Since 2024 ARM appends a certificate and a signature to poll URLs: 4 kB, to be kept verbatim. */
  readonly signedPollUrls: boolean;
  /** Adds fields no model knows to rule lists, so that a client which drops them is caught. */
  readonly plantUnknownFields: boolean;
  /** Project id -> ms (clock pace) or reads (other paces) until its datastores appear. */
  readonly lateDatastores: Readonly<Record<string, number>>;
  /** Enforces ARM's token buckets (250 reads + 25/s, 200 writes + 10/s a principal and subscription), and Resource Graph's quota. */
  readonly throttling: boolean;
  /**
   * What Resource Graph answers from. It lags behind writes, without any promise how long: "start" answers from the
   * documents as they were when the twin started, so that whoever takes an answer for proof is found out.
   */
  readonly resourceGraphSees: "now" | "start";
  readonly durations: Partial<Durations>;
}

const MINUTE = 60_000;

const DEFAULT_DURATIONS: Durations = {
  provision: 30 * MINUTE,
  firewall: 10 * MINUTE,
  rule: 5 * MINUTE,
  ruleDelete: 5 * MINUTE,
  workspacePatch: MINUTE / 2,
  diagnose: MINUTE / 2,
  registryConnection: MINUTE,
  registryPatch: MINUTE / 2,
  serviceMadeRule: 5 * MINUTE,
  privateEndpoint: MINUTE,
  zoneGroup: MINUTE / 4,
  privateDns: MINUTE / 2,
};

const DEFAULT_BEHAVIOUR: Behaviour = {
  tokenLifetime: 60 * MINUTE,
  pageSize: 50,
  roleAssignmentReplication: 10_000,
  roleAssignmentPropagation: 5 * MINUTE,
  secondProvision: 202,
  serviceMadeRules: "onClose",
  unapprovedRule: "pending",
  hubStateWhileProvisioning: "Succeeded",
  workspacePatch: "lro",
  registryPatch: "sync",
  retryAfter: undefined,
  signedPollUrls: true,
  plantUnknownFields: false,
  lateDatastores: {},
  throttling: false,
  resourceGraphSees: "now",
  durations: {},
};

/** The defaults with the given fields in their place. */
export function behaviourWith(chosen: Partial<Behaviour> = {}): Behaviour {
  return { ...DEFAULT_BEHAVIOUR, ...chosen };
}

/** One duration, chosen or default. */
export function durationOf(behaviour: Behaviour, name: keyof Durations): number {
  return behaviour.durations[name] ?? DEFAULT_DURATIONS[name];
}
