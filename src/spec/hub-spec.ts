import { z } from "zod";
import { lossCodeNames } from "../checks/codes/losses.ts";
import { isResourceId } from "../snapshot/resource-id.ts";

/** `Disabled`: to be closed. `AsFound`: checked and reported, never changed. */
const wanted = z.enum(["Disabled", "AsFound"]);

const resourceId = z
  .string()
  .refine(isResourceId, "is not a resource id (/subscriptions/…/resourceGroups/…/providers/…)");

/** IPv4: what a service's IP rules take. */
export const clientRange = z.union([z.ipv4(), z.cidrv4()], {
  error: "is not an IPv4 address or range (203.0.113.0/24)",
});

const minutes = z
  .number()
  .positive()
  .max(24 * 60);

const outboundPrivateEndpoint = z.strictObject({
  /** What the endpoint leads to. */
  target: resourceId,
  /** As Azure spells it: blob, vault, searchService, appGwPrivateFrontendIpIPv4, … */
  subresource: z.string().min(1),
  /** The rule's name; made from the target's name when left out. */
  name: z
    .string()
    .regex(
      /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/,
      "must be 3 to 33 letters, digits, '-' or '_', starting with a letter or digit",
    )
    .optional(),
  /** Host names an Application Gateway answers for on behalf of what is behind it. */
  fqdns: z.array(z.string().regex(/^[^.\s]+(\.[^.\s]+){2,}$/, "must have at least three labels")).default([]),
});

const acceptedLoss = z.strictObject({
  /** Which loss: the code the refusal shows. */
  code: z.enum(lossCodeNames),
  /** The service that closes. */
  resource: resourceId,
  /** Who loses its way: an IP range, a network's or subnet's id, a workspace's or AI service's id, an identity's object id, "other-workspaces", "other-identities", "unread-networks" or "unread". */
  origin: z.string().min(1),
  reason: z.string().min(1, "say why: the report keeps it"),
});

/** Steps that open or wait; each is guarded all the same. */
const openingSteps = z.enum([
  "grant-reader",
  "declare-rule",
  "provision-managed-network",
  "approve-connection",
  "let-trusted-services-in",
]);

/** What a run may do that nobody watches: nothing by default. */
const unattended = z.strictObject({
  steps: z.array(openingSteps).default([]),
  /** Each closing by the hub and the service: one config may serve many hubs. */
  close: z.array(z.strictObject({ hub: resourceId, service: resourceId })).default([]),
});

const budgets = z.strictObject({
  /** Provisioning takes about 30 minutes, 10 more with the first FQDN rule. */
  managedNetwork: minutes.default(120),
  /** One rule: measured up to 20 minutes. */
  outboundRule: minutes.default(30),
  /** A role assignment: up to 10 minutes to act, published. */
  roleAssignment: minutes.default(15),
  /** Datastores are made late when storage is private; the service documents no bound. */
  datastore: minutes.default(20),
  /** A settings write: normally at once. */
  setting: minutes.default(5),
});

/** One schema: type, defaults and checks of the config file (`secure-foundry-hub.yml`, version 1). */
export const hubSpecSchema = z.strictObject({
  version: z.literal(1).default(1),
  hub: resourceId.optional(),
  /** Checked, never flipped: changing it is one-way. */
  isolationMode: z.enum(["AsFound", "AllowInternetOutbound", "AllowOnlyApprovedOutbound"]).default("AsFound"),
  managedNetwork: z.strictObject({ includeSpark: z.boolean().default(false) }).prefault({}),
  publicAccess: z
    .strictObject({
      storage: wanted.default("Disabled"),
      keyVault: wanted.default("Disabled"),
      containerRegistry: wanted.default("Disabled"),
      hub: wanted.default("AsFound"),
    })
    .prefault({}),
  /** `WithClosing` lets them in before a closing of ours; `Always` mends a bypass of None too; `AsFound` drops them from what must keep working. */
  trustedServices: z.enum(["WithClosing", "Always", "AsFound"]).default("WithClosing"),
  outboundPrivateEndpoints: z.array(outboundPrivateEndpoint).default([]),
  /** The virtual network this runs in, where it runs in one: an address alone doesn't tell. */
  runnerNetwork: resourceId.optional(),
  /** Public addresses that people come from: diagnose looks whether services with selected networks let them in. */
  clientRanges: z.array(clientRange).default([]),
  accept: z.array(acceptedLoss).default([]),
  /** A run started by a schedule, or with --unattended, takes these steps only. */
  unattended: unattended.prefault({}),
  budgetMinutes: budgets.prefault({}),
});

/** What should be. Everything has a value; only the hub may come from elsewhere. */
export type HubSpec = z.infer<typeof hubSpecSchema>;
export type AcceptedLoss = z.infer<typeof acceptedLoss>;

/** The spec of an empty config file. */
export function defaultSpec(): HubSpec {
  return hubSpecSchema.parse({});
}
