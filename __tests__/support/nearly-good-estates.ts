/** Estates a run mostly succeeds on, with a few things wrong: what the guard's clauses are each needed for. */
import fc from "fast-check";
import { anyChoices, connectedKinds, ownDoors, type Choices, type VnetChoice } from "./estate-choices.ts";
import type { Fault } from "../../src/twin/twin.ts";
import { twist, type Twist } from "./estate-twists.ts";
import { estateOf, type RandomEstate } from "./random-estates.ts";

const approved = Object.fromEntries([...ownDoors, ...connectedKinds].map((door) => [door, "Approved" as const]));

const goodVnet: VnetChoice = {
  endpoints: approved,
  records: "right",
  zones: "own",
  hasEmptyZones: false,
  isRedirecting: false,
  dns: "azure",
  otherwise: "public",
  answers: "right",
  isPeered: false,
};

const active = Object.fromEntries(
  [...ownDoors].map((door) => [door, { isThere: true, status: "Active", connection: "Approved" as const }]),
);

const openToAll = {
  publicNetworkAccess: "Enabled",
  defaultAction: "Allow",
  bypass: "AzureServices",
  hasRange: false,
  hasSubnet: false,
  hasResourceInstance: false,
};

/** Just deployed, everything needed to close it there. */
export const good: Choices = {
  isolation: "AllowOnlyApprovedOutbound",
  isProvisioned: false,
  projects: 1,
  hasLateProject: false,
  hubAccess: "Enabled",
  storage: openToAll,
  vault: openToAll,
  registry: { ...openToAll, sku: "Premium" },
  hasImageCompute: true,
  rules: Object.fromEntries(
    [...ownDoors].map((door) => [door, { isThere: true, status: "Inactive", connection: undefined }]),
  ),
  connected: { search: { publicNetworkAccess: "Disabled", isApprovedByHub: true } },
  isHubApprover: true,
  isCallerApprover: true,
  vnets: [goodVnet],
  neighbour: undefined,
  hasStrayConnection: false,
  stranger: undefined,
  aiService: undefined,
};

const keys = [
  "isolation",
  "isProvisioned",
  "storage",
  "vault",
  "registry",
  "rules",
  "connected",
  "isHubApprover",
  "isCallerApprover",
  "neighbour",
  "stranger",
  "aiService",
  "hubAccess",
] as const;

/** A second network that differs from the good one in one or two things, or the first one does. */
const anyVnets: fc.Arbitrary<readonly VnetChoice[]> = fc
  .tuple(
    anyChoices,
    fc.subarray(["endpoints", "records", "zones", "isRedirecting", "dns", "hasEmptyZones"] as const, { maxLength: 2 }),
    fc.boolean(),
  )
  .map(([choices, parts, isSecond]) => {
    const odd = choices.vnets[0];
    if (odd === undefined) return [goodVnet];
    const changed = parts.reduce<VnetChoice>((v, part) => ({ ...v, [part]: odd[part] }), {
      ...goodVnet,
      otherwise: odd.otherwise,
      answers: odd.answers,
    });
    return isSecond ? [goodVnet, changed] : [changed];
  });

/** Just deployed as a rule; sometimes at work already, with rules of its own and a caller who can't approve. */
const anyNetwork = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record({
      isolation: fc.constantFrom("AllowInternetOutbound" as const, "AllowOnlyApprovedOutbound" as const),
      isProvisioned: fc.boolean(),
      isCallerApprover: fc.boolean(),
      rules: fc.constantFrom(good.rules, {}),
    }),
  },
);

/** A service that is still to be closed, but for one or two of its settings. */
export const anyNearlyGoodChoices: fc.Arbitrary<Choices> = fc
  .tuple(
    anyChoices,
    fc.subarray([...keys], { maxLength: 2 }),
    anyVnets,
    fc.constantFrom("storage", "vault", "neither"),
    fc.record({ hasRange: fc.boolean(), hasSubnet: fc.boolean() }),
    anyNetwork,
  )
  .map(([choices, parts, vnets, listedService, lists, network]) => {
    const start = { ...good, ...network, vnets: [...vnets] };
    const mixed = parts.reduce<Choices>((c, part) => ({ ...c, [part]: choices[part] }), start);
    const listed = { ...openToAll, ...lists, defaultAction: "Deny", bypass: choices.storage.bypass };
    return listedService === "neither" ? mixed : { ...mixed, [listedService]: listed };
  });

export const anyNearlyGoodEstate: fc.Arbitrary<RandomEstate> = fc
  .tuple(anyNearlyGoodChoices, fc.constantFrom("pending" as const, "failed" as const), fc.boolean())
  .map(([choices, unapprovedRule, plantUnknownFields]) => ({
    estate: estateOf(choices),
    behaviour: { unapprovedRule, plantUnknownFields },
    faults: [],
  }));

const withChange = (
  change: (choices: Choices) => Choices,
  twists: readonly Twist[] = [],
  faults: readonly Fault[] = [],
): fc.Arbitrary<RandomEstate> =>
  anyNearlyGoodChoices.map((choices) => ({
    estate: twist(estateOf(change(choices)), twists),
    behaviour: {},
    faults,
  }));

const publicSearch = { search: { publicNetworkAccess: "Enabled", isApprovedByHub: true } };
const withoutVault = { ...approved, vault: undefined };
const reads = (action: string): Twist => ({ kind: "blind", action });

/** Whoever lists the subscription's workspaces is turned away; each can still be read by its id. */
const noWorkspaceList: Fault = {
  on: { method: "GET", path: /Microsoft\.MachineLearningServices\/workspaces$/i },
  do: { kind: "status", status: 403, code: "AuthorizationFailed" },
  times: 1_000_000,
};

/** Nobody is told what the caller may do: whether it may approve has to be found out by trying. */
const noPermissions: Fault = {
  on: { method: "GET", path: /Microsoft\.Authorization\/permissions$/i },
  do: { kind: "status", status: 403, code: "AuthorizationFailed" },
  times: 1_000_000,
};

/** A working network whose caller can't approve: a new rule's endpoint would stay Pending and shadow the public name. */
const workingWithoutCaller = withChange(
  (c) => ({
    ...c,
    isolation: "AllowInternetOutbound",
    isProvisioned: true,
    isCallerApprover: false,
    rules: {},
    connected: publicSearch,
  }),
  [],
  [noPermissions],
);

/** Estates that lead straight to one reason or refusal each: the rare ones would not come up often enough by chance. */
export const directedEstates: readonly fc.Arbitrary<RandomEstate>[] = [
  // Trusted services are shut out, and a policy keeps it so.
  ...[1, 2].map(() =>
    withChange(
      (c) => ({ ...c, storage: { ...openToAll, bypass: "None" }, vault: { ...openToAll, bypass: "None" } }),
      [{ kind: "policy" }],
    ),
  ),
  ...[1, 2, 3].map(() => workingWithoutCaller),
  // Another hub on the same account or vault, without a way of its own.
  ...(["storage", "vault"] as const).map((shared) =>
    withChange((c) => ({
      ...c,
      neighbour: {
        isolation: "Disabled",
        isProvisioned: false,
        shared,
        rule: { isThere: false, status: "Inactive", connection: undefined },
      },
    })),
  ),
  // Somebody else's identity with rights on the data, from the internet as a rule.
  ...(["storage", "vault", "registry"] as const).map((on) =>
    withChange((c) => ({ ...c, stranger: { on, by: "role", from: "public" } })),
  ),
  withChange((c) => ({ ...c, stranger: { on: "vault", by: "access policy", from: "public" } })),
  // The same where nobody may look at role assignments.
  ...[1, 2].map(() =>
    withChange(
      (c) => ({ ...c, stranger: { on: "registry", by: "role", from: "public" } }),
      [reads("Microsoft.Authorization/roleAssignments/read")],
    ),
  ),
  // An AI service next door with its data or its key in the hub's own.
  ...(["storage", "vault", "vault"] as const).map((aiService) => withChange((c) => ({ ...c, aiService }))),
  // A subnet that the vault lets in, in a network without an endpoint to it.
  withChange((c) => ({
    ...c,
    vault: { ...openToAll, defaultAction: "Deny", hasSubnet: true },
    vnets: [{ ...goodVnet, endpoints: withoutVault }],
  })),
  // The same where the caller can't read the network.
  withChange(
    (c) => ({ ...c, vault: { ...openToAll, defaultAction: "Deny", hasSubnet: true } }),
    [reads("Microsoft.Network/virtualNetworks/read")],
  ),
  // Private endpoints that names lead to and nobody may read.
  ...[1, 2].map(() => withChange((c) => c, [reads("Microsoft.Network/privateEndpoints/read")])),
  // Connections that can't be read, on a network at work.
  withChange(
    (c) => ({ ...c, isProvisioned: true, rules: active }),
    [
      reads("Microsoft.Storage/storageAccounts/privateEndpointConnections/read"),
      reads("Microsoft.KeyVault/vaults/privateEndpointConnections/read"),
    ],
  ),
  withChange(
    (c) => ({ ...c, isProvisioned: true, rules: active }),
    [reads("Microsoft.MachineLearningServices/workspaces/outboundRules/read")],
  ),
  ...["Approved", "Approved", "Pending"].map((status) =>
    withChange((c) => ({ ...c, isProvisioned: true, rules: active }), [{ kind: "look-alike", status }]),
  ),
  ...[1, 2].map(() => withChange((c) => c, [], [noWorkspaceList])),
  // Rules, or what a rule leads to, that can't be read before they become endpoints.
  ...[1, 2, 3].map(() =>
    withChange(
      (c) => ({ ...c, isProvisioned: false }),
      [reads("Microsoft.MachineLearningServices/workspaces/outboundRules/read")],
    ),
  ),
  ...[1, 2, 3].map(() =>
    withChange((c) => ({ ...c, isProvisioned: false }), [reads("Microsoft.Search/searchServices/read")]),
  ),
  // A working network, and a client network linked to an empty zone of a service that has no endpoint at all yet.
  ...[1, 2, 3, 4, 5].map(() =>
    withChange((c) => ({
      ...c,
      isolation: "AllowOnlyApprovedOutbound",
      isProvisioned: true,
      isCallerApprover: true,
      isHubApprover: true,
      rules: active,
      connected: publicSearch,
      vnets: [{ ...goodVnet, endpoints: { ...approved, search: undefined }, hasEmptyZones: true }],
    })),
  ),
  // Two networks on one set of endpoints that only the first can reach.
  withChange((c) => ({ ...c, vnets: [goodVnet, { ...goodVnet, endpoints: {}, zones: "first", isPeered: false }] })),
  withChange((c) => ({ ...c, hasImageCompute: false, registry: { ...openToAll, sku: "Basic" } })),
  withChange((c) => ({ ...c, storage: { ...openToAll, publicNetworkAccess: "SecuredByPerimeter" } })),
];
