import fc from "fast-check";
import type { ConnectionState, IsolationMode } from "../../src/twin/estates/build/recipe.ts";

/** The free choices behind a random estate; `recipeOf` makes a recipe of them. Small values are the harmless ones. */
export interface Choices {
  readonly isolation: IsolationMode;
  readonly isProvisioned: boolean;
  readonly projects: number;
  readonly hasLateProject: boolean;
  readonly hubAccess: string;
  readonly storage: AccessChoice;
  readonly vault: AccessChoice;
  readonly registry: (AccessChoice & { readonly sku: string }) | undefined;
  readonly hasImageCompute: boolean;
  readonly rules: Readonly<Record<string, RuleChoice>>;
  readonly connected: Readonly<Record<string, ConnectedChoice | undefined>>;
  readonly isHubApprover: boolean;
  readonly isCallerApprover: boolean;
  readonly vnets: readonly VnetChoice[];
  readonly neighbour: NeighbourChoice | undefined;
  readonly hasStrayConnection: boolean;
  readonly stranger: StrangerChoice | undefined;
  /** An AI service that isn't connected, and keeps its data or its key in the hub's own. */
  readonly aiService: "storage" | "vault" | undefined;
}

/** Somebody's identity with rights on the data of a service, who comes from somewhere. */
export interface StrangerChoice {
  readonly on: "storage" | "vault" | "registry";
  readonly by: "role" | "access policy";
  readonly from: "public" | "first vnet";
}

/** A service's public endpoint, in the casings and with the gaps that the wire has. undefined: the field is absent. */
export interface AccessChoice {
  readonly publicNetworkAccess: string | undefined;
  readonly defaultAction: string | undefined;
  readonly bypass: string | undefined;
  readonly hasRange: boolean;
  readonly hasSubnet: boolean;
  readonly hasResourceInstance: boolean;
}

export interface RuleChoice {
  readonly isThere: boolean;
  readonly status: string;
  readonly connection: ConnectionState | undefined;
}

export interface ConnectedChoice {
  readonly publicNetworkAccess: string;
  readonly isApprovedByHub: boolean;
}

export interface VnetChoice {
  /** By door: the state of the customer's endpoint; undefined: none. */
  readonly endpoints: Readonly<Record<string, ConnectionState | undefined>>;
  readonly records: "right" | "wrong" | "missing";
  readonly zones: "own" | "first" | "none";
  readonly hasEmptyZones: boolean;
  readonly isRedirecting: boolean;
  readonly dns: "azure" | "explicit azure" | "known" | "silent";
  readonly otherwise: "public" | "nxdomain" | "timeout" | "azure";
  readonly answers: "right" | "half" | "none";
  readonly isPeered: boolean;
}

export interface NeighbourChoice {
  readonly isolation: IsolationMode;
  readonly isProvisioned: boolean;
  readonly shared: "storage" | "vault" | "registry";
  readonly rule: RuleChoice;
}

export const ownDoors = ["blob", "file", "vault", "registry", "amlworkspace"] as const;
export const connectedKinds = ["search", "aiServices", "openAi"] as const;

const access: fc.Arbitrary<AccessChoice> = fc.record({
  publicNetworkAccess: fc.constantFrom<(string | undefined)[]>(
    "Enabled",
    undefined,
    "enabled",
    "Disabled",
    "disabled",
    "SecuredByPerimeter",
  ),
  defaultAction: fc.constantFrom<(string | undefined)[]>(undefined, "Allow", "Deny", "deny"),
  bypass: fc.constantFrom<(string | undefined)[]>(
    "AzureServices",
    undefined,
    "Logging, Metrics, azureservices",
    "None",
  ),
  hasRange: rarely(),
  hasSubnet: rarely(),
  hasResourceInstance: rarely(),
});

const connection = fc.constantFrom<(ConnectionState | undefined)[]>(
  "Approved",
  "Approved",
  undefined,
  "Pending",
  "Rejected",
);

const rule: fc.Arbitrary<RuleChoice> = fc.record({
  isThere: fc.boolean(),
  status: fc.constantFrom("Active", "Active", "Inactive", "Provisioning", "Failed", "Deleting"),
  connection,
});

const isolation = fc.constantFrom<IsolationMode[]>(
  "AllowOnlyApprovedOutbound",
  "AllowInternetOutbound",
  "AllowInternetOutbound",
  "Disabled",
);

const vnet: fc.Arbitrary<VnetChoice> = fc.record({
  endpoints: perKey([...ownDoors, ...connectedKinds], connection),
  records: fc.constantFrom("right", "right", "right", "wrong", "missing"),
  zones: fc.constantFrom("own", "own", "first", "none"),
  hasEmptyZones: rarely(),
  isRedirecting: rarely(),
  dns: fc.constantFrom("azure", "azure", "explicit azure", "known", "silent"),
  otherwise: fc.constantFrom("public", "azure", "nxdomain", "timeout"),
  answers: fc.constantFrom("right", "half", "none"),
  isPeered: fc.boolean(),
});

const connectedService: fc.Arbitrary<ConnectedChoice | undefined> = fc.option(
  fc.record({
    publicNetworkAccess: fc.constantFrom("Disabled", "Enabled", "enabled", "disabled"),
    isApprovedByHub: fc.boolean(),
  }),
  { nil: undefined },
);

const neighbour: fc.Arbitrary<NeighbourChoice> = fc.record({
  isolation,
  isProvisioned: fc.boolean(),
  shared: fc.constantFrom("storage", "vault", "registry"),
  rule,
});

const stranger: fc.Arbitrary<StrangerChoice> = fc.record({
  on: fc.constantFrom("storage", "vault", "registry"),
  by: fc.constantFrom("role", "access policy"),
  from: fc.constantFrom("public", "first vnet"),
});

export const anyChoices: fc.Arbitrary<Choices> = fc.record({
  isolation,
  isProvisioned: fc.boolean(),
  projects: fc.integer({ min: 0, max: 3 }),
  hasLateProject: rarely(),
  hubAccess: fc.constantFrom("Disabled", "Enabled", "disabled"),
  storage: access,
  vault: access,
  registry: fc.option(
    fc
      .record({ access, sku: fc.constantFrom("Premium", "Premium", "Basic") })
      .map((choice) => ({ ...choice.access, sku: choice.sku })),
    { nil: undefined, freq: 4 },
  ),
  hasImageCompute: fc.boolean(),
  rules: perKey([...ownDoors, ...connectedKinds], rule),
  connected: perKey(connectedKinds, connectedService),
  isHubApprover: fc.boolean(),
  isCallerApprover: fc.boolean(),
  vnets: fc.array(vnet, { maxLength: 3 }),
  neighbour: fc.option(neighbour, { nil: undefined, freq: 2 }),
  hasStrayConnection: rarely(),
  stranger: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: stranger }),
  aiService: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, undefined, "storage", "vault"),
});

function perKey<T>(keys: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc.tuple(...keys.map(() => value)).map((values) => {
    return Object.fromEntries(values.flatMap((chosen, index) => [[keys[index] ?? "", chosen] as const]));
  });
}

function rarely(): fc.Arbitrary<boolean> {
  return fc.constantFrom(false, false, false, true);
}
